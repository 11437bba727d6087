import { type Diagnostics, explanationOf, startDiagnosis } from './diagnosis/diagnose-refusal.ts'
import { diagnosisHeader, wantsDiagnosis } from './diagnosis/diagnosis-header.ts'
import type { HttpAnswer, HttpRequest } from './edge/http-exchange.ts'
import { applyScripted } from './faults/apply-scripted.ts'
import { NOTHING_SCRIPTED, type ScriptedResult } from './faults/fault-script.ts'
import { signScripted, type WrongSigning } from './faults/sign-scripted.ts'
import { takeFaults } from './faults/take-faults.ts'
import { checkHeaders } from './gateway/check-headers.ts'
import { checkLanguage, readLanguage } from './gateway/content-language.ts'
import { openFields } from './gateway/open-fields.ts'
import { throwPreferredExample } from './gateway/preferred-example.ts'
import { isOfNginx, renderAnswer, renderUnrouted } from './gateway/render-answer.ts'
import { renderError } from './gateway/render-error.ts'
import { validateCall } from './gateway/validate-call.ts'
import { journalRecord } from './journal/journal-entry.ts'
import { reasonsOf } from './journal/reasons.ts'
import type { Metrics } from './metrics/metrics.ts'
import type { Api } from './openapi/index.ts'
import type { CausedNotification, OperationContext, Outcome } from './operations/operation-handler.ts'
import type { RequestContext } from './request-context.ts'
import { UNCLAIMED } from './store/store.ts'
import { countCall, countedKey } from './tenant/call-counts.ts'
import { certificateOf, type VerificationMeans, verifyClaim, warningsAbout } from './tenant/certificates.ts'
import { type Claim, claimedTenant } from './tenant/claimed-tenant.ts'
import { nextSigner, type Signer } from './tenant/next-signer.ts'
import { ownKey, platformCertificate } from './tenant/platform.ts'

/** What {@link answer} needs to answer a request. */
export interface Gateway extends Diagnostics, VerificationMeans {
  readonly api: Api
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly nonce: () => string
  /**
   * With `stateSync`, resolves when all changes so far are in the state file, and rejects with SYSTEM_ERROR when they can't be written. Without
   * `stateSync`, resolves at once.
   */
  readonly settled: () => Promise<void>
  readonly requestId: (now: number, localAddress: string, code: number) => string
  readonly metrics: Pick<Metrics, 'signing'>
  /** Schedules a notification that a call of this merchant causes. Resolves when the notification is scheduled or refused. */
  readonly notify: (mchid: string, caused: CausedNotification) => Promise<void>
  /** Called with an error that the client did not cause, such as a bug or a store that can't be used. */
  readonly onFailure: (error: unknown) => void
}

/**
 * Answers a request: checks it, applies the operation and renders the answer. If the request is refused before its signature is verified,
 * the answer is unsigned.
 *
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012365870
 */
export async function answer(request: HttpRequest, server: Gateway): Promise<HttpAnswer> {
  const claim = await claimedTenant(request, server.store, server.now()) // decides which clock and which journal are used
  const gateway = { ...server, store: claim.store }
  const context = { request, claim, language: readLanguage(request) }
  const operation = await gateway.api.route(request.method, request.target) // 404, 405
  if (typeof operation === 'number') return finish({ status: operation }, context, gateway)
  let signer: Signer | undefined
  let scripted = NOTHING_SCRIPTED
  let warnings: readonly string[] = []
  try {
    const received = checkHeaders(request, operation) // 400
    const tenant = await verifyClaim(received, claim, gateway) // 401: credentials, timestamp, certificate, signature
    warnings = warningsAbout(claim)
    signer = await nextSigner(tenant, request.headers['wechatpay-serial'], gateway, operation.requiresPlatformSerial)
    checkLanguage(context.language) // 406
    throwPreferredExample(request, operation) // an error example that the request asks for
    const call = openFields(await validateCall(received, operation, gateway.api), signer.named, gateway.platformKeys) // 400
    scripted = await takeFaults(call, tenant.mchid, gateway.store, claim.time.business) // the results that a test scripted
    const outcome = await applyScripted(call, scripted, { ...contextOf(claim, signer, gateway), tenant }).finally(gateway.settled) // the business rules
    return await finish(outcome, { ...context, operation, signer, scripted, warnings }, gateway)
  } catch (error) {
    return finish(renderError(error, operation, gateway.onFailure), { ...context, operation, signer, scripted, warnings }, gateway)
  }
}

