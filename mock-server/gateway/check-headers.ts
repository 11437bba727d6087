import { parse } from 'content-type'
import { ApiError, type ReceivedRequest } from '../../contracts/index.ts'
import type { HttpRequest } from '../edge/http-exchange.ts'
import type { Operation } from '../openapi/index.ts'

/**
 * Makes the checks that come before the signature, and returns the parts of the request that the signature covers.
 *
 * @throws {ApiError} When User-Agent or Accept is missing, the Content-Type is not JSON, or the body is too large.
 * @see https://developers.weixin.qq.com/community/develop/doc/0002e86c3909187aed0c6449951c00
 */
export function checkHeaders({ method, target, headers, body }: HttpRequest, { bodySchema }: Operation): ReceivedRequest {
  if (!headers['user-agent'] || !headers['accept']) throw new ApiError('INVALID_REQUEST_MISSING_HEADER')
  if (bodySchema && !isJson(headers['content-type'])) throw new ApiError('INVALID_REQUEST_CONTENT_TYPE')
  if (!body) throw new ApiError('INVALID_REQUEST')
  return { method, target, authorization: headers['authorization'], body }
}

const JSON_TYPE = 'application/json'

/** Parses only if needed: most requests send the type without parameters. */
function isJson(contentType = ''): boolean {
  return contentType === JSON_TYPE || parse(contentType).type === JSON_TYPE
}
