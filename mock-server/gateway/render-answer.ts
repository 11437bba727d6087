import { Buffer } from 'node:buffer'
import type { HttpAnswer } from '../edge/http-exchange.ts'
import { NGINX_TYPE, nginxPage } from '../edge/nginx-page.ts'
import { pathOf } from '../openapi/index.ts'
import type { Outcome } from '../operations/operation-handler.ts'
import type { Language } from './content-language.ts'

/** The parts of an answer that do not come from the outcome. */
export interface AnswerContext {
  /** Milliseconds since 1970. */
  readonly now: number
  readonly language: Language
  readonly requestId: (code: number) => string
}

/**
 * Renders an outcome as bytes with the gateway's headers. A 204 has a Content-Type too, because WxJava always reads it.
 *
 * @see https://pay.weixin.qq.com/doc/v3/merchant/4013053420
 */
export function renderAnswer(outcome: Outcome, { now, language, requestId }: AnswerContext): HttpAnswer {
  const { status, code, requestIdCode = 0 } = outcome
  if (isOfNginx(outcome)) return rendered(status, now, NGINX_TYPE, String(outcome.body))
  const bytes = bytesOf(outcome)
  const headers = {
    ...gatewayHeaders(now),
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

/** Whether nginx answers instead of the gateway behind it: a scripted error status with a page. Such an answer has no signature and no Request-ID. */
export function isOfNginx({ status, verbatim }: Outcome): boolean {
  return verbatim === true && status >= 400
}

function bytesOf({ body, verbatim }: Outcome): Buffer<ArrayBuffer> {
  if (body === undefined) return Buffer.alloc(0)
  return Buffer.from(verbatim ? String(body) : JSON.stringify(body))
}

/** The answer when no operation was found: 404 or 405, without a Request-ID. Only a 404 for a path outside `/v3` has a body: nginx's page. */
export function renderUnrouted(status: number, target: string, now: number): HttpAnswer {
  if (status === 404 && !/^\/v3(\/|$)/.test(pathOf(target))) return rendered(status, now, NGINX_TYPE, nginxPage('404 Not Found'))
  return rendered(status, now, undefined, '')
}

function rendered(status: number, now: number, type: string | undefined, text: string): HttpAnswer {
  const body = Buffer.from(text)
  const headers = { ...gatewayHeaders(now), ...(type && { 'Content-Type': type }), 'Content-Length': String(body.length) }
  return { status, headers, body, code: undefined }
}

function gatewayHeaders(now: number): Record<string, string> {
  return { Server: 'nginx', Date: new Date(now).toUTCString() }
}
