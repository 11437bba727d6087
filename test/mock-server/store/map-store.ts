import {
  createMemoryJournal,
  type JournalLimits,
  type JournalRecord,
  type RecordKey,
  type RecordReader,
  type Records,
  recordReader,
  type Store,
  type Stored,
  type TenantState,
} from '../../../mock-server/index.ts'

/** The records of one merchant, by kind and ID: the JSON and the version of each. A database would have a row for each record. */
type Rows = Map<string, { readonly json: string; readonly version: number }>

/** The limits of the journals: entries per merchant, bytes of all merchants together, and bytes per merchant. */
const LIMITS: JournalLimits = { entries: 1_000, bytes: 16_777_216, ownBytes: 4_194_304 }

export function createMapStore(limits: JournalLimits = LIMITS, reader: RecordReader = recordReader): Store {
  const merchants = new Map<string, Rows>()
  let lastVersion = 0
  let lastNumber = -1

  const nameOf = ({ kind, id = '' }: RecordKey) => `${kind} ${id}`
  const stored = <Kind extends keyof Records>(key: RecordKey<Kind>): Stored<Records[Kind]> | undefined => {
    const row = merchants.get(key.mchid)?.get(nameOf(key))
    // A new object each time: nobody may change what is in the store.
    return row && { value: JSON.parse(row.json), version: row.version }
  }
  // No version may be used twice, not even when a record is removed and created again.
  const put = (rows: Rows, name: string, value: unknown) => {
    lastVersion += 1
    rows.set(name, { json: JSON.stringify(value), version: lastVersion })
  }

  const records = {
    read: async <Kind extends keyof Records>(key: RecordKey<Kind>) => stored(key),
    // Writes a record only if it still has the version that was read. In a database, use one statement with the version in its WHERE.
    async swap<Kind extends keyof Records>(key: RecordKey<Kind>, version: number | undefined, value: Records[Kind] | undefined) {
      const rows = merchants.get(key.mchid)
      if (!rows || stored(key)?.version !== version) return false
      if (value === undefined) rows.delete(nameOf(key))
      else put(rows, nameOf(key), value)
      return true
    },
  }

  const tenants = {
    async readAll(mchid: string): Promise<TenantState | undefined> {
      const one = <Kind extends keyof Records>(kind: Kind) => stored({ mchid, kind })?.value
      const [tenant, faults, notifications] = [one('tenant'), one('faults'), one('notifications')]
      if (!tenant || !faults || !notifications) return undefined
      // Sub-merchants must be in the order in which they were created. A Map keeps that order; a database must do so, too.
      const own = [...(merchants.get(mchid) ?? [])].filter(([name]) => name.startsWith('sub_merchant '))
      return { tenant, sub_merchants: own.map(([, { json }]) => JSON.parse(json)), faults, notifications, calls: one('calls') ?? [] }
    },
    // Replaces the given parts of a merchant's state; the other parts stay. It must be atomic, because calls may arrive meanwhile.
    async replace(version: number | undefined, state: Partial<TenantState> & Pick<TenantState, 'tenant'>) {
      const { mchid } = state.tenant
      if (stored({ mchid, kind: 'tenant' })?.version !== version) return false
      const rows: Rows = merchants.get(mchid) ?? new Map()
      const { sub_merchants, ...single } = state
      for (const [kind, value] of Object.entries(single)) if (value !== undefined) put(rows, `${kind} `, value)
      if (sub_merchants) for (const name of [...rows.keys()]) if (name.startsWith('sub_merchant ')) rows.delete(name)
      for (const record of sub_merchants ?? []) put(rows, `sub_merchant ${record.sub_mchid}`, record)
      merchants.set(mchid, rows)
      return true
    },
    async remove(mchid: string) {
      await journal.clear(mchid)
      return merchants.delete(mchid)
    },
    mchids: async () => [...merchants.keys()],
    // The server makes the IDs of new merchants from these numbers, so no two processes may get the same number.
    nextNumber: async () => (lastNumber += 1),
  }

  // These methods are enough for one process. With several processes, `hold` must let only one process at a time send a merchant's
  // notifications. `notifying` must list the merchants that have notifications to send.
  const notifications = {
    hold: async () => true,
    release: async () => undefined,
    notifying: async () => [],
    rest: async () => undefined,
  }

  // The server's default journal, in memory. If several processes should show the same requests, write your own journal.
  const kept = createMemoryJournal(limits, reader)
  const journal = {
    ...kept,
    // If the merchant of a request does not exist, the request is added under an empty merchant ID.
    append: (mchid: string, record: JournalRecord) => kept.append(merchants.has(mchid) ? mchid : '', record),
  }

  return {
    ...records,
    ...tenants,
    ...notifications,
    journal,
    // `check` and all methods above must throw StoreAway when the store can't be used.
    check: async () => undefined,
    close: async () => undefined,
  }
}
