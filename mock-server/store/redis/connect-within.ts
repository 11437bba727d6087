import { setTimeout } from 'node:timers/promises'
import { errorMessage } from '../../../contracts/error-message.ts'
import { StoreAway } from '../store-away.ts'
import { endClient } from './end-client.ts'

/** What the client of a single server and the client of a cluster have in common. */
interface Connecting {
  connect(): Promise<unknown>
  destroy(): void
  on(event: 'error' | 'ready', listener: (error?: unknown) => void): unknown
}

/**
 * Waits until a client is connected.
 *
 * @param patience How long to wait, in milliseconds.
 * @param place Where the store is, without a password.
 * @throws {StoreAway} When it is not connected in this time; the reason is the last error.
 */
export async function connectWithin(patience: number, client: Connecting, place: string): Promise<void> {
  let reason = `no answer for ${patience / 1000} seconds`
  client.on('error', (error) => {
    reason = errorMessage(error)
  })
  const over = new AbortController()
  const late = setTimeout(patience, true, { signal: over.signal }).catch(() => false)
  const connected = client.connect().then(
    () => false,
    (error) => {
      reason = errorMessage(error)
      return true
    },
  )
  const isLate = await Promise.race([connected, late]).finally(() => over.abort())
  if (!isLate) return
  endClient(client)
  throw new StoreAway(place, reason)
}
