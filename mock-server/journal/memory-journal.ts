import { once } from '../../contracts/once.ts'
import type { JournalEntry } from '../store/records.ts'
import type { Journal, WantedEntries } from '../store/store.ts'

/** How much the journals of all tenants may hold, in bytes. */
const TOTAL_LIMIT = 64 * 1024 * 1024

type ReadEntry = () => JournalEntry

const ALL: WantedEntries = { before: Number.POSITIVE_INFINITY, count: Number.POSITIVE_INFINITY }

/**
 * Journals in the memory of this process.
 *
 * @param limit How many entries each tenant has at most.
 */
export function createMemoryJournal(limit: number, totalLimit: number = TOTAL_LIMIT): Journal {
  const journals = new Map<string, Map<number, ReadEntry>>()
  // In the order of time over all tenants: a Map keeps the order of insertion.
  const sizes = new Map<number, { readonly mchid: string; readonly bytes: number }>()
  let lastId = 0
  let total = 0

  function drop(mchid: string, id: number): void {
    total -= sizes.get(id)?.bytes ?? 0
    sizes.delete(id)
    const journal = journals.get(mchid)
    journal?.delete(id)
    if (journal?.size === 0) journals.delete(mchid)
  }

  function makeRoom(): void {
    for (const [id, { mchid }] of sizes) {
      if (total <= totalLimit) return
      drop(mchid, id)
    }
  }

  function put(mchid: string, id: number, bytes: number, read: ReadEntry): void {
    const journal = journals.get(mchid) ?? new Map<number, ReadEntry>()
    journals.set(mchid, journal.set(id, read))
    total += bytes - (sizes.get(id)?.bytes ?? 0)
    sizes.set(id, { mchid, bytes })
    const [oldest] = journal.keys()
    if (journal.size > limit && oldest !== undefined) drop(mchid, oldest)
    makeRoom()
  }

  return {
    async append(mchid, { bytes, write }) {
      lastId += 1
      const id = lastId
      put(
        mchid,
        id,
        bytes,
        once(() => ({ id, ...write() })),
      )
      return id
    },
    async addDiagnosis(id, diagnosis) {
      const place = sizes.get(id)
      const read = place && journals.get(place.mchid)?.get(id)
      if (!read) return
      const entry = { ...read(), diagnosis }
      put(place.mchid, id, JSON.stringify(entry).length, () => entry)
    },
    async entries(mchid, { before, count } = ALL) {
      const ids = [...(journals.get(mchid)?.keys() ?? [])].reverse().filter((id) => id < before)
      return ids.slice(0, count).flatMap((id) => journals.get(mchid)?.get(id)?.() ?? [])
    },
    async clear(mchid) {
      for (const id of [...(journals.get(mchid)?.keys() ?? [])]) drop(mchid, id)
    },
  }
}
