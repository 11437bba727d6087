import { setTimeout } from 'node:timers/promises'
import { endClient } from './end-client.ts'
import type { RedisAway } from './redis-away.ts'

/** The methods that the Redis client for a single server and the one for a cluster both have. */
interface Connecting {
  connect(): Promise<unknown>
  destroy(): void
  on(event: 'error' | 'ready', listener: (error?: unknown) => void): unknown
}

/**
 * Connects a client. Closes the client if it does not connect.
 *
 * @param patience How long to wait, in milliseconds.
 * @throws {StoreAway} When the connection fails or takes longer than `patience`. The message ends with the client's last error, if any.
 */
export async function connectWithin(patience: number, client: Connecting, away: Pick<RedisAway, 'connecting'>): Promise<void> {
  let reason: unknown = `no answer for ${patience / 1000} seconds`
  client.on('error', (error) => {
    reason = error
  })
  const over = new AbortController()
  const late = setTimeout(patience, true, { signal: over.signal }).catch(() => false)
  const failed = client.connect().then(
    () => false,
    (error) => {
      reason = error
      return true
    },
  )
  const hasFailed = await Promise.race([failed, late]).finally(() => over.abort())
  if (!hasFailed) return
  endClient(client)
  throw away.connecting(reason)
}
