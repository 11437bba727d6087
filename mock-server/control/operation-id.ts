import { findOperation } from '../../contracts/index.ts'
import type { Api } from '../openapi/index.ts'
import { refused } from './control-error.ts'

/**
 * The operationId of an operation, by any of its names.
 *
 * @param field Where the name stands in the request.
 * @throws {ControlError} 400 when no operation is called so.
 */
export function operationId(name: string, { operations }: Api, field: string): string {
  const found = findOperation(operations, name)
  if (!found) throw refused(field, name, `be one of ${operations.map(({ id }) => id).join(', ')}`)
  return found.id
}
