import type { NotificationAttempt, NotificationList, NotificationRecord } from '../store/records.ts'
import { retryDelay } from './retry-schedule.ts'

/** A planned attempt to send a notification. */
export interface PlannedAttempt {
  readonly notification: NotificationRecord
  /** When the attempt is due, by the merchant's business time in milliseconds since 1970. */
  readonly due: number
  readonly isResend: boolean
  /**
   * The fault of this attempt; `null` when the attempt has no fault. A scheduled retry has no fault: after a signature probe (签名探测流量),
   * WeChat Pay also signs the retry correctly.
   */
  readonly fault: NotificationAttempt['fault']
}

/** Whether further attempts may follow. */
export function isPending({ state, resend }: NotificationRecord): boolean {
  return state === 'pending' || resend !== null
}

/** At most this many notifications of a merchant are sent at the same time. */
const AT_ONCE = 16

/** The attempt that is due first, even if it is due in the future; `undefined` when no attempt is planned. */
export function nextAttempt(list: NotificationList): PlannedAttempt | undefined {
  return inOrder(list)[0]
}

/**
 * Returns the attempts that are due at `time` or earlier and can be made at the same time, the earliest first. An attempt may cause a new
 * attempt, such as a retry. The list ends at the time when the first new attempt may be due.
 *
 * @param time The merchant's business time in milliseconds since 1970.
 */
export function attemptsAtOnce(list: NotificationList, time: number): PlannedAttempt[] {
  const attempts: PlannedAttempt[] = []
  let next = Number.POSITIVE_INFINITY
  for (const planned of inOrder(list).slice(0, AT_ONCE)) {
    if (planned.due > time || planned.due >= next) break
    attempts.push(planned)
    next = Math.min(next, earliestAfter(planned, list))
  }
  return attempts
}

function inOrder({ notifications }: NotificationList): PlannedAttempt[] {
  return notifications.flatMap(plannedFor).toSorted((one, other) => one.due - other.due)
}

/** The earliest time at which the end of an attempt can make another attempt due. */
function earliestAfter({ notification, due, isResend }: PlannedAttempt, { notifications }: NotificationList): number {
  const index = notifications.findIndex(({ id }) => id === notification.id)
  if (notifications.slice(0, index).some(isHeld) || notification.fault === 'duplicate') return due
  if (isResend) return notification.due ?? Number.POSITIVE_INFINITY
  return due + (retryDelay(notification.event_type, notification.step) ?? Number.POSITIVE_INFINITY) * 1_000
}

function plannedFor(notification: NotificationRecord): PlannedAttempt[] {
  const { due, resend, fault, step } = notification
  if (resend) return [{ notification, due: resend.at, isResend: true, fault: resend.fault }]
  if (due === null) return []
  const isRight = fault === null || fault === 'duplicate' || fault === 'out_of_order' || step > 0
  return [{ notification, due, isResend: false, fault: isRight ? null : fault }]
}

/** The list after an attempt. Earlier notifications that the fault `out_of_order` has held back become due. */
export function afterAttempt(
  list: NotificationList,
  planned: PlannedAttempt,
  attempt: NotificationAttempt,
  time: number,
): NotificationList {
  const index = list.notifications.findIndex(({ id }) => id === planned.notification.id)
  const notifications = list.notifications.map((one, at) => {
    if (at === index) return planned.isResend ? afterResend(one, attempt) : afterStep(one, attempt, time)
    return at < index && isHeld(one) ? { ...one, due: time } : one
  })
  return { ...list, notifications }
}

function isHeld({ fault, state, due, step }: NotificationRecord): boolean {
  return fault === 'out_of_order' && state === 'pending' && due === null && step === 0
}

function afterResend(record: NotificationRecord, attempt: NotificationAttempt): NotificationRecord {
  const attempts = [...record.attempts, attempt]
  return attempt.failure === null
    ? { ...record, attempts, resend: null, state: 'succeeded', due: null }
    : { ...record, attempts, resend: null }
}

function afterStep(record: NotificationRecord, attempt: NotificationAttempt, time: number): NotificationRecord {
  const done = { ...record, attempts: [...record.attempts, attempt], step: record.step + 1 }
  // A notification that is not pending here was cancelled during the attempt.
  if (record.state !== 'pending') return done
  const hadSucceeded = record.attempts.some(({ failure }) => failure === null)
  if (attempt.failure === null || hadSucceeded)
    return record.fault === 'duplicate' && !hadSucceeded ? { ...done, due: time } : { ...done, state: 'succeeded', due: null }
  const delay = retryDelay(record.event_type, record.step)
  return delay === undefined ? { ...done, state: 'given_up', due: null } : { ...done, due: time + delay * 1_000 }
}

/** The notification after a test cancelled it. */
export function cancelled(record: NotificationRecord): NotificationRecord {
  return isPending(record) ? { ...record, state: record.state === 'pending' ? 'cancelled' : record.state, due: null, resend: null } : record
}
