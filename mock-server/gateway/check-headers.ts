import { ApiError, type ReceivedRequest } from '../../contracts/index.ts'
import { checkRequestHeaders } from '../../contracts/refused-headers.ts'
import type { HttpRequest } from '../edge/http-exchange.ts'
import type { Operation } from '../openapi/index.ts'

/**
 * Makes the checks that come before the verification of the signature, and returns the parts of the request that the verification needs.
 *
 * @throws {ApiError} When User-Agent or Accept is missing, when the operation takes a body and Content-Type is missing or not JSON, and when
 * the body is too large or has a Content-Encoding.
 */
export function checkHeaders({ method, target, headers, body }: HttpRequest, { bodySchema }: Operation): ReceivedRequest {
  checkRequestHeaders(headers, bodySchema !== undefined)
  if (!body) throw new ApiError('INVALID_REQUEST')
  // Verifying the signature needs the Content-Type only for uploads, and no operation takes an upload.
  return { method, target, authorization: headers['authorization'], body }
}
