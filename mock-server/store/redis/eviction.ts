import { StoreAway } from '../store-away.ts'
import type { Redis } from './redis.ts'

/** The error for a Redis that removes keys when its memory is full; `undefined` for another one, or one that does not say. */
export async function evictionOf({ command, place }: Pick<Redis, 'command' | 'place'>): Promise<StoreAway | undefined> {
  const memory = String(await command('', 'INFO', 'memory').catch(() => ''))
  // The other policies remove nothing, or only keys with an end, which no record of a merchant has.
  const [, policy] = /^maxmemory_policy:(allkeys-\S+)/m.exec(memory) ?? []
  if (policy === undefined || !/^maxmemory:[1-9]/m.test(memory)) return undefined
  return new StoreAway(place, `its maxmemory-policy is ${policy}; set it to noeviction`, 'removes merchants when its memory is full')
}
