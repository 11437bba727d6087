import type { JournalEntry } from '../store/records.ts'
import type { FollowedJournal, Journal, WantedEntries } from '../store/store.ts'
import { createFollowers, type Follower } from './followers.ts'
import { memoryOf } from './memory-of.ts'

/** The default limit for the journals of all tenants together, in bytes. */
export const JOURNAL_BYTES: number = 16 * 1024 * 1024

const ALL: WantedEntries = { before: Number.POSITIVE_INFINITY, count: Number.POSITIVE_INFINITY }

/**
 * Creates journals in memory.
 *
 * @param limit The most entries per tenant.
 * @param bytes The most bytes for all tenants together; the oldest entry of any tenant is dropped first.
 * @param ownBytes The most bytes per tenant.
 */
export function createMemoryJournal(limit: number, bytes: number = JOURNAL_BYTES, ownBytes: number = bytes): Journal {
  const kept = createKeptEntries(limit, bytes, ownBytes)
  const followers = createFollowers()
  let lastId = 0
  return {
    async append(mchid, { bytes, write }) {
      lastId += 1
      const id = lastId
      kept.put(mchid, id, bytes, () => ({ id, ...write() }))
      followers.tell(id)
      return id
    },
    async addDiagnosis(id, diagnosis) {
      const found = kept.find(id)
      if (!found) return
      const { mchid, bytes, read } = found
      kept.put(mchid, id, bytes + memoryOf(JSON.stringify(diagnosis)), () => ({ ...read(), diagnosis }))
      followers.tell(id)
    },
    async entries(mchid, { before, count } = ALL) {
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
    follow(after) {
      // An ID beyond the last one is from before a restart, so everything is new to the reader.
      const first = after === undefined ? lastId : after > lastId ? 0 : after
      return followers.isFull() ? undefined : followed(followers.add(kept.after(first)), kept.find, lastId)
    },
  }
}

/** Reads the entries that a follower is told about. An entry that was dropped in the meantime is left out. */
function followed(follower: Follower, find: (id: number) => KeptEntry | undefined, last: number): FollowedJournal {
  return {
    last,
    async next() {
      for (;;) {
        const { value: id } = await follower.next()
        if (id === undefined) return { done: true, value: undefined }
        const found = find(id)
        if (found) return { done: false, value: { mchid: found.mchid, entry: found.read() } }
      }
    },
    return: () => follower.return(),
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

interface KeptEntry {
  readonly mchid: string
  readonly bytes: number
  readonly read: () => JournalEntry
}

/** The IDs of the entries of a tenant, the oldest first, and their bytes. */
interface OwnEntries {
  readonly ids: Set<number>
  bytes: number
}

/** The entries of all tenants, within the limits. */
function createKeptEntries(limit: number, byteLimit: number, ownByteLimit: number) {
  // Ordered by time across all tenants, because a Map keeps the order of insertion.
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
    put(mchid: string, id: number, bytes: number, read: () => JournalEntry): void {
      const own = count(mchid, bytes - (entries.get(id)?.bytes ?? 0))
      entries.set(id, { mchid, bytes, read })
      own.ids.add(id)
      makeRoom(own)
    },
    find: (id: number) => entries.get(id),
    after: (id: number): number[] => [...entries.keys()].filter((each) => each > id),
    ids: (mchid: string): number[] => [...(ownOf.get(mchid)?.ids ?? [])],
  }
}
