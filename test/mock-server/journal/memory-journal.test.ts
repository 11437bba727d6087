import { describe, expect, it } from 'vitest'
import { createMemoryJournal } from '../../../mock-server/journal/memory-journal.ts'
import type { JournalEntry } from '../../../mock-server/store/records.ts'
import type { Journal, JournalRecord } from '../../../mock-server/store/store.ts'

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
const SIZE = JSON.stringify(ENTRY).length

function record(entry: Omit<JournalEntry, 'id'>): JournalRecord {
  const text = JSON.stringify(entry)
  return { bytes: text.length, text, isDiagnosed: false }
}

function journalOf(entries: number, bytes = Number.POSITIVE_INFINITY, ownBytes = bytes): Journal {
  return createMemoryJournal({ entries, bytes, ownBytes }, JSON.parse)
}

async function append(journal: Journal, ...mchids: string[]): Promise<void> {
  for (const mchid of mchids) await journal.append(mchid, record(ENTRY))
}

async function ids(journal: Journal, mchid: string): Promise<number[]> {
  return (await journal.entries(mchid)).map(({ id }) => id)
}

describe('a journal in memory', () => {
  it('returns the newest entry first, and none of another merchant', async () => {
    const journal = journalOf(10)
    await append(journal, '1', '2', '1')
    expect(await journal.entries('1')).toEqual([
      { id: 3, ...ENTRY },
      { id: 1, ...ENTRY },
    ])
    expect(await ids(journal, '2')).toEqual([2])
    expect(await ids(journal, '3')).toEqual([])
  })

  it('keeps a limited number of entries for each merchant', async () => {
    const journal = journalOf(2)
    await append(journal, '1', '2', '1', '1', '1')
    expect(await ids(journal, '1')).toEqual([5, 4])
    expect(await ids(journal, '2')).toEqual([2])
  })

  it('keeps a limited number of bytes in all, and drops the oldest entry of any merchant first', async () => {
    const journal = journalOf(10, 3 * SIZE)
    await append(journal, '1', '2', '2')
    expect([await ids(journal, '1'), await ids(journal, '2')]).toEqual([[1], [3, 2]])
    await append(journal, '2')
    expect([await ids(journal, '1'), await ids(journal, '2')]).toEqual([[], [4, 3, 2]])
    await append(journal, '1')
    expect([await ids(journal, '1'), await ids(journal, '2')]).toEqual([[5], [4, 3]])
  })

  it('keeps a limited number of bytes for each merchant, so that one cannot push out the entries of another', async () => {
    const journal = journalOf(10, 10 * SIZE, 2 * SIZE)
    await append(journal, '1', '2', '2', '2', '2')
    expect([await ids(journal, '1'), await ids(journal, '2')]).toEqual([[1], [5, 4]])
    await journal.append('2', record({ ...ENTRY, body: 'x'.repeat(2 * SIZE) }))
    expect([await ids(journal, '1'), await ids(journal, '2')]).toEqual([[1], []])
    await append(journal, '1', '1')
    expect(await ids(journal, '1')).toEqual([8, 7])
  })

  it('finds an entry by its ID, but not for another merchant', async () => {
    const journal = journalOf(10)
    await append(journal, '1', '2')
    expect(await journal.entry('1', 1)).toEqual({ id: 1, ...ENTRY })
    expect(await journal.entry('1', 2)).toBeUndefined()
    expect(await journal.entry('1', 3)).toBeUndefined()
  })

  it('counts entries by their size', async () => {
    const journal = journalOf(10, 3 * SIZE)
    await append(journal, '1', '1', '1')
    await journal.append('1', record({ ...ENTRY, body: 'x'.repeat(SIZE) }))
    expect(await ids(journal, '1')).toEqual([4, 3])
    await journal.append('1', record({ ...ENTRY, body: 'x'.repeat(3 * SIZE) }))
    expect(await ids(journal, '1')).toEqual([])
    await append(journal, '1', '1', '1')
    expect(await ids(journal, '1')).toEqual([8, 7, 6])
  })

  it('reuses the room of dropped and cleared entries', async () => {
    const journal = journalOf(1, 3 * SIZE)
    await append(journal, '1', '1', '1', '2', '3')
    expect([await ids(journal, '1'), await ids(journal, '2'), await ids(journal, '3')]).toEqual([[3], [4], [5]])
    await journal.clear('2')
    await append(journal, '4')
    expect([await ids(journal, '1'), await ids(journal, '2'), await ids(journal, '4')]).toEqual([[3], [], [6]])
  })

  it('clears one merchant only, and continues the IDs', async () => {
    const journal = journalOf(10)
    await append(journal, '1', '2')
    await journal.clear('1')
    await journal.clear('nobody')
    await append(journal, '1')
    expect([await ids(journal, '1'), await ids(journal, '2')]).toEqual([[3], [2]])
  })

  it('returns the newest entries before an ID, and builds no others', async () => {
    let written = 0
    const read = () => {
      written += 1
      return ENTRY
    }
    const journal = createMemoryJournal({ entries: 10, bytes: 1e6, ownBytes: 1e6 }, read)
    await append(journal, '1', '1', '1', '1', '1')
    expect((await journal.entries('1', { before: 4, count: 2 })).map(({ id }) => id)).toEqual([3, 2])
    expect(written).toBe(2)
  })

  it('returns a list that later entries do not change', async () => {
    const journal = journalOf(10)
    await append(journal, '1')
    const entries = await journal.entries('1')
    await append(journal, '1')
    expect(entries).toHaveLength(1)
  })

  it('adds a diagnosis to an entry, which keeps its place and counts with its new size', async () => {
    const journal = journalOf(10, 3 * SIZE + 100)
    await append(journal, '1', '2', '1')
    const diagnosis = { mistakes: [], same_as: [], key: null, hash: null, signed: 'x'.repeat(SIZE / 2), certain: [] }
    await journal.addDiagnosis(3, diagnosis)
    expect(await ids(journal, '1')).toEqual([3])
    expect(await journal.entries('1')).toEqual([{ id: 3, ...ENTRY, diagnosis }])
    expect(await ids(journal, '2')).toEqual([2])
    await journal.addDiagnosis(2, { ...diagnosis, signed: null })
    await append(journal, '1')
    expect([await ids(journal, '1'), await ids(journal, '2')]).toEqual([[4, 3], []])
  })

  it('ignores a diagnosis whose entry is gone', async () => {
    const journal = journalOf(1)
    await append(journal, '1', '1')
    await journal.clear('2')
    await journal.addDiagnosis(1, null)
    await journal.addDiagnosis(9, null)
    expect(await journal.entries('1')).toEqual([{ id: 2, ...ENTRY }])
  })
})
