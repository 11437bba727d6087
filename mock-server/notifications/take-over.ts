import { regularly } from '../store/regularly.ts'
import type { Store } from '../store/store.ts'
import { tenantTime } from '../tenant/clock.ts'
import { tenantOf } from '../tenant/stored-tenant.ts'
import { readNotifications } from './notification-list.ts'
import { isPending, nextAttempt } from './notification-state.ts'
import type { Notifier } from './notifier.ts'

/** How often a server looks for overdue notifications, in milliseconds. The server that created a notification has a timer for it. */
const SWEEP_MILLISECONDS = 2_000

/** What a server needs to send the notifications of another server. */
export interface TakeOver {
  readonly store: Store
  readonly notifier: Pick<Notifier, 'catchUp'>
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly onFailure: (error: unknown) => void
}

/**
 * Every two seconds, sends the overdue notifications in a shared store, because the server that would have sent them may have stopped.
 *
 * @returns A function that stops this.
 */
export function takeOver({ store, notifier, now, onFailure }: TakeOver): () => void {
  async function sendOverdue(mchid: string): Promise<void> {
    const [tenant, list] = await Promise.all([tenantOf(mchid, store), readNotifications(mchid, store)])
    const next = list && nextAttempt(list)
    if (!tenant || !next) return rest(mchid)
    const time = tenantTime(tenant.clock, now()).business
    if (next.due <= time) await notifier.catchUp(mchid, time)
  }
  /** Stops looking at a merchant, unless a notification has arrived meanwhile. */
  async function rest(mchid: string): Promise<void> {
    const list = await readNotifications(mchid, store)
    if (!list?.notifications.some(isPending)) await store.rest(mchid)
  }
  async function sweepAll(): Promise<void> {
    const mchids = await store.notifying()
    await Promise.all(mchids.map((mchid) => sendOverdue(mchid).catch(onFailure)))
  }

  // A store that is away is reported elsewhere.
  return regularly(SWEEP_MILLISECONDS, sweepAll)
}
