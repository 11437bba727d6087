import type { NotificationAttempt, Tenant } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { beijingTime } from '../tenant/beijing-time.ts'
import { tenantTime } from '../tenant/clock.ts'
import { tenantOf } from '../tenant/stored-tenant.ts'
import { type Delivery, deliverNotification } from './deliver-notification.ts'
import { changeNotifications, readNotifications } from './notification-list.ts'
import { afterAttempt, attemptsAtOnce, type PlannedAttempt } from './notification-state.ts'
import { urlForLog } from './url-for-log.ts'

/** The result of one attempt. */
export interface DeliveryReport {
  readonly mchid: string
  readonly id: string
  readonly event_type: string
  /** Without its query, user name and password. */
  readonly url: string
  readonly attempt: NotificationAttempt
  /** When the next attempt is due, by the merchant's business time; `null` when no attempt follows. */
  readonly next_attempt: string | null
}

/** What a notifier needs to send notifications. */
export interface NotifierParts extends Omit<Delivery, 'signal' | 'onSent'> {
  readonly store: Store
  readonly onAttempt: (report: DeliveryReport) => void
  /** Called with an error that is a bug, or with the error of a store that can't be used. */
  readonly onFailure: (error: unknown) => void
}

/**
 * Makes a merchant's due attempts, as if the merchant's clock had run from `from` until now. The attempts begin in the order in which they
 * are due. Attempts of different notifications run at the same time.
 *
 * @param from The merchant's business time in milliseconds since 1970.
 * @param signal When it is aborted, running attempts end early and no others begin.
 */
export async function makeAttempts(mchid: string, from: number, parts: NotifierParts, signal: AbortSignal): Promise<void> {
  const { store, now } = parts
  let shown = from
  let since = now()
  while (!signal.aborted) {
    const [tenant, list] = await Promise.all([tenantOf(mchid, store), readNotifications(mchid, store)])
    if (!tenant || !list) return
    const planned = attemptsAtOnce(list, tenantTime(tenant.clock, now()).business)
    if (planned.length === 0) return
    await beginInOrder(planned, async (attempt, onSent) => {
      if (signal.aborted) return
      const passed = tenant.clock.pin === null ? now() - since : 0
      shown = Math.max(attempt.due, shown + passed)
      since = now()
      await makeAttempt(attempt, tenant, shown, { ...parts, signal, onSent })
    })
  }
}

/**
 * Begins the attempts in the given order, and waits until all have ended. An attempt begins when the request of the previous attempt has
 * been sent, so that handlers receive the requests in this order. It waits at most 200 milliseconds for that.
 *
 * @param begin Makes an attempt, and calls `onSent` when the request has been sent.
 * @throws {unknown} The error of the first attempt for which `begin` rejects. It is thrown after all attempts have ended.
 */
async function beginInOrder(
  planned: readonly PlannedAttempt[],
  begin: (attempt: PlannedAttempt, onSent: () => void) => Promise<void>,
): Promise<void> {
  const ended: Promise<PromiseSettledResult<void>[]>[] = []
  for (const attempt of planned) {
    const { promise: sent, resolve } = Promise.withResolvers<void>()
    const end = Promise.allSettled([begin(attempt, resolve)])
    ended.push(end)
    const patience = setTimeout(resolve, SENT_MILLISECONDS)
    await Promise.race([sent, end])
    clearTimeout(patience)
  }
  const failed = (await Promise.all(ended)).flat().find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
}

/** How long a host that accepts no connection delays the next attempt. */
const SENT_MILLISECONDS = 200

async function makeAttempt(planned: PlannedAttempt, tenant: Tenant, time: number, parts: NotifierParts & Delivery): Promise<void> {
  const { mchid } = tenant
  const attempt = await deliverNotification(planned, tenant, time, parts)
  // An attempt that was ended early does not count: it is made again, unless its notification is gone.
  if (parts.signal.aborted) return
  const list = await changeNotifications(mchid, parts.store, (before) => afterAttempt(before, planned, attempt, time))
  const { id, event_type, url } = planned.notification
  const due = list?.notifications.find((record) => record.id === id)?.due ?? null
  parts.onAttempt({
    mchid,
    id,
    event_type,
    url: urlForLog(url),
    attempt,
    next_attempt: due === null ? null : beijingTime(due),
  })
}
