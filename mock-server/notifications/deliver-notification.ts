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

/** What an attempt to deliver a notification needs in addition to the notification. */
export interface Delivery {
  readonly platformKeys: PlatformKeys
  readonly rules: TargetRules
  /** Returns the time of the server's own clock, in milliseconds since 1970. */
  readonly now: () => number
  readonly nonce: () => string
  /** Ends the attempt when it is aborted. */
  readonly signal: AbortSignal
  /** Called when the whole request has been sent. */
  readonly onSent: () => void
}

/**
 * How long WeChat Pay waits for the answer of the handler, which is the merchant's program that receives notifications.
 *
 * @see https://pay.weixin.qq.com/docs/partner/development/practices/notification-considerations.html
 */
const ANSWER_MILLISECONDS = 5_000
/** How many characters of the body of the handler's answer are kept. */
const KEPT_CHARACTERS = 1_024

/**
 * Makes one attempt to deliver a notification. Each attempt encrypts and signs the notification again.
 *
 * @param time The merchant's business time at which the attempt begins, in milliseconds since 1970.
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
 * Returns the platform key that signs a notification. If the record of the notification names a key, returns that key. Otherwise, chooses
 * a key by percentages: each platform key signs a share of the notifications. During a migration, the day decides the share of the public
 * key.
 */
function signerOf({ id, serial_no }: NotificationRecord, tenant: Tenant, time: number, keys: PlatformKeys): PlatformKey {
  return platformKey(keys, serial_no ?? callbackSerial(tenant, id, time, keys))
}

/**
 * Returns why an answer does not accept the notification, or `null` when it does. A complete answer with a status 2xx accepts it, whatever
 * its body.
 */
function failureOf({ status, failure }: HandlerAnswer): string | null {
  if (failure !== null || status === null) return failure ?? 'No answer'
  if (status >= 200 && status <= 299) return null
  return status >= 300 && status <= 399 ? `The answer is ${status}, and redirects are not followed` : `The answer is ${status}, not 2xx`
}
