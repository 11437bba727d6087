import { ApiError, type ReceivedRequest } from '../../contracts/index.ts'
import { checkRequestHeaders } from '../../contracts/refused-headers.ts'
import type { HttpRequest } from '../edge/http-exchange.ts'
import type { Operation } from '../openapi/index.ts'

/**
 * Checks a request before its signature is verified. Returns the parts of the request that the verification needs.
 *
 * @throws {ApiError} When User-Agent or Accept is missing, or when the body is too large or has a Content-Encoding. If the operation takes
 * a body, also when Content-Type is missing or not JSON.
 */
export function checkHeaders({ method, target, headers, body }: HttpRequest, { bodySchema }: Operation): ReceivedRequest {
  checkRequestHeaders(headers, bodySchema !== undefined)
  if (!body) throw new ApiError('INVALID_REQUEST')
  // The Content-Type is left out. The verification needs it only for uploads, and no operation takes an upload.
  return { method, target, authorization: headers['authorization'], body }
}