function contextOf(claim: Claim, { serial: signerSerial }: Signer, gateway: Gateway): Omit<OperationContext, 'tenant'> {
  const { store, platformKeys, nonce, onFailure } = gateway
  // The call succeeds even if its notification can't be scheduled.
  const notify = (caused: CausedNotification) => gateway.notify(claim.mchid ?? UNCLAIMED, caused).catch(onFailure)
  return { certificate: certificateOf(claim), signerSerial, now: claim.time.business, store, platformKeys, nonce, notify }
}

async function finish(outcome: Outcome, context: RequestContext, gateway: Gateway): Promise<HttpAnswer> {
  const { request, claim, signer, scripted = NOTHING_SCRIPTED } = context
  const rendered = render(outcome, context, gateway)
  // Every 401 is unsigned, as on the live gateway, even if the request asked for the 401 or a test scripted it.
  const isSigned = signer !== undefined && outcome.status !== 401 && !isOfNginx(outcome)
  const sign = async (by: Signer) => signScripted(rendered, signingOf(by, claim, gateway), scripted)
  const signed = isSigned ? await gateway.metrics.signing.time(() => sign(signer)) : rendered
  const explained = { ...signed, reasons: reasonsOf(context, outcome, signed, isSigned) }
  const explain = explanationOf(context, outcome, gateway)
  const record = journalRecord(context, outcome, explained, explain !== undefined)
  // The request has been carried out, so a failure to record it does not change its answer.
  const lost = (error: unknown) => void gateway.onFailure(error)
  const { journal } = gateway.store
  const appended = journal.append(claim.tenant?.mchid ?? UNCLAIMED, record).catch(lost)
  await countForMigration(context, gateway).catch(lost)
  const needsId = explain !== undefined || wantsDiagnosis(request)
  const id = await (needsId || !journal.sent ? appended : journal.sent())
  // There is no ID when the journal could not store the entry, or when the answer waited only for `journal.sent()`.
  if (id === undefined) return { ...explained, delivery: deliveryOf(scripted) }
  const diagnosis = explain ? startDiagnosis(id, explain, context, outcome, explained, gateway) : null
  const headers = wantsDiagnosis(request) ? { ...signed.headers, 'Mock-Diagnosis': diagnosisHeader(await diagnosis) } : signed.headers
  return { ...explained, headers, delivery: deliveryOf(scripted) }
}

function deliveryOf({ delay, result }: ScriptedResult): NonNullable<HttpAnswer['delivery']> {
  return { delay, wire: result?.wire }
}

/** Counts a verified call by the platform key that it names, if the merchant is migrating to the public key. */
async function countForMigration({ claim, operation, signer }: RequestContext, { store, platformKeys, settled }: Gateway): Promise<void> {
  const { mchid, migration } = claim.tenant ?? {}
  if (!migration || !mchid || !operation || !signer) return
  const key = countedKey(signer.named, platformKeys)
  await countCall({ mchid, operation: operation.id, migration, businessNow: claim.time.business, key }, store)
  // A failed write of the state file is reported elsewhere.
  await settled().catch(() => undefined)
}

function signingOf(signer: Signer, { tenant, time }: Claim, { nonce, platformKeys }: Gateway): WrongSigning {
  return {
    signer,
    now: time.gateway,
    nonce: nonce(),
    certificate: () => platformCertificate(tenant?.platform, platformKeys),
    own: () => ownKey(tenant),
  }
}

function render(outcome: Outcome, { request, claim, language, operation }: RequestContext, { requestId }: Gateway): HttpAnswer {
  const now = claim.time.gateway
  if (!operation) return renderUnrouted(outcome.status, request.target, now)
  return renderAnswer(outcome, { now, language, requestId: (code) => requestId(now, request.connection.localAddress, code) })
}
