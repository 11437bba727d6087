import type { NotificationList, NotificationRecord } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { updateRecord } from '../store/update-record.ts'
import { isPending } from './notification-state.ts'
import { TooManyNotifications } from './refused-notification.ts'

/** How many notifications of a merchant are kept. */
const NOTIFICATION_LIMIT = 1_000
/** A notification that has had this many attempts is not resent. The longest retry schedule has 31 attempts. */
const ATTEMPT_LIMIT = 50

/** Reads the notifications of a merchant; `undefined` when the merchant does not exist. */
export async function readNotifications(mchid: string, store: Store): Promise<NotificationList | undefined> {
  return (await store.read({ mchid, kind: 'notifications' }))?.value
}

/** Changes the notifications of a merchant; returns `undefined` when the merchant does not exist. */
export async function changeNotifications(
  mchid: string,
  store: Store,
  change: (list: NotificationList) => NotificationList | Promise<NotificationList>,
): Promise<NotificationList | undefined> {
  return (await updateRecord(store, { mchid, kind: 'notifications' }, (list) => list && change(list))).after
}

/** Changes one notification; returns `undefined` when it does not exist. */
export async function changeNotification(
  mchid: string,
  id: string,
  store: Store,
  change: (record: NotificationRecord) => NotificationRecord,
): Promise<NotificationRecord | undefined> {
  const changed = await changeNotifications(mchid, store, (list) => ({
    ...list,
    notifications: list.notifications.map((record) => (record.id === id ? change(record) : record)),
  }))
  return changed?.notifications.find((record) => record.id === id)
}

/**
 * Adds a notification. When there are a thousand already, the oldest that is not pending is dropped.
 *
 * @throws {TooManyNotifications} When all thousand are pending.
 */
export function withNotification({ made, notifications }: NotificationList, record: NotificationRecord): NotificationList {
  if (notifications.length < NOTIFICATION_LIMIT) return { made: made + 1, notifications: [...notifications, record] }
  const oldest = notifications.findIndex((one) => !isPending(one))
  if (oldest < 0)
    throw new TooManyNotifications(
      `There are ${notifications.length} pending notifications, the most that a merchant can have`,
      NOTIFICATION_LIMIT,
    )
  return { made: made + 1, notifications: [...notifications.toSpliced(oldest, 1), record] }
}

/**
 * Plans one more attempt to send a notification, in addition to the attempts of its retry schedule.
 *
 * @param at The merchant's business time, milliseconds since 1970.
 * @throws {TooManyNotifications} When there have been 50 attempts or more, or a resend is already planned.
 */
export function withResend(
  record: NotificationRecord,
  at: number,
  fault: NonNullable<NotificationRecord['resend']>['fault'],
): NotificationRecord {
  if (record.attempts.length >= ATTEMPT_LIMIT)
    throw new TooManyNotifications(
      `The notification ${record.id} has had ${record.attempts.length} attempts; only a notification with fewer than ${ATTEMPT_LIMIT} can be sent once more`,
      ATTEMPT_LIMIT,
    )
  if (record.resend) throw new TooManyNotifications(`The notification ${record.id} is about to be sent once more`, 1)
  return { ...record, resend: { at, fault } }
}
