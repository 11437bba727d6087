import { Buffer } from 'node:buffer'
import type { HttpAnswer } from '../edge/http-exchange.ts'
import { nginxAnswer, nginxHeaders, pageAnswer } from '../edge/nginx-page.ts'
import { pathOf } from '../openapi/index.ts'
import type { Outcome } from '../operations/operation-handler.ts'
import type { Language } from './content-language.ts'

export interface AnswerContext {
  /** Milliseconds since 1970. */
  readonly now: number
  readonly language: Language
  readonly requestId: (code: number) => string
}

/**
 * Turns the outcome of a request into an answer with headers. An answer with status 204 has a Content-Type too, because WxJava reads it.
 *
 * @see https://pay.weixin.qq.com/doc/v3/merchant/4013053420
 */
export function renderAnswer(outcome: Outcome, { now, language, requestId }: AnswerContext): HttpAnswer {
  const { status, code, requestIdCode = 0 } = outcome
  if (isOfNginx(outcome)) return pageAnswer(status, String(outcome.body), now)
  const bytes = bytesOf(outcome)
  const headers = {
    ...nginxHeaders(now),
    'Content-Type': `${outcome.verbatim ? 'text/html' : 'application/json'}; charset=utf-8`,
    ...(status === 304 ? {} : { 'Content-Length': String(bytes.length) }),
    'Cache-Control': 'no-cache, must-revalidate',
    'X-Content-Type-Options': 'nosniff',
    'Request-ID': requestId(requestIdCode),
    'Content-Language': language.content,
    ...(outcome.location !== undefined && { Location: outcome.location }),
  }
  return { status, headers, body: bytes, code }
}

/**
 * Whether an outcome is an answer of nginx, not of the gateway behind nginx: a scripted page with an error status. Answers of nginx have no
 * signature and no Request-ID.
 */
export function isOfNginx({ status, verbatim }: Outcome): boolean {
  return verbatim === true && status >= 400
}

function bytesOf({ body, verbatim }: Outcome): Buffer<ArrayBuffer> {
  if (body === undefined) return Buffer.alloc(0)
  return Buffer.from(verbatim ? String(body) : JSON.stringify(body))
}

/** Returns the answer when no operation was found: 404 or 405, without a Request-ID. A 404 outside `/v3` comes from nginx itself. */
export function renderUnrouted(status: number, target: string, now: number): HttpAnswer {
  if (status === 404 && !/^\/v3(\/|$)/.test(pathOf(target))) return nginxAnswer('404 Not Found', now)
  return { status, headers: { ...nginxHeaders(now), 'Content-Length': '0' }, body: Buffer.alloc(0), code: undefined }
}
