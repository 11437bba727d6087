import type { NotificationAttempt, Tenant } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { beijingTime } from '../tenant/beijing-time.ts'
import { tenantTime } from '../tenant/clock.ts'
import { type Delivery, deliverNotification } from './deliver-notification.ts'
import { changeNotifications, readNotifications } from './notification-list.ts'
import { afterAttempt, nextAttempt, type PlannedAttempt } from './notification-state.ts'
import { urlForLog } from './url-for-log.ts'

/** What became of one attempt. It has no secrets. */
export interface DeliveryReport {
  readonly mchid: string
  readonly id: string
  readonly event_type: string
  /** Without its query. */
  readonly url: string
  readonly attempt: NotificationAttempt
  /** When the next attempt is due, by the business time; `null` when none is. */
  readonly next_attempt: string | null
}

/** What sends notifications. */
export interface NotifierParts extends Omit<Delivery, 'signal'> {
  readonly store: Store
  readonly onAttempt: (report: DeliveryReport) => void
  /** Called with a bug. */
  readonly onFailure: (error: unknown) => void
}

/** Reads a merchant; `undefined` when it does not exist. */
export async function tenantOf(mchid: string, store: Store): Promise<Tenant | undefined> {
  return (await store.read({ mchid, kind: 'tenant' }))?.value
}

/**
 * Makes the attempts of a merchant that are due, in their order, as if its clock had run from `from` until now.
 *
 * @param from The business time in milliseconds since 1970.
 * @param signal Ends the attempt under way; no other follows.
 */
export async function makeAttempts(mchid: string, from: number, parts: NotifierParts, signal: AbortSignal): Promise<void> {
  const { store, now } = parts
  let shown = from
  let since = now()
  for (;;) {
    const [tenant, list] = await Promise.all([tenantOf(mchid, store), readNotifications(mchid, store)])
    const planned = list && nextAttempt(list)
    if (!tenant || !planned || planned.due > tenantTime(tenant.clock, now()).business || signal.aborted) return
    const passed = tenant.clock.pin === null ? now() - since : 0
    shown = Math.max(planned.due, shown + passed)
    since = now()
    await makeAttempt(planned, tenant, shown, parts, signal)
  }
}

async function makeAttempt(
  planned: PlannedAttempt,
  tenant: Tenant,
  time: number,
  parts: NotifierParts,
  signal: AbortSignal,
): Promise<void> {
  const { mchid } = tenant
  const attempt = await deliverNotification(planned, tenant, time, { ...parts, signal })
  // After a restart it is made again.
  if (signal.aborted) return
  const list = await changeNotifications(mchid, parts.store, (before) => afterAttempt(before, planned, attempt, time))
  const { id, event_type, url } = planned.notification
  const due = list?.notifications.find((record) => record.id === id)?.due ?? null
  parts.onAttempt({
    mchid,
    id,
    event_type,
    url: urlForLog(url),
    attempt,
    next_attempt: due === null ? null : beijingTime(new Date(due)),
  })
}
