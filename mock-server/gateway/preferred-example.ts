import parsePreferHeader from 'parse-prefer-header'
import { ApiError, type ErrorExample } from '../../contracts/index.ts'
import { nearest } from '../../contracts/nearest-names.ts'
import type { HttpRequest } from '../edge/http-exchange.ts'
import type { Operation } from '../openapi/index.ts'

/**
 * Throws the error example that the request asks for in its Prefer header. `example=NAME` asks for the example with that name. `code=429`
 * asks for the first example with that status. If the header asks for neither, nothing is thrown.
 *
 * @throws {ApiError} The example; or INVALID_REQUEST when the operation documents no such example or the header can't be parsed.
 */
export function throwPreferredExample({ headers }: HttpRequest, { id, errors }: Operation): void {
  const { prefer } = headers
  if (prefer === undefined) return
  const { example, code } = parsePreferHeader(prefer)
  // A header that contains `example` or `code`, but can't be parsed, is an error.
  const namesEither = /(^|[,;\s])(example|code)\s*=/.test(prefer)
  if (example === undefined && code === undefined && !namesEither) return
  const [name] = [...errors].find(([key, { status }]) => (example === undefined ? String(status) === code : key === example)) ?? []
  if (name) throw new ApiError(name as ErrorExample)
  const suggestion = typeof example === 'string' ? ` ${nearest(example, errors.keys())}` : ''
  const issue =
    example === undefined && code === undefined
      ? "Prefer can't be parsed"
      : `${id} documents no such ${example === undefined ? 'code' : 'example'}${suggestion}`
  const detail = { field: 'Prefer', issue, location: 'header', value: example ?? code ?? prefer }
  throw new ApiError('INVALID_REQUEST', { placeholders: { pointer: '/header/Prefer' }, detail })
}
