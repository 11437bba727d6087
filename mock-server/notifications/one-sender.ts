import { clearInterval, setInterval } from 'node:timers'
import { setTimeout } from 'node:timers/promises'
import type { Store } from '../store/store.ts'

/** After this time without a sign of the sending server, another server may send, because the first one may have been killed. */
const LEASE_MILLISECONDS = 15_000
const RENEWAL_MILLISECONDS = 5_000
const POLL_MILLISECONDS = 50

/**
 * Sends notifications of a merchant once no other server that shares the store is sending them, so that each is sent once.
 *
 * @param signal Ends the wait.
 */
export async function asOneSender(mchid: string, store: Store, send: () => Promise<void>, signal: AbortSignal): Promise<void> {
  while (!(await store.hold(mchid, LEASE_MILLISECONDS))) {
    if (signal.aborted) return
    await setTimeout(POLL_MILLISECONDS)
  }
  // A renewal that fails is repeated; in the meantime the lease still runs.
  const renewal = setInterval(() => void store.hold(mchid, LEASE_MILLISECONDS).catch(() => undefined), RENEWAL_MILLISECONDS)
  try {
    await send()
  } finally {
    clearInterval(renewal)
    // A lease that can't be given back runs out.
    await store.release(mchid).catch(() => undefined)
  }
}
