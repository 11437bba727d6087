import { Buffer } from 'node:buffer'
import type { HttpAnswer } from '../edge/http-exchange.ts'
import type { Outcome } from '../operations/operation-handler.ts'
import type { Language } from './content-language.ts'

/** The parts of an answer that don't come from the outcome. */
export interface AnswerContext {
  /** Milliseconds since 1970. */
  readonly now: number
  readonly language: Language
  readonly requestId: (code: number) => string
}

/**
 * Renders an outcome as bytes with the gateway's headers. A 204 has a Content-Type as well, because WxJava always reads it.
 *
 * @see https://pay.weixin.qq.com/doc/v3/merchant/4013053420
 */
export function renderAnswer(outcome: Outcome, { now, language, requestId }: AnswerContext): HttpAnswer {
  const { status, code, requestIdCode = 0 } = outcome
  const bytes = bytesOf(outcome)
  const headers = {
    ...gatewayHeaders(now),
    'Content-Type': `${outcome.verbatim ? 'text/html' : 'application/json'}; charset=utf-8`,
    ...(status === 204 || status === 304 ? {} : { 'Content-Length': String(bytes.length) }),
    'Cache-Control': 'no-cache, must-revalidate',
    'X-Content-Type-Options': 'nosniff',
    'Request-ID': requestId(requestIdCode),
    'Content-Language': language.content,
  }
  return { status, headers, body: bytes, code }
}

function bytesOf({ body, verbatim }: Outcome): Buffer<ArrayBuffer> {
  if (body === undefined) return Buffer.alloc(0)
  return Buffer.from(verbatim ? String(body) : JSON.stringify(body))
}

/** The answer when no operation was found; it has neither a body nor a Request-ID. */
export function renderUnrouted(status: number, now: number): HttpAnswer {
  return { status, headers: { ...gatewayHeaders(now), 'Content-Length': '0' }, body: Buffer.alloc(0), code: undefined }
}

function gatewayHeaders(now: number): Record<string, string> {
  return { Server: 'nginx', Date: new Date(now).toUTCString() }
}
