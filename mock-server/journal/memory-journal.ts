import type { JournalEntry } from '../store/records.ts'
import { ALL_ENTRIES, type EntrySummary, type FollowedEntry, type Journal, type RecordReader } from '../store/store.ts'
import { createFollowers, followed } from './followers.ts'
import { memoryOf } from './memory-of.ts'

/** The default limit for the journals of all tenants together, in bytes. */
export const JOURNAL_BYTES: number = 16 * 1024 * 1024

/** The limits for a server's journals. */
export interface JournalLimits {
  /** The most entries per tenant. */
  readonly entries: number
  /** The most bytes for all tenants together. Above this limit, the oldest entries are dropped, whichever tenant they belong to. */
  readonly bytes: number
  /** The most bytes per tenant. */
  readonly ownBytes: number
}

/** Creates a journal that keeps the entries of all tenants in memory. */
export function createMemoryJournal({ entries, bytes, ownBytes }: JournalLimits, reader: RecordReader): Journal {
  const kept = createKeptEntries(entries, bytes, ownBytes)
  const followers = createFollowers()
  const find = async (ids: readonly number[]): Promise<FollowedEntry[]> =>
    ids.flatMap((id) => kept.find(id) ?? []).map(({ mchid, summary }) => ({ mchid, entry: summary() }))
  let lastId = 0
  return {
    async append(mchid, { bytes, text }) {
      lastId += 1
      const id = lastId
      const read = () => ({ id, ...reader.entry(text) })
      kept.put(id, { mchid, bytes, read, summary: () => ({ id, ...reader.summary(text) }) })
      followers.tell(id)
      return id
    },
    async addDiagnosis(id, diagnosis) {
      const found = kept.find(id)
      if (!found) return
      const { mchid, read, summary } = found
      const bytes = found.bytes + memoryOf(JSON.stringify(diagnosis))
      kept.put(id, { mchid, bytes, read: () => ({ ...read(), diagnosis }), summary: () => ({ ...summary(), diagnosis }) })
      followers.tell(id)
    },
    async entries(mchid, { before, count } = ALL_ENTRIES) {
      const ids = kept.ids(mchid).reverse()
      const wanted = ids.filter((id) => id < before).slice(0, count)
      return wanted.flatMap((id) => kept.find(id)?.read() ?? [])
    },
    async entry(mchid, id) {
      const found = kept.find(id)
      return found?.mchid === mchid ? found.read() : undefined
    },
    async clear(mchid) {
      for (const id of kept.ids(mchid)) kept.drop(id)
    },
    undiagnosed: async () => [],
    async follow(after) {
      // If `after` is above the last ID, it comes from before a restart. The follower then gets all entries.
      const first = after === undefined ? lastId : after > lastId ? 0 : after
      return followers.isFull() ? undefined : followed(followers.add(kept.after(first)), find, lastId)
    },
  }
}

interface KeptEntry {
  readonly mchid: string
  readonly bytes: number
  readonly read: () => JournalEntry
  readonly summary: () => EntrySummary
}

/** A tenant's entries: their IDs, the oldest first, and the total of their bytes. */
interface OwnEntries {
  readonly ids: Set<number>
  bytes: number
}

function createKeptEntries(limit: number, byteLimit: number, ownByteLimit: number) {
  // The entries of all tenants, the oldest first. A Map keeps the order in which its keys were added.
  const entries = new Map<number, KeptEntry>()
  const ownOf = new Map<string, OwnEntries>()
  let total = 0

  function drop(id: number): void {
    const entry = entries.get(id)
    if (!entry) return
    count(entry.mchid, -entry.bytes).ids.delete(id)
    entries.delete(id)
    if (ownOf.get(entry.mchid)?.ids.size === 0) ownOf.delete(entry.mchid)
  }

  function count(mchid: string, bytes: number): OwnEntries {
    const own = ownOf.get(mchid) ?? { ids: new Set(), bytes: 0 }
    ownOf.set(mchid, own)
    own.bytes += bytes
    total += bytes
    return own
  }

  function makeRoom(own: OwnEntries): void {
    for (const id of own.ids) {
      if (own.ids.size <= limit && own.bytes <= ownByteLimit) break
      drop(id)
    }
    for (const id of entries.keys()) {
      if (total <= byteLimit) return
      drop(id)
    }
  }

  return {
    drop,
    put(id: number, entry: KeptEntry): void {
      const own = count(entry.mchid, entry.bytes - (entries.get(id)?.bytes ?? 0))
      entries.set(id, entry)
      own.ids.add(id)
      makeRoom(own)
    },
    find: (id: number) => entries.get(id),
    after: (id: number): number[] => [...entries.keys()].filter((each) => each > id),
    ids: (mchid: string): number[] => [...(ownOf.get(mchid)?.ids ?? [])],
  }
}
