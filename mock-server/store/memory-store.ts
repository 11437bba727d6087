import type { RecordKey, Records, Tenant, TenantState } from './records.ts'
import { type Journal, type Store, type Stored, UNCLAIMED } from './store.ts'

/** The records of one tenant, by kind and ID. */
type Shelf = Map<keyof Records, Map<string, Stored<unknown>>>

type Version = <Value>(value: Value) => Stored<Value>

/** A store in the memory of this process. */
export function createMemoryStore(journal: Journal): Store {
  const shelves = new Map<string, Shelf>()
  const version = createVersions()
  let numbers = 0
  return {
    journal: { ...journal, append: (mchid, record) => journal.append(shelves.has(mchid) ? mchid : UNCLAIMED, record) },
    async read(key) {
      return recordAt(shelves.get(key.mchid), key)
    },
    async swap(key, seen, value) {
      const shelf = shelves.get(key.mchid)
      if (!shelf || recordAt(shelf, key)?.version !== seen) return false
      put(shelf, key, value === undefined ? undefined : version(value))
      return true
    },
    async readAll(mchid) {
      const shelf = shelves.get(mchid)
      return shelf && stateOn(shelf, mchid)
    },
    async replace(seen, state) {
      const { mchid } = state.tenant
      const shelf: Shelf = shelves.get(mchid) ?? new Map()
      if (recordAt<'tenant'>(shelf, { mchid, kind: 'tenant' })?.version !== seen) return false
      shelves.set(mchid, putAll(shelf, state, version))
      return true
    },
    async remove(mchid) {
      await journal.clear(mchid)
      return shelves.delete(mchid)
    },
    async mchids() {
      return [...shelves.keys()]
    },
    async nextNumber() {
      numbers += 1
      return numbers - 1
    },
    hold: async () => true,
    release: async () => undefined,
    notifying: async () => [],
    rest: async () => undefined,
    check: async () => undefined,
    close: async () => undefined,
  }
}

function createVersions(): Version {
  let last = 0
  return (value) => {
    last += 1
    return { value, version: last }
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

function stateOn(shelf: Shelf, mchid: string): TenantState | undefined {
  const tenant = recordAt(shelf, { mchid, kind: 'tenant' })?.value
  const faults = recordAt(shelf, { mchid, kind: 'faults' })?.value
  const calls = recordAt(shelf, { mchid, kind: 'calls' })?.value ?? []
  const subMerchants = [...(shelf.get('sub_merchant')?.values() ?? [])].map(({ value }) => value as Records['sub_merchant'])
  const notifications = recordAt(shelf, { mchid, kind: 'notifications' })?.value
  return tenant && faults && notifications && { tenant, sub_merchants: subMerchants, faults, notifications, calls }
}

function putAll(shelf: Shelf, state: Partial<TenantState> & { readonly tenant: Tenant }, version: Version): Shelf {
  const { tenant, sub_merchants, faults, notifications, calls } = state
  shelf.set('tenant', new Map([['', version(tenant)]]))
  if (faults) shelf.set('faults', new Map([['', version(faults)]]))
  if (notifications) shelf.set('notifications', new Map([['', version(notifications)]]))
  if (calls) shelf.set('calls', new Map([['', version(calls)]]))
  if (sub_merchants) shelf.set('sub_merchant', new Map(sub_merchants.map((record) => [record.sub_mchid, version(record)])))
  return shelf
}
