import { clearInterval, setInterval } from 'node:timers'
import { setTimeout } from 'node:timers/promises'
import type { Store } from '../store/store.ts'

/** When the sending server has not renewed its lease for this long, another server may send, because the sending server may have been killed. */
const LEASE_MILLISECONDS = 15_000
const RENEWAL_MILLISECONDS = 5_000
const POLL_MILLISECONDS = 50

/**
 * Waits until no other server that shares the store is sending notifications of this merchant, and then sends them.
 *
 * @param send Sends the notifications. The signal that it gets is aborted when `signal` is, and when another server has taken the lease because
 *   this process or the store stood still.
 * @param signal Ends the wait and the sending.
 * @param pause The time between two renewals of the lease, in milliseconds.
 */
export async function asOneSender(
  mchid: string,
  store: Store,
  send: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
  pause: number = RENEWAL_MILLISECONDS,
): Promise<void> {
  while (!(await store.hold(mchid, LEASE_MILLISECONDS))) {
    if (signal.aborted) return
    await setTimeout(POLL_MILLISECONDS)
  }
  const lost = new AbortController()
  const renew = async () => {
    if (!(await store.hold(mchid, LEASE_MILLISECONDS))) lost.abort()
  }
  // A renewal that fails is repeated; in the meantime the lease still runs.
  const renewal = setInterval(() => void renew().catch(() => undefined), pause)
  try {
    await send(AbortSignal.any([signal, lost.signal]))
  } finally {
    clearInterval(renewal)
    // A lease that can't be given back runs out.
    await store.release(mchid).catch(() => undefined)
  }
}
