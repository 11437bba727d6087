import { ApiError, type ReceivedRequest } from '../../contracts/index.ts'
import { isTooDeep } from '../../contracts/nesting.ts'
import type { Api, Operation } from '../openapi/index.ts'
import type { Call } from '../operations/operation-handler.ts'
import { paramError, unparsedError } from './param-error.ts'

/**
 * Parses the body of a request whose signature was verified, and validates the request against the OpenAPI document.
 *
 * @throws {ApiError} INVALID_REQUEST when the body is not UTF-8 or has a character of four bytes.
 * @throws {ApiError} PARAM_ERROR when the body is not JSON or is nested too deeply, or when the request violates the document.
 */
export async function validateCall(request: ReceivedRequest, operation: Operation, api: Api): Promise<Call> {
  const { method, target } = request
  const body = operation.bodySchema ? parseBody(request.body, operation) : undefined
  const violations = await api.validate(operation, method, target, body)
  if (violations.length > 0) throw paramError(violations, operation, body, target)
  return { operation, body } as Call
}

// All calls share this decoder. It always decodes a whole body, so it keeps no state from one call to the next.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function parseBody(bytes: Uint8Array, operation: Operation): unknown {
  const body = parseJson(decode(bytes), operation)
  if (isTooDeep(body)) throw new ApiError('PARAM_ERROR')
  return body
}

/** Decodes UTF-8. Only characters of one to three bytes are allowed: https://pay.weixin.qq.com/doc/v3/partner/4012081726 */
function decode(bytes: Uint8Array): string {
  try {
    const text = decoder.decode(bytes)
    if (!/[\u{10000}-\u{10FFFF}]/u.test(text)) return text
  } catch {}
  throw new ApiError('INVALID_REQUEST_NOT_UTF8')
}

function parseJson(text: string, operation: Operation): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw unparsedError(operation)
  }
}
