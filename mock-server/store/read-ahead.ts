import type { RecordKey } from './records.ts'
import type { Store } from './store.ts'

/** A store that can read several records with one message. */
type DistantStore = Store & Required<Pick<Store, 'readSeveral'>>

/** Whether reading several records at once saves messages. */
export function isDistant(store: Store): store is DistantStore {
  return store.readSeveral !== undefined
}

/**
 * Reads records that will probably be needed together, so that a store on the network gets one message instead of several.
 *
 * @param keys The keys of the records, which must all belong to the same tenant.
 * @returns A store that has these records in memory. Its first read of a record returns the record in memory. Later reads of this record go
 *   to `store`, so that a retried change sees the newest record.
 */
export async function readAhead(store: DistantStore, keys: readonly RecordKey[]): Promise<Store> {
  const records = await store.readSeveral(keys)
  const ahead = new Map(keys.map((key, index) => [nameOf(key), records[index]]))
  return {
    ...store,
    async read(key) {
      const name = nameOf(key)
      if (!ahead.has(name)) return store.read(key)
      const record = ahead.get(name)
      ahead.delete(name)
      return record as Awaited<ReturnType<typeof store.read<typeof key.kind>>>
    },
  }
}

function nameOf({ mchid, kind, id = '' }: RecordKey): string {
  return `${mchid} ${kind} ${id}`
}
