import { Buffer } from 'node:buffer'
import * as z from 'zod'
import { multipartBody } from './multipart-body.ts'
import type { Paste } from './paste.ts'
import { checked, text } from './pasted-json.ts'
import { explainedHeaders, headerLookup, type PastedRequest, partsOfUrl } from './pasted-request.ts'
import { readRawHttp } from './read-raw-http.ts'

/**
 * Returns the requests in the log of an SDK. wechatpay-java writes a request as JSON into its exceptions. Guzzle, the HTTP client of
 * wechatpay-php, logs a request as raw HTTP.
 *
 * @throws {Error} When the log has no complete request, or when a part of a request is missing or wrong.
 * @see https://github.com/wechatpay-apiv3/wechatpay-java/blob/main/core/src/main/java/com/wechat/pay/java/core/exception/ServiceException.java
 * @see https://github.com/guzzle/guzzle/blob/7.9/src/MessageFormatter.php
 */
export function readSdkLog(paste: Paste): PastedRequest[] {
  const requests = /httpRequest\[\s*\{/i.test(paste.text) ? javaRequests(paste.text) : guzzleRequests(paste.bytes)
  if (requests.length > 0) return requests
  throw new Error('stdin: the log has no complete request: copy all of it (请完整复制)')
}

const javaRequest = z.object(
  {
    httpMethod: text,
    uri: text,
    headers: z.object({ headers: z.record(z.string(), text) }, 'It must contain headers.'),
    body: z.object({ body: text.optional(), meta: text.optional(), fileName: text.optional() }, 'It must be a body.').optional(),
  },
  'It must be a request of wechatpay-java.',
)

/** Reads the requests in exceptions of wechatpay-java. A log may repeat an exception's message, so equal requests are returned once. */
function javaRequests(log: string): PastedRequest[] {
  const texts = new Set<string>()
  const opening = /httpRequest\[\s*(?=\{)/gi
  for (let found = opening.exec(log); found; found = opening.exec(log)) {
    const end = endOfJson(log, opening.lastIndex)
    if (end === undefined) throw new Error('stdin: the httpRequest in the log is cut off: copy all of it (请完整复制)')
    texts.add(log.slice(opening.lastIndex, end))
    opening.lastIndex = end
  }
  return Array.from(texts, (json) => javaRequestOf(checked(javaRequest, parsed(json), 'the httpRequest')))
}

/** The index after the end of the JSON object that begins at `start`; `undefined` when the object is cut off. */
function endOfJson(log: string, start: number): number | undefined {
  const token = /[{}]|"(?:[^"\\]|\\.)*"|[^{}"]+/gy
  let depth = 0
  token.lastIndex = start
  for (let found = token.exec(log); found; found = token.exec(log)) {
    if (found[0] === '{') depth += 1
    if (found[0] === '}') depth -= 1
    if (depth === 0) return token.lastIndex
  }
  return undefined
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw new Error('stdin: the httpRequest in the log is not JSON: copy it without changes', { cause })
  }
}

function javaRequestOf({ httpMethod, uri, headers, body }: z.infer<typeof javaRequest>): PastedRequest {
  const header = headerLookup(Object.entries(headers.headers))
  const { authorization, contentType } = explainedHeaders(header)
  const upload =
    body?.meta === undefined
      ? undefined
      : multipartBody([{ name: 'meta', contentType: 'application/json', content: Buffer.from(body.meta) }])
  return {
    method: httpMethod,
    ...partsOfUrl(uri),
    authorization,
    contentType: upload?.contentType ?? contentType ?? (body && 'application/json'),
    body: upload?.body ?? Buffer.from(body?.body ?? ''),
  }
}

/** Reads the requests in a log in Guzzle's format DEBUG. Each request stands between the marks `>>>>>>>>` and `<<<<<<<<`. */
function guzzleRequests(bytes: Buffer): PastedRequest[] {
  const requests: PastedRequest[] = []
  for (let start = bytes.indexOf('>>>>>>>>'); start >= 0; ) {
    const end = bytes.indexOf('<<<<<<<<', start)
    const message = bytes.subarray(start + 8, end < 0 ? bytes.length : end)
    requests.push(...readRawHttp(withLineBreaks(message), end >= 0))
    start = end < 0 ? -1 : bytes.indexOf('>>>>>>>>', end)
  }
  return requests
}

/**
 * Restores the line breaks of a request. Monolog, a logger for PHP, replaces them with spaces by default. The first two spaces in a row
 * stand for the empty line before the body.
 */
function withLineBreaks(message: Buffer): Buffer {
  const text = message.toString('latin1')
  if (!/^ [A-Z]+ \S+ HTTP\/[\d.]+ \S/.test(text)) return message.subarray(0, message.length - (text.endsWith('\n') ? 1 : 0))
  const [head = '', ...body] = text.slice(1).split('  ')
  const lines = head.replace(/ (?=[A-Za-z][A-Za-z\d-]*: )/g, '\r\n')
  return Buffer.from(`${lines}\r\n\r\n${body.join('  ').replace(/ $/, '')}`, 'latin1')
}
