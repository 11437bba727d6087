import type { JournalLimits } from '../../../../mock-server/journal/memory-journal.ts'
import { createRedisJournal } from '../../../../mock-server/journal/redis-journal.ts'
import { connectRedis } from '../../../../mock-server/store/redis/redis.ts'
import { createRedisStore } from '../../../../mock-server/store/redis/redis-store.ts'
import type { Store } from '../../../../mock-server/store/store.ts'
import { MANY } from '../conformance/store-cases.ts'
import { JSON_READER } from '../stored-tenant.ts'

/** Opens a store in Redis. Its journal can read the records that `recordNamed` makes. */
export async function openRedisStore(url: string, limits: JournalLimits = MANY, patience?: number): Promise<Store> {
  const redis = await connectRedis(url, patience)
  return createRedisStore(redis, createRedisJournal(redis, limits, JSON_READER)).catch(async (error) => {
    await redis.close()
    throw error
  })
}
