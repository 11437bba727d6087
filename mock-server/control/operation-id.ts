import { findOperation } from '../../contracts/index.ts'
import { nearestOperations } from '../../contracts/nearest-names.ts'
import type { Api } from '../openapi/index.ts'
import { refused } from './control-error.ts'

/**
 * Returns the operationId of the operation that has this name.
 *
 * @param name The operationId, the last segment of the path, or the method and the path.
 * @param field The place of the name in the request.
 * @throws {ControlError} 400 when no operation has this name. The error suggests the nearest names.
 */
export function operationId(name: string, { operations }: Api, field: string): string {
  const found = findOperation(operations, name)
  if (!found) throw refused(field, name, `be the name of an operation ${nearestOperations(name, operations)}`)
  return found.id
}
