import type { SignedMessage } from '../gateway/sign-message.ts'
import type { NotificationAttempt, NotificationRecord, Tenant } from '../store/records.ts'
import { beijingTime } from '../tenant/beijing-time.ts'
import { callbackSerial } from '../tenant/callback-serial.ts'
import { tenantTime } from '../tenant/clock.ts'
import { ownKey, type PlatformKey, type PlatformKeys, platformCertificate, platformKey } from '../tenant/platform.ts'
import { resourceSealing } from '../tenant/resource-sealing.ts'
import { allowedTarget, type TargetRules } from './allowed-target.ts'
import { signedNotification } from './forge-notification.ts'
import type { PlannedAttempt } from './notification-state.ts'
import { type HandlerAnswer, postNotification } from './post-notification.ts'
import { RefusedNotification } from './refused-notification.ts'

/** What an attempt needs besides the notification. */
export interface Delivery {
  readonly platformKeys: PlatformKeys
  readonly rules: TargetRules
  /** Milliseconds since 1970, by the server's own clock. */
  readonly now: () => number
  readonly nonce: () => string
  /** Ends the attempt when it is aborted. */
  readonly signal: AbortSignal
  /** Called when the whole request has left. */
  readonly onSent: () => void
}

/** How long WeChat Pay waits for an answer: https://pay.weixin.qq.com/docs/partner/development/practices/notification-considerations.html */
const ANSWER_MILLISECONDS = 5_000
/** How much of a handler's answer is kept. */
const KEPT_CHARACTERS = 1_024

/**
 * Makes one attempt to deliver a notification, which is encrypted and signed anew.
 *
 * @param time When the attempt begins, by the merchant's business time in milliseconds since 1970.
 */
export async function deliverNotification(
  planned: PlannedAttempt,
  tenant: Tenant,
  time: number,
  delivery: Delivery,
): Promise<NotificationAttempt> {
  const { notification, fault } = planned
  const begun = { time: beijingTime(time), fault }
  const target = await allowedTarget(notification.url, delivery.rules).catch(refusalOf)
  if (target instanceof RefusedNotification)
    return { ...begun, status: null, milliseconds: 0, failure: target.message, serial_no: null, body: '' }
  const signer = signerOf(notification, tenant, time, delivery.platformKeys)
  const message = await messageOf(planned, signer, tenant, delivery)
  const wire = fault === 'slow' || fault === 'cut' ? fault : undefined
  const { signal, onSent } = delivery
  const answer = await postNotification(target, message, { limit: ANSWER_MILLISECONDS, wire, signal, onSent })
  const { status, milliseconds, body } = answer
  const serial_no = message.headers['Wechatpay-Serial'] ?? null
  return { ...begun, status, milliseconds, failure: failureOf(answer), serial_no, body: body.slice(0, KEPT_CHARACTERS) }
}

function refusalOf(error: unknown): RefusedNotification {
  if (error instanceof RefusedNotification) return error
  throw error
}

function messageOf(
  { notification, fault }: PlannedAttempt,
  signer: PlatformKey,
  tenant: Tenant,
  { platformKeys, now, nonce }: Delivery,
): Promise<SignedMessage> {
  const signing = {
    signer,
    now: tenantTime(tenant.clock, now()).gateway,
    nonce: nonce(),
    certificate: () => platformCertificate(tenant.platform, platformKeys),
    own: () => ownKey(tenant),
  }
  const forgery = fault === 'slow' || fault === 'cut' || fault === null ? undefined : fault
  return signedNotification(notification, resourceSealing(nonce()), signing, forgery)
}

/**
 * Returns the key that the notification's record names. If the record names none, chooses the key by the shares of the platform keys or, during a
 * migration, by the share of the day.
 */
function signerOf({ id, serial_no }: NotificationRecord, tenant: Tenant, time: number, keys: PlatformKeys): PlatformKey {
  return platformKey(keys, serial_no ?? callbackSerial(tenant, id, time, keys))
}

/** Why an answer does not accept the notification; `null` when it does. The body of a 2xx does not matter. */
function failureOf({ status, failure }: HandlerAnswer): string | null {
  if (failure !== null || status === null) return failure ?? 'No answer'
  if (status >= 200 && status <= 299) return null
  return status >= 300 && status <= 399 ? `The answer is ${status}, and redirects are not followed` : `The answer is ${status}, not 2xx`
}
