import type { NotificationOrder } from './notification-order.ts'
import type { Notifier } from './notifier.ts'
import { RefusedNotification, TooManyNotifications } from './refused-notification.ts'
import { urlForLog } from './url-for-log.ts'

/** A notification that was not sent. */
export interface UnsentNotification {
  readonly mchid: string
  readonly event_type: string
  /** The URL without its query, fragment, user name and password. If the text is not a URL, this is `not a URL`. */
  readonly url: string
  /** Why it was not sent. */
  readonly failure: string
}

/**
 * Returns a function that sends a notification after a call. If the notification can't be sent, the function only reports this to
 * `onUnsent`. The call still succeeds, because WeChat Pay accepts a call even if its `notify_url` is useless.
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
