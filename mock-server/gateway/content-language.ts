import Negotiator from 'negotiator'
import { ApiError } from '../../contracts/index.ts'
import type { HttpRequest } from '../edge/http-exchange.ts'

const DEFAULT = 'zh-CN'
const SUPPORTED = ['en', DEFAULT, 'zh-HK', 'zh-TW', 'zh']

/** The language named in the answer: the first that the request accepts; `zh-CN` when it asks for none or none that is known. */
export function contentLanguage({ headers }: HttpRequest): string {
  return acceptedLanguage(headers['accept-language']) ?? DEFAULT
}

/**
 * @throws {ApiError} When the request accepts only languages that the gateway does not know, `*` among them: Node's fetch sends it.
 */
export function checkAcceptLanguage({ headers }: HttpRequest): void {
  const header = headers['accept-language']
  if (header && !acceptedLanguage(header)) throw new ApiError('PARAM_ERROR_ACCEPT_LANGUAGE')
}

function acceptedLanguage(header: string | undefined): string | undefined {
  const ranges = new Negotiator({ headers: { 'accept-language': header ?? '' } }).languages()
  const known = ranges.map((range) => SUPPORTED.find((language) => language.toLowerCase() === range.toLowerCase()))
  return known.find((language) => language !== undefined)
}
