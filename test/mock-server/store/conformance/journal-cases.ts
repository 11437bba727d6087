import { expect, it } from 'vitest'
import { UNCLAIMED } from '../../../../mock-server/store/store.ts'
import { append, entryNamed, names, type Open, recordNamed, SIZE } from './store-cases.ts'

const DIAGNOSIS = { mistakes: [], same_as: [], key: null, hash: null, signed: null, certain: [] }

/** Declares the tests for the journal of a store. */
export function journalCases(open: Open): void {
  it('returns only the entries of the given merchant, the newest first', async () => {
    await using opened = await open()
    const { journal } = opened.store
    const [a, , c] = await append(journal, '1 a', '2 b', '1 c')
    expect(await opened.other.journal.entries('1')).toEqual([
      { id: c, ...entryNamed('c') },
      { id: a, ...entryNamed('a') },
    ])
    expect(await names(opened.other.journal, '2', '3', UNCLAIMED)).toEqual(['b', '', ''])
  })

  it('gives each new entry a higher ID, whichever view of the store adds the entry', async () => {
    await using opened = await open()
    const { store, other } = opened
    const ids: number[] = []
    for (const { journal } of [store, other, other, store]) ids.push(...(await append(journal, '1 a')))
    expect(ids).toEqual(ids.toSorted((one, another) => one - another))
    expect(new Set(ids).size).toBe(4)
    const atOnce = await Promise.all(Array.from({ length: 50 }, (_, index) => append((index % 2 ? store : other).journal, '2 b')))
    expect(new Set(atOnce.flat()).size).toBe(50)
    expect((await store.journal.entries('2')).map(({ id }) => id)).toEqual(atOnce.flat().toSorted((one, another) => another - one))
  })

  it('finds an entry by its ID, but not for another merchant', async () => {
    await using opened = await open()
    const [a = 0, b = 0] = await append(opened.store.journal, '1 a', '2 b')
    const { journal } = opened.other
    expect(await journal.entry('1', a)).toEqual({ id: a, ...entryNamed('a') })
    expect(await journal.entry('1', b)).toBeUndefined()
    expect(await journal.entry('1', b + 1)).toBeUndefined()
  })

  it('returns the newest entries before an ID', async () => {
    await using opened = await open()
    const [, b = 0, , d = 0] = await append(opened.store.journal, '1 a', '1 b', '2 c', '1 d', '1 e')
    const wanted = async (before: number, count: number) =>
      (await opened.other.journal.entries('1', { before, count })).map(({ target }) => target).join(' ')
    expect(await wanted(d, 2)).toBe('b a')
    expect(await wanted(d, 1)).toBe('b')
    expect(await wanted(b, Number.POSITIVE_INFINITY)).toBe('a')
    expect(await wanted(Number.POSITIVE_INFINITY, 3)).toBe('e d b')
    expect(await wanted(d, 0)).toBe('')
  })

  it('returns a list that later entries do not change', async () => {
    await using opened = await open()
    await append(opened.store.journal, '1 a')
    const entries = await opened.other.journal.entries('1')
    await append(opened.store.journal, '1 b')
    expect(entries).toHaveLength(1)
  })

  it('clears the journal of one merchant for every view of the store; later entries still get higher IDs', async () => {
    await using opened = await open()
    const { store, other } = opened
    const [, b = 0] = await append(store.journal, '1 a', '2 b', ' u')
    await other.journal.clear('1')
    await other.journal.clear('9')
    const [c = 0] = await append(store.journal, '1 c')
    expect(c).toBeGreaterThan(b)
    expect(await names(store.journal, '1', '2', UNCLAIMED)).toEqual(['c', 'b', 'u'])
    await other.journal.clear(UNCLAIMED)
    expect(await names(store.journal, '1', '2', UNCLAIMED)).toEqual(['c', 'b', ''])
  })

  it.each([
    ['Chinese, emoji and control characters', '点金计划 👩‍👩‍👧 \u0000\r\n\u2028'],
    ['half a surrogate pair', '\udfff'],
    ['a megabyte', '点'.repeat(2 ** 20 / 3)],
  ])('keeps %s in an entry and its diagnosis', async (_, body) => {
    await using opened = await open()
    const id = await opened.store.journal.append('1', recordNamed('a', { body }, true))
    await opened.other.journal.addDiagnosis(id, { ...DIAGNOSIS, signed: body })
    expect(await opened.other.journal.entry('1', id)).toEqual({
      id,
      ...entryNamed('a', { body }),
      diagnosis: { ...DIAGNOSIS, signed: body },
    })
  })

  it('adds a diagnosis to an entry; the entry keeps its position, and its diagnosis counts towards the size limit', async () => {
    await using opened = await open({ bytes: 3 * SIZE + 100 })
    const { store, other } = opened
    const [, b = 0, c = 0] = await append(store.journal, '1 a', '2 b', '1 c')
    const diagnosis = { ...DIAGNOSIS, signed: 'x'.repeat(SIZE / 2) }
    await other.journal.addDiagnosis(c, diagnosis)
    expect(await store.journal.entries('1')).toEqual([{ id: c, ...entryNamed('c'), diagnosis }])
    expect(await names(store.journal, '2')).toEqual(['b'])
    await store.journal.addDiagnosis(b, DIAGNOSIS)
    await append(other.journal, '1 d')
    expect(await names(store.journal, '1', '2')).toEqual(['d c', ''])
  })

  it('ignores a diagnosis whose entry is gone or never existed', async () => {
    await using opened = await open({ entries: 1 })
    const { store, other } = opened
    const [a = 0, b = 0] = await append(store.journal, '1 a', '1 b')
    await other.journal.addDiagnosis(a, DIAGNOSIS)
    await other.journal.addDiagnosis(b + 9, null)
    expect(await other.journal.undiagnosed([a, b + 9])).toEqual([])
    expect(await store.journal.entries('1')).toEqual([{ id: b, ...entryNamed('b') }])
  })

  it('omits cleared entries, diagnosed entries and entries that need no diagnosis from the undiagnosed entries', async () => {
    await using opened = await open()
    const { store, other } = opened
    const ids = [await store.journal.append('1', recordNamed('a', {}, true)), await store.journal.append('2', recordNamed('b', {}, true))]
    const plain = await append(store.journal, '1 c')
    expect(await store.journal.undiagnosed(plain)).toEqual([])
    expect(await other.journal.undiagnosed([])).toEqual([])
    await store.journal.addDiagnosis(ids[0] ?? 0, null)
    await store.journal.clear('2')
    expect(await other.journal.undiagnosed([...ids, ...plain])).toEqual([])
    expect((await other.journal.entry('1', ids[0] ?? 0))?.diagnosis).toBeNull()
  })
}
