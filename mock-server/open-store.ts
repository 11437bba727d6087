import { recordReader } from './journal/journal-entry.ts'
import { createMemoryJournal, type JournalLimits } from './journal/memory-journal.ts'
import { createMemoryStore } from './store/memory-store.ts'
import type { CheckRecord } from './store/redis/redis-store.ts'
import type { Store } from './store/store.ts'

/**
 * Opens the store of a server.
 *
 * @param chosen The URL of a Redis that several servers share, or a store that the user has made. With `undefined`, the state is kept in
 * the memory of this process.
 * @param check Checks a record that was read from Redis.
 * @param onFailure Called with an error when Redis is set to remove merchants once its memory is full.
 * @throws {Error} When Redis can't be used, its records have another format, or `@redis/client` is missing.
 */
export async function openStore(
  chosen: string | Store | undefined,
  limits: JournalLimits,
  check?: CheckRecord,
  onFailure: (error: unknown) => void = () => undefined,
): Promise<Store> {
  if (chosen === undefined) return createMemoryStore(createMemoryJournal(limits, recordReader))
  // The server does not close a store that it has not opened.
  if (typeof chosen !== 'string') return { ...chosen, close: async () => undefined }
  // Loaded on demand, for a fast start.
  const [{ connectRedis }, { evictionOf }, { createRedisStore }, { createRedisJournal }] = await Promise.all([
    import('./store/redis/redis.ts'),
    import('./store/redis/eviction.ts'),
    import('./store/redis/redis-store.ts'),
    import('./journal/redis-journal.ts'),
  ])
  const redis = await connectRedis(chosen)
  const eviction = await evictionOf(redis)
  if (eviction) onFailure(eviction)
  return createRedisStore(redis, createRedisJournal(redis, limits, recordReader), check).catch(async (error) => {
    await redis.close()
    throw error
  })
}
