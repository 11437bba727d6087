import type { Journal, JournalEntry } from './store.ts'

/** How much the journals of all tenants may hold, in characters of JSON. */
const TOTAL_LIMIT = 64 * 1024 * 1024

/**
 * Journals in the memory of this process.
 *
 * @param limit How many entries each tenant has at most.
 */
export function createMemoryJournal(limit: number, totalLimit: number = TOTAL_LIMIT): Journal {
  const journals = new Map<string, Map<number, JournalEntry>>()
  // In the order of time over all tenants: a Map keeps the order of insertion.
  const sizes = new Map<number, { readonly mchid: string; readonly size: number }>()
  let lastId = 0
  let total = 0

  function drop(mchid: string, id: number): void {
    total -= sizes.get(id)?.size ?? 0
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

  function put(mchid: string, id: number, entry: Omit<JournalEntry, 'id'>): void {
    const journal = journals.get(mchid) ?? new Map<number, JournalEntry>()
    journals.set(mchid, journal.set(id, { id, ...entry }))
    const { length: size } = JSON.stringify(entry)
    total += size - (sizes.get(id)?.size ?? 0)
    sizes.set(id, { mchid, size })
    const [oldest] = journal.keys()
    if (journal.size > limit && oldest !== undefined) drop(mchid, oldest)
    makeRoom()
  }

  return {
    async append(mchid, entry) {
      lastId += 1
      put(mchid, lastId, entry)
      return lastId
    },
    async addDiagnosis(id, diagnosis) {
      const place = sizes.get(id)
      const found = place && journals.get(place.mchid)?.get(id)
      if (!found) return
      const { id: _, ...entry } = found
      put(place.mchid, id, { ...entry, diagnosis })
    },
    async entries(mchid) {
      return [...(journals.get(mchid)?.values() ?? [])].reverse()
    },
    async clear(mchid) {
      for (const id of [...(journals.get(mchid)?.keys() ?? [])]) drop(mchid, id)
    },
  }
}
