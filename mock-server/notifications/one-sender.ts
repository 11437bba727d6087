import { clearInterval, setInterval } from 'node:timers'
import { setTimeout } from 'node:timers/promises'
import type { Store } from '../store/store.ts'

/**
 * How long a lease lasts after it was taken or renewed. After this time another server may send, because the server that held the lease may
 * have been killed.
 */
const LEASE_MILLISECONDS = 15_000
const RENEWAL_MILLISECONDS = 5_000
const POLL_MILLISECONDS = 50

/**
 * Waits until no other server that shares the store is sending the notifications of this merchant. Then takes a lease and calls `send`.
 *
 * @param send Sends the notifications. The signal that it gets is aborted together with `signal`, or when this server has lost the
 *   lease because this process or the store stood still for too long.
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
  // A failed renewal is repeated after the next pause. The lease lasts longer than a pause.
  const renewal = setInterval(() => void renew().catch(() => undefined), pause)
  try {
    await send(AbortSignal.any([signal, lost.signal]))
  } finally {
    clearInterval(renewal)
    // If the release fails, the lease ends by itself after LEASE_MILLISECONDS.
    await store.release(mchid).catch(() => undefined)
  }
}
