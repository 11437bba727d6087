import { StoreAway } from '../store-away.ts'
import type { Redis } from './redis.ts'

/**
 * Returns an error if Redis would remove merchants when its memory is full. Returns `undefined` if it would not, or if it does not report
 * its policy.
 */
export async function evictionOf({ command, place }: Pick<Redis, 'command' | 'place'>): Promise<StoreAway | undefined> {
  const memory = String(await command('', 'INFO', 'memory').catch(() => ''))
  // The other policies remove nothing, or only keys that expire. The records of a merchant never expire.
  const [, policy] = /^maxmemory_policy:(allkeys-\S+)/m.exec(memory) ?? []
  if (policy === undefined || !/^maxmemory:[1-9]/m.test(memory)) return undefined
  return new StoreAway(place, `its maxmemory-policy is ${policy}; set it to noeviction`, 'removes merchants when its memory is full')
}
