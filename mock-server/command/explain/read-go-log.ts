import { Buffer } from 'node:buffer'
import { type GoHeaders, goBody, goHeaders } from './go-headers.ts'
import { explainedHeaders, headerLookup, type PastedRequest, partsOfUrl } from './pasted-request.ts'
import { readHeader } from './read-header.ts'

/**
 * Reads the request from the log of a Go program. The headers look like `map[…]` there, because `%v` prints an `http.Header` in this
 * form, even inside an `http.Request`. If the log lacks such headers, the method or the URL, returns only the Authorization header.
 *
 * @throws {Error} When there is no Authorization header.
 */
export function readGoLog(text: string): PastedRequest[] {
  const printed = goHeaders(text, 'authorization')
  const line = printed && requestLineIn(printed)
  if (!line) return readHeader(text)
  const header = headerLookup(printed.headers)
  const body = /^(?:GET|HEAD)$/.test(line.method) ? Buffer.alloc(0) : goBody(printed)
  return [
    {
      method: line.method,
      ...partsOfUrl(line.url),
      ...explainedHeaders(header),
      body: body ?? Buffer.alloc(0),
      isBodyGiven: body !== undefined,
    },
  ]
}

const METHOD = /(?<![\w-])(GET|POST|PUT|PATCH|DELETE|HEAD)(?![\w-])/
const URL_OR_PATH = /https?:\/\/[^\s"'`,;}\]]+|(?<![\w:/.])\/v3\/[^\s"'`,;}\]]*/

/** Finds the method and the URL. Takes each from the text before the headers, or, if it is not there, from the text after them. */
function requestLineIn({ before, after }: GoHeaders): { readonly method: string; readonly url: string } | undefined {
  // The last match before the headers belongs to the same request as the headers; earlier matches belong to other requests.
  const last = (pattern: RegExp) => [...before.matchAll(new RegExp(pattern, 'g'))].at(-1)?.[0] ?? pattern.exec(after)?.[0]
  const [method, url] = [last(METHOD), last(URL_OR_PATH)]
  return method !== undefined && url !== undefined ? { method, url } : undefined
}
