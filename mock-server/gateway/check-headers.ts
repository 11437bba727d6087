import { parse } from 'content-type'
import { ApiError, type ReceivedRequest } from '../../contracts/index.ts'
import type { HttpRequest } from '../edge/http-exchange.ts'
import type { Operation } from '../openapi/index.ts'

/**
 * Checks what the gateway checks before it looks for a signature, and gives what the signature covers.
 *
 * @throws {ApiError} When User-Agent or Accept is missing, the body is not JSON by its header, or is too large to be read.
 * @see https://developers.weixin.qq.com/community/develop/doc/0002e86c3909187aed0c6449951c00
 */
export function checkHeaders({ method, target, headers, body }: HttpRequest, { bodySchema }: Operation): ReceivedRequest {
  if (!headers['user-agent'] || !headers['accept']) throw new ApiError('INVALID_REQUEST_MISSING_HEADER')
  if (bodySchema && !isJson(headers['content-type'])) throw new ApiError('INVALID_REQUEST_CONTENT_TYPE')
  if (!body) throw new ApiError('INVALID_REQUEST')
  return { method, target, authorization: headers['authorization'], body }
}

const JSON_TYPE = 'application/json'

/** Most requests have the type alone, without a parameter to parse. */
function isJson(contentType = ''): boolean {
  return contentType === JSON_TYPE || parse(contentType).type === JSON_TYPE
}
