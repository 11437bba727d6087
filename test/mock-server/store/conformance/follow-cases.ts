import { expect, it } from 'vitest'
import type { FollowedEntry, FollowedJournal, Journal } from '../../../../mock-server/store/store.ts'
import { entriesOf } from './followed-entries.ts'
import { append, type Open, recordNamed } from './store-cases.ts'

const DIAGNOSIS = { mistakes: [], same_as: [], key: null, hash: null, signed: 'x', certain: [] }

async function follow(journal: Journal, after?: number): Promise<FollowedJournal> {
  const followed = await journal.follow(after)
  if (!followed) throw new Error('there are too many readers')
  return followed
}

/**
 * Reads the next entries and returns each as text. `1 a` is the entry with the target `a` of merchant 1, and ` a` is an entry without a
 * merchant. A `!` at the end means that the entry has a diagnosis.
 */
async function take(followed: AsyncIterator<FollowedEntry>, count: number): Promise<string[]> {
  const taken: string[] = []
  while (taken.length < count) {
    const { value } = await followed.next()
    if (!value) throw new Error('the journal ended')
    taken.push(`${value.mchid} ${value.entry.target}${value.entry.diagnosis ? '!' : ''}`)
  }
  return taken
}

/** Declares the tests for following the journal of a store. */
export function followCases(open: Open): void {
  it('shows each entry to the readers of both views of the store, and shows it again when its diagnosis is added', async () => {
    await using opened = await open()
    const { store, other } = opened
    await append(store.journal, '1 a')
    const readers = [entriesOf(await follow(store.journal)), entriesOf(await follow(other.journal))]
    const id = await store.journal.append('1', recordNamed('b', {}, true))
    await append(other.journal, '2 c', ' d')
    for (const reader of readers) expect(await take(reader, 3)).toEqual(['1 b', '2 c', ' d'])
    await other.journal.addDiagnosis(id, DIAGNOSIS)
    for (const reader of readers) expect(await take(reader, 1)).toEqual(['1 b!'])
  })

  it('shows an entry only once when its diagnosis is added before the entry is read', async () => {
    await using opened = await open()
    const { store, other } = opened
    const reader = entriesOf(await follow(other.journal, 0))
    const id = await store.journal.append('1', recordNamed('a', {}, true))
    await store.journal.addDiagnosis(id, DIAGNOSIS)
    await append(store.journal, '1 b')
    expect(await take(reader, 2)).toEqual(['1 a!', '1 b'])
  })

  it('gives a reader all waiting entries at once, up to 250', async () => {
    await using opened = await open()
    const reader = await follow(opened.other.journal, 0)
    await append(opened.store.journal, ...Array.from({ length: 260 }, (_, index) => `1 ${index}`))
    const entries = entriesOf(reader)
    expect(await take(entries, 260)).toEqual(Array.from({ length: 260 }, (_, index) => `1 ${index}`))
    const again = await follow(opened.other.journal, 0)
    expect(again && (await again.next()).value).toHaveLength(250)
  })

  it('shows the entries after the given ID, and then new entries', async () => {
    await using opened = await open()
    const [, b = 0, , d = 0] = await append(opened.store.journal, '1 a', '2 b', '1 c', ' d')
    const reader = await follow(opened.other.journal, b)
    expect(reader.last).toBe(d)
    await append(opened.store.journal, '3 e')
    expect(await take(entriesOf(reader), 3)).toEqual(['1 c', ' d', '3 e'])
  })

  it('begins with the first entry when no entry ever had the given ID, for example because the ID is from before a restart', async () => {
    await using opened = await open()
    const [, b = 0] = await append(opened.store.journal, '1 a', '2 b')
    expect(await take(entriesOf(await follow(opened.other.journal, b + 1_000)), 2)).toEqual(['1 a', '2 b'])
  })

  it('begins with the next new entry when no ID is given', async () => {
    await using opened = await open()
    const [, b = 0] = await append(opened.store.journal, '1 a', '1 b')
    const reader = await follow(opened.other.journal)
    expect(reader.last).toBe(b)
    await append(opened.store.journal, '1 c')
    expect(await take(entriesOf(reader), 1)).toEqual(['1 c'])
  })

  it('leaves out entries that were cleared before they were read', async () => {
    await using opened = await open()
    const reader = await follow(opened.other.journal)
    await append(opened.store.journal, '1 a', '2 b')
    await opened.store.journal.clear('1')
    expect(await take(entriesOf(reader), 1)).toEqual(['2 b'])
  })

  it('ends for a reader that stops following, even while the reader waits', async () => {
    await using opened = await open()
    const reader = await follow(opened.store.journal)
    const waiting = reader.next()
    await reader.return()
    expect(await waiting).toEqual({ done: true, value: undefined })
    expect(await reader.next()).toEqual({ done: true, value: undefined })
  })

  it('allows a hundred readers at once, and allows another reader only after one of them has stopped', async () => {
    await using opened = await open()
    const { journal } = opened.other
    const readers = await Promise.all(Array.from({ length: 100 }, () => follow(journal)))
    expect(await journal.follow(undefined)).toBeUndefined()
    await append(opened.store.journal, '1 a')
    for (const reader of readers) expect(await take(entriesOf(reader), 1)).toEqual(['1 a'])
    await readers[0]?.return()
    expect(await journal.follow(undefined)).toBeDefined()
  })
}
