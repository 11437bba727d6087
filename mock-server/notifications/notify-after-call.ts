import type { NotificationOrder } from './notification-order.ts'
import type { Notifier } from './notifier.ts'
import { RefusedNotification, TooManyNotifications } from './refused-notification.ts'
import { urlForLog } from './url-for-log.ts'

/** A notification that was not sent. */
export interface UnsentNotification {
  readonly mchid: string
  readonly event_type: string
  /** Without its query, user name and password; `not a URL` for a text that is not one. */
  readonly url: string
  /** Why it was not sent. */
  readonly failure: string
}

/**
 * Returns a function that sends a notification after a call. WeChat Pay answers a call whether or not its `notify_url` leads anywhere, so a
 * notification that can't be sent is only reported.
 */
export function notifyAfterCall(
  { notify }: Pick<Notifier, 'notify'>,
  onUnsent: (unsent: UnsentNotification) => void,
): (mchid: string, order: NotificationOrder) => Promise<void> {
  return async (mchid, order) => {
    await notify(mchid, order).catch((error) => {
      if (!(error instanceof RefusedNotification || error instanceof TooManyNotifications)) throw error
      onUnsent({ mchid, event_type: order.event_type, url: urlForLog(order.url), failure: error.message })
    })
  }
}
