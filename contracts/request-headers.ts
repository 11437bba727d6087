import { parse } from 'content-type'
import Negotiator from 'negotiator'

/** The request headers that the gateway checks, by lower-case name. */
export interface RequestHeaders {
  readonly accept?: string | undefined
  readonly 'accept-language'?: string | undefined
  readonly 'content-encoding'?: string | undefined
  readonly 'content-type'?: string | undefined
  readonly 'user-agent'?: string | undefined
}

/** The largest body that the gateway takes, in bytes. It refuses a larger one before it verifies the signature. */
export const REQUEST_BYTES_LIMIT = 65_536

const JSON_TYPE = 'application/json'

/** Whether a Content-Type names JSON. Most requests send exactly `application/json`; only other values are parsed. */
export function isJson(contentType = ''): boolean {
  return contentType === JSON_TYPE || parse(contentType).type === JSON_TYPE
}

/** Whether a Content-Encoding says that the body is compressed or otherwise encoded. */
export function isEncoded(contentEncoding = ''): boolean {
  return contentEncoding !== '' && contentEncoding.toLowerCase() !== 'identity'
}

/** The languages that `Accept-Language` may name. */
export const LANGUAGES: readonly string[] = ['en', 'zh-CN', 'zh-HK', 'zh-TW', 'zh']

/**
 * Returns the most preferred language in `Accept-Language` that is one of {@link LANGUAGES}; `undefined` when there is none. `*`, which Node's fetch
 * sends, is not one of them.
 */
export function acceptedLanguage(header: string): string | undefined {
  const ranges = new Negotiator({ headers: { 'accept-language': header } }).languages()
  const known = ranges.map((range) => LANGUAGES.find((language) => language.toLowerCase() === range.toLowerCase()))
  return known.find((language) => language !== undefined)
}
