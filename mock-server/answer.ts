import { type Registry, verifyRequest } from '../contracts/index.ts'
import type { HttpAnswer, HttpRequest } from './edge/http-exchange.ts'
import { applyOperation } from './gateway/apply-operation.ts'
import { checkHeaders } from './gateway/check-headers.ts'
import { checkAcceptLanguage, contentLanguage } from './gateway/content-language.ts'
import { throwPreferredExample } from './gateway/preferred-example.ts'
import { type AnswerContext, renderAnswer, renderUnrouted } from './gateway/render-answer.ts'
import { renderError } from './gateway/render-error.ts'
import { signAnswer } from './gateway/sign-answer.ts'
import { validateCall } from './gateway/validate-call.ts'
import type { Store } from './goldplan/store.ts'
import type { Merchant } from './merchant/merchant.ts'
import { type PlatformKey, signingKey } from './merchant/platform.ts'
import type { OpenApiDocument } from './openapi-document.ts'
import type { Outcome } from './outcome.ts'

/** What the gateway answers with. */
export interface Gateway {
  readonly document: OpenApiDocument
  readonly merchants: Registry<Merchant>
  readonly store: Store
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly nonce: () => string
  readonly requestId: (now: number, localAddress: string, code: number) => string
  /** Told of a bug before it is answered with 500. */
  readonly onFailure: (error: unknown) => void
}

/**
 * The life of a request, from bytes to bytes. What is thrown before the signature holds is answered unsigned, all else signed.
 *
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012365870
 */
export async function answer(request: HttpRequest, gateway: Gateway): Promise<HttpAnswer> {
  const operation = await gateway.document.route(request.method, request.target) // 404, 405
  if (typeof operation === 'number') return renderUnrouted(operation, gateway.now())
  let signer: PlatformKey | undefined
  try {
    const received = checkHeaders(request, operation) // 400
    const merchant = await verifyRequest(received, gateway.merchants) // 401: credentials, timestamp, certificate, signature
    signer = signingKey(merchant.platform, request.headers['wechatpay-serial'])
    checkAcceptLanguage(request) // 400
    throwPreferredExample(request, operation) // what the request asks for
    const call = await validateCall(received, operation, gateway.document) // 400
    const outcome = await applyOperation(call, merchant, gateway) // the business's own
    return await finish(outcome, signer, request, gateway)
  } catch (error) {
    return finish(renderError(error, operation, gateway.onFailure), signer, request, gateway)
  }
}

async function finish(outcome: Outcome, signer: PlatformKey | undefined, request: HttpRequest, gateway: Gateway): Promise<HttpAnswer> {
  const now = gateway.now()
  const rendered = renderAnswer(outcome, context(request, gateway, now))
  // A 401 that a request asks for by name is what it would be without a valid signature.
  return signer && outcome.status !== 401 ? signAnswer(rendered, signer, now, gateway.nonce()) : rendered
}

function context(request: HttpRequest, { requestId }: Gateway, now: number): AnswerContext {
  return {
    now,
    language: contentLanguage(request),
    requestId: (code) => requestId(now, request.connection.localAddress, code),
  }
}
