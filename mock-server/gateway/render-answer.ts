import { Buffer } from 'node:buffer'
import type { HttpAnswer } from '../edge/http-exchange.ts'
import type { Outcome } from '../outcome.ts'

/** What of an answer its outcome does not say. */
export interface AnswerContext {
  /** Milliseconds since 1970. */
  readonly now: number
  readonly language: string
  readonly requestId: (code: number) => string
}

/**
 * An outcome as bytes with the headers of the gateway; a 204 has a Content-Type too, which WxJava reads unasked.
 *
 * @see https://pay.weixin.qq.com/doc/v3/merchant/4013053420
 */
export function renderAnswer({ status, body, code, requestIdCode = 0 }: Outcome, { now, language, requestId }: AnswerContext): HttpAnswer {
  const bytes = Buffer.from(body === undefined ? '' : JSON.stringify(body))
  const headers = {
    ...gatewayHeaders(now),
    'Content-Type': 'application/json; charset=utf-8',
    ...(status === 204 ? {} : { 'Content-Length': String(bytes.length) }),
    'Cache-Control': 'no-cache, must-revalidate',
    'X-Content-Type-Options': 'nosniff',
    'Request-ID': requestId(requestIdCode),
    'Content-Language': language,
  }
  return { status, headers, body: bytes, code }
}

/** The answer to a request that no operation is for: no body, nothing about it. */
export function renderUnrouted(status: 404 | 405, now: number): HttpAnswer {
  return { status, headers: { ...gatewayHeaders(now), 'Content-Length': '0' }, body: Buffer.alloc(0), code: undefined }
}

function gatewayHeaders(now: number): Record<string, string> {
  return { Server: 'nginx', Date: new Date(now).toUTCString() }
}
