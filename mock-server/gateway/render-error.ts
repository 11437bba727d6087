import { ApiError } from '../../contracts/index.ts'
import { messageOf, type Operation } from '../openapi/index.ts'
import type { Outcome } from '../operations/operation-handler.ts'
import { StoreAway } from '../store/store-away.ts'

/**
 * Turns an error into the outcome of a call. An {@link ApiError} names an error example of the operation. The outcome is this example with
 * its placeholders filled in. Any other error is passed to `onFailure`. The outcome is then SERVICE_UNAVAILABLE if the store can't be used,
 * otherwise SYSTEM_ERROR.
 */
export function renderError(error: unknown, operation: Operation, onFailure: (error: unknown) => void): Outcome {
  if (!(error instanceof ApiError)) {
    onFailure(error)
    return renderError(new ApiError(error instanceof StoreAway ? 'SERVICE_UNAVAILABLE' : 'SYSTEM_ERROR'), operation, onFailure)
  }
  const row = operation.errors.get(error.example)
  if (!row) throw new Error(`${operation.id} documents no example ${error.example}`)
  const { placeholders = row.placeholders, detail = row.body.detail, allowed } = error.filling
  const body = { code: row.body.code, ...(detail === undefined ? {} : { detail }), message: messageOf(row, placeholders) }
  const { pointer: field } = placeholders
  return {
    status: row.status,
    body,
    code: row.body.code,
    example: error.example,
    requestIdCode: row.requestIdCode,
    ...(field !== undefined && { field: String(field) }),
    ...(allowed && { allowed }),
  }
}
