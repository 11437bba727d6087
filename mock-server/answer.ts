import { type ReceivedRequest, type Registry, type Verified, verifyRequest } from '../contracts/index.ts'
import type { HttpAnswer, HttpRequest } from './edge/http-exchange.ts'
import { applyOperation } from './gateway/apply-operation.ts'
import { checkHeaders } from './gateway/check-headers.ts'
import { checkAcceptLanguage, contentLanguage } from './gateway/content-language.ts'
import type { Merchant } from './gateway/merchant.ts'
import type { Outcome } from './gateway/outcome.ts'
import { signingKey } from './gateway/platform.ts'
import { throwPreferredExample } from './gateway/preferred-example.ts'
import { type AnswerContext, renderAnswer, renderUnrouted } from './gateway/render-answer.ts'
import { renderError } from './gateway/render-error.ts'
import { signAnswer } from './gateway/sign-answer.ts'
import { validateCall } from './gateway/validate-call.ts'
import type { Store } from './goldplan/store.ts'
import type { OpenApiDocument, Operation } from './openapi-document.ts'

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
  const asOutcome = (error: unknown) => renderError(error, operation, gateway.onFailure)
  try {
    const received = checkHeaders(request, operation) // 400
    const merchant = await verifyRequest(received, gateway.merchants) // 401: credentials, timestamp, certificate, signature
    const outcome = await serve(request, received, operation, merchant, gateway).catch(asOutcome) // 400, the business's own
    const now = gateway.now()
    const rendered = renderAnswer(outcome, context(request, gateway, now))
    // A 401 that a request asks for by name is what it would be without a valid signature.
    if (outcome.status === 401) return rendered
    return await signAnswer(rendered, signingKey(merchant.platform, request.headers['wechatpay-serial']), now, gateway.nonce())
  } catch (error) {
    return renderAnswer(asOutcome(error), context(request, gateway, gateway.now()))
  }
}

async function serve(
  request: HttpRequest,
  received: ReceivedRequest,
  operation: Operation,
  merchant: Verified<Merchant>,
  gateway: Gateway,
): Promise<Outcome> {
  checkAcceptLanguage(request)
  throwPreferredExample(request, operation)
  const call = await validateCall(received, operation, gateway.document)
  return applyOperation(call, merchant, gateway)
}

function context(request: HttpRequest, { requestId }: Gateway, now: number): AnswerContext {
  return {
    now,
    language: contentLanguage(request),
    requestId: (code) => requestId(now, request.connection.localAddress, code),
  }
}
