import type { RecordKey, Records } from './records.ts'
import { type Journal, type Store, type Stored, UNCLAIMED } from './store.ts'

/** The records of one tenant, by kind and ID. */
type Shelf = Map<keyof Records, Map<string, Stored<unknown>>>

/** A store in the memory of this process. */
export function createMemoryStore(journal: Journal): Store {
  const shelves = new Map<string, Shelf>()
  let lastVersion = 0
  const stored = <Value>(value: Value): Stored<Value> => {
    lastVersion += 1
    return { value, version: lastVersion }
  }
  const only = <Value>(value: Value) => new Map([['', stored(value)]])

  return {
    journal: { ...journal, append: (mchid, record) => journal.append(shelves.has(mchid) ? mchid : UNCLAIMED, record) },
    async read(key) {
      return recordAt(shelves.get(key.mchid), key)
    },
    async swap(key, version, value) {
      const shelf = shelves.get(key.mchid)
      if (!shelf || recordAt(shelf, key)?.version !== version) return false
      put(shelf, key, value === undefined ? undefined : stored(value))
      return true
    },
    async readAll(mchid) {
      const shelf = shelves.get(mchid)
      const tenant = recordAt(shelf, { mchid, kind: 'tenant' })?.value
      const faults = recordAt(shelf, { mchid, kind: 'faults' })?.value
      return shelf && tenant && faults && { tenant, sub_merchants: valuesOf(shelf, 'sub_merchant'), faults }
    },
    async replace(version, { tenant, sub_merchants, faults }) {
      const { mchid } = tenant
      const shelf: Shelf = shelves.get(mchid) ?? new Map()
      if (recordAt(shelf, { mchid, kind: 'tenant' })?.version !== version) return false
      shelf.set('tenant', only(tenant))
      if (faults) shelf.set('faults', only(faults))
      if (sub_merchants) shelf.set('sub_merchant', new Map(sub_merchants.map((record) => [record.sub_mchid, stored(record)])))
      shelves.set(mchid, shelf)
      return true
    },
    async remove(mchid) {
      await journal.clear(mchid)
      return shelves.delete(mchid)
    },
    async mchids() {
      return [...shelves.keys()]
    },
  }
}

function recordAt<Kind extends keyof Records>(
  shelf: Shelf | undefined,
  { kind, id = '' }: RecordKey<Kind>,
): Stored<Records[Kind]> | undefined {
  return shelf?.get(kind)?.get(id) as Stored<Records[Kind]> | undefined
}

function put(shelf: Shelf, { kind, id = '' }: RecordKey, record: Stored<unknown> | undefined): void {
  const records = shelf.get(kind) ?? new Map<string, Stored<unknown>>()
  shelf.set(kind, records)
  if (record) records.set(id, record)
  else records.delete(id)
}

function valuesOf<Kind extends keyof Records>(shelf: Shelf, kind: Kind): Records[Kind][] {
  return [...(shelf.get(kind)?.values() ?? [])].map(({ value }) => value as Records[Kind])
}
