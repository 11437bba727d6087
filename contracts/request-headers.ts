import { parse } from 'content-type'
import Negotiator from 'negotiator'
import { ApiError } from './api-error.ts'

/** The headers of a request that the gateway has rules for, by lower-case name. */
export interface RequestHeaders {
  readonly accept?: string | undefined
  readonly 'accept-language'?: string | undefined
  readonly 'content-type'?: string | undefined
  readonly 'user-agent'?: string | undefined
}

/**
 * Makes the checks of headers that come before the signature.
 *
 * @throws {ApiError} When User-Agent or Accept is missing, or a request that takes a body is not declared as JSON.
 * @see https://developers.weixin.qq.com/community/develop/doc/0002e86c3909187aed0c6449951c00
 */
export function checkRequestHeaders(headers: RequestHeaders, takesBody: boolean): void {
  if (!headers['user-agent'] || !headers.accept) throw new ApiError('INVALID_REQUEST_MISSING_HEADER')
  if (takesBody && !isJson(headers['content-type'])) throw new ApiError('INVALID_REQUEST_CONTENT_TYPE')
}

const JSON_TYPE = 'application/json'

/** Parses only if needed: most requests send the type without parameters. */
function isJson(contentType = ''): boolean {
  return contentType === JSON_TYPE || parse(contentType).type === JSON_TYPE
}

/** The languages that `Accept-Language` may name. */
export const LANGUAGES: readonly string[] = ['en', 'zh-CN', 'zh-HK', 'zh-TW', 'zh']

/**
 * The first known language that `Accept-Language` accepts; `undefined` when it accepts none. `*`, which Node's fetch sends, is not a known language.
 */
export function acceptedLanguage(header: string): string | undefined {
  const ranges = new Negotiator({ headers: { 'accept-language': header } }).languages()
  const known = ranges.map((range) => LANGUAGES.find((language) => language.toLowerCase() === range.toLowerCase()))
  return known.find((language) => language !== undefined)
}
