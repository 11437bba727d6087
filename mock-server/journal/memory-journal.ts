import type { JournalEntry } from '../store/records.ts'
import type { Journal, WantedEntries } from '../store/store.ts'

/** The default limit for the journals of all tenants together, in bytes. */
export const JOURNAL_BYTES: number = 16 * 1024 * 1024

const ALL: WantedEntries = { before: Number.POSITIVE_INFINITY, count: Number.POSITIVE_INFINITY }

/**
 * Creates journals in memory.
 *
 * @param limit The most entries per tenant.
 * @param bytes The most bytes for all tenants together; the oldest entry of any tenant is dropped first.
 */
export function createMemoryJournal(limit: number, bytes: number = JOURNAL_BYTES): Journal {
  const kept = createKeptEntries(limit, bytes)
  let lastId = 0
  return {
    async append(mchid, { bytes, write }) {
      lastId += 1
      const id = lastId
      kept.put(mchid, id, bytes, () => ({ id, ...write() }))
      return id
    },
    async addDiagnosis(id, diagnosis) {
      const found = kept.find(id)
      if (!found) return
      const entry = { ...found.read(), diagnosis }
      kept.put(found.mchid, id, JSON.stringify(entry).length, () => entry)
    },
    async entries(mchid, { before, count } = ALL) {
      const ids = kept.ids(mchid).reverse()
      const wanted = ids.filter((id) => id < before).slice(0, count)
      return wanted.flatMap((id) => kept.find(id)?.read() ?? [])
    },
    async clear(mchid) {
      for (const id of kept.ids(mchid)) kept.drop(id)
    },
  }
}

interface KeptEntry {
  readonly mchid: string
  readonly bytes: number
  readonly read: () => JournalEntry
}

/** The entries of all tenants, within the limits. */
function createKeptEntries(limit: number, byteLimit: number) {
  // Ordered by time across all tenants, because a Map keeps the order of insertion.
  const entries = new Map<number, KeptEntry>()
  const idsOf = new Map<string, Set<number>>()
  let total = 0

  function drop(id: number): void {
    const entry = entries.get(id)
    if (!entry) return
    total -= entry.bytes
    entries.delete(id)
    const ids = idsOf.get(entry.mchid)
    ids?.delete(id)
    if (ids?.size === 0) idsOf.delete(entry.mchid)
  }

  function makeRoom(ids: ReadonlySet<number>): void {
    const [oldest] = ids
    if (ids.size > limit && oldest !== undefined) drop(oldest)
    for (const id of entries.keys()) {
      if (total <= byteLimit) return
      drop(id)
    }
  }

  return {
    drop,
    put(mchid: string, id: number, bytes: number, read: () => JournalEntry): void {
      total += bytes - (entries.get(id)?.bytes ?? 0)
      entries.set(id, { mchid, bytes, read })
      const ids = idsOf.get(mchid) ?? new Set()
      idsOf.set(mchid, ids.add(id))
      makeRoom(ids)
    },
    find: (id: number) => entries.get(id),
    ids: (mchid: string): number[] => [...(idsOf.get(mchid) ?? [])],
  }
}
