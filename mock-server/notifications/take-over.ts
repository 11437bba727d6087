import { regularly } from '../store/regularly.ts'
import type { Store } from '../store/store.ts'
import { tenantTime } from '../tenant/clock.ts'
import { tenantOf } from '../tenant/stored-tenant.ts'
import { readNotifications } from './notification-list.ts'
import { isPending, nextAttempt } from './notification-state.ts'
import type { Notifier } from './notifier.ts'

/**
 * How often a server looks for overdue notifications, in milliseconds. Most notifications are never overdue, because the server that
 * created them sends them with a timer.
 */
const SWEEP_MILLISECONDS = 2_000

/** What a server needs to send the notifications that another server created. */
export interface TakeOver {
  readonly store: Store
  readonly notifier: Pick<Notifier, 'catchUp'>
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly onFailure: (error: unknown) => void
}

/**
 * Sends the overdue notifications in a shared store, every two seconds. The server that created them may have stopped before it sent them.
 *
 * @returns A function that ends the search for overdue notifications.
 */
export function takeOver({ store, notifier, now, onFailure }: TakeOver): () => void {
  async function sendOverdue(mchid: string): Promise<void> {
    const [tenant, list] = await Promise.all([tenantOf(mchid, store), readNotifications(mchid, store)])
    const next = list && nextAttempt(list)
    if (!tenant || !next) return rest(mchid)
    const time = tenantTime(tenant.clock, now()).business
    if (next.due <= time) await notifier.catchUp(mchid, time)
  }
  /** Takes a merchant off the store's list of merchants with notifications to send, unless a notification is still pending. */
  async function rest(mchid: string): Promise<void> {
    const list = await readNotifications(mchid, store)
    if (!list?.notifications.some(isPending)) await store.rest(mchid)
  }
  async function sweepAll(): Promise<void> {
    const mchids = await store.notifying()
    await Promise.all(mchids.map((mchid) => sendOverdue(mchid).catch(onFailure)))
  }

  // `regularly` ignores the error when the store can't be reached. Other code reports that error.
  return regularly(SWEEP_MILLISECONDS, sweepAll)
}
