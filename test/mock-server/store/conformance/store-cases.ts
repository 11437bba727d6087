import type { JournalLimits } from '../../../../mock-server/journal/memory-journal.ts'
import type { JournalEntry } from '../../../../mock-server/store/records.ts'
import type { Journal, JournalRecord, Store } from '../../../../mock-server/store/store.ts'
import { tenantOf } from '../stored-tenant.ts'
import type { OpenStore } from './subjects.ts'

/** Opens a store that contains only the merchants 1 to 4. A limit that is not given is higher than a test needs. */
export type Open = (limits?: Partial<JournalLimits>) => Promise<OpenStore>

export const MANY: JournalLimits = { entries: 10_000, bytes: 1e8, ownBytes: 1e8 }

/** Creates the merchants 1 to 4. */
export async function addMerchants(store: Store): Promise<void> {
  for (const mchid of ['1', '2', '3', '4']) await store.replace(undefined, tenantOf(mchid))
}

const ENTRY: Omit<JournalEntry, 'id'> = {
  time: '2023-11-14T22:13:20.000Z',
  mchid: null,
  method: 'GET',
  target: '/',
  operation: null,
  headers: {},
  body: '',
  message: null,
  verdict: null,
  diagnosis: null,
  status: 404,
  wire: null,
  code: null,
  example: null,
  error: null,
  change: null,
  faults: [],
  signer: null,
  request_id: null,
  answer: { headers: {}, body: '' },
}

/** An entry whose target is this name. */
export function entryNamed(name: string, further: Partial<JournalEntry> = {}): Omit<JournalEntry, 'id'> {
  return { ...ENTRY, target: name, ...further }
}

/** The size in bytes of an entry whose name is one letter. */
export const SIZE: number = JSON.stringify(entryNamed('a')).length

/** The journal record of an entry from {@link entryNamed}. */
export function recordNamed(name: string, further: Partial<JournalEntry> = {}, isDiagnosed = false): JournalRecord {
  const text = JSON.stringify(entryNamed(name, further))
  return { bytes: text.length, text, isDiagnosed }
}

/** Adds entries one after another and returns their IDs. `1 a` adds the entry a of merchant 1; ` a` adds an entry without a merchant. */
export async function append(journal: Journal, ...entries: readonly string[]): Promise<number[]> {
  const ids: number[] = []
  for (const entry of entries) {
    const [mchid = '', name = ''] = entry.split(' ')
    ids.push(await journal.append(mchid, recordNamed(name)))
  }
  return ids
}

/** Returns one text for each of these merchants: the names of the merchant's journal entries, the newest first. */
export async function names(journal: Journal, ...mchids: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(mchids.map((mchid) => journal.entries(mchid)))
  return lists.map((entries) => entries.map(({ target }) => target).join(' '))
}
