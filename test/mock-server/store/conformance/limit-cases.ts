import { expect, it } from 'vitest'
import { append, names, type Open, recordNamed, SIZE } from './store-cases.ts'

/** Declares the tests for the limits of a journal. */
export function limitCases(open: Open): void {
  it('keeps a limited number of entries for each merchant', async () => {
    await using opened = await open({ entries: 2 })
    const { store, other } = opened
    await append(store.journal, '1 a', '2 b', '1 c')
    await append(other.journal, '1 d', '1 e')
    expect(await names(store.journal, '1', '2')).toEqual(['e d', 'b'])
  })

  it('keeps a limited number of bytes in total, and drops the oldest entry of any merchant first', async () => {
    await using opened = await open({ bytes: 3 * SIZE })
    const { store, other } = opened
    await append(store.journal, '1 a', '2 b', '2 c')
    expect(await names(store.journal, '1', '2')).toEqual(['a', 'c b'])
    await append(other.journal, '2 d')
    expect(await names(store.journal, '1', '2')).toEqual(['', 'd c b'])
    await append(store.journal, '1 e')
    expect(await names(other.journal, '1', '2')).toEqual(['e', 'd c'])
  })

  it('keeps a limited number of bytes for each merchant, so that one merchant cannot push out the entries of another', async () => {
    await using opened = await open({ bytes: 10 * SIZE, ownBytes: 2 * SIZE })
    const { journal } = opened.store
    await append(journal, '1 a', '2 b', '2 c', '2 d', '2 e')
    expect(await names(journal, '1', '2')).toEqual(['a', 'e d'])
    await opened.other.journal.append('2', recordNamed('f', { body: 'x'.repeat(2 * SIZE) }))
    expect(await names(journal, '1', '2')).toEqual(['a', ''])
    await append(journal, '1 g', '1 h')
    expect(await names(journal, '1')).toEqual(['h g'])
  })

  it('counts bytes: a large entry pushes out several others; an entry above the limit pushes out all others and is not kept', async () => {
    await using opened = await open({ bytes: 3 * SIZE })
    const { journal } = opened.store
    await append(journal, '1 a', '1 b', '1 c')
    await journal.append('1', recordNamed('d', { body: 'x'.repeat(SIZE) }))
    expect(await names(journal, '1')).toEqual(['d c'])
    await journal.append('1', recordNamed('e', { body: 'x'.repeat(3 * SIZE) }))
    expect(await names(journal, '1')).toEqual([''])
    await append(journal, '1 f', '1 g', '1 h')
    expect(await names(journal, '1')).toEqual(['h g f'])
  })

  it('reuses the space of entries that were dropped, cleared or removed with their merchant', async () => {
    await using opened = await open({ entries: 1, bytes: 3 * SIZE })
    const { store, other } = opened
    await append(store.journal, '1 a', '1 b', '1 c', '2 d', '3 e')
    expect(await names(store.journal, '1', '2', '3')).toEqual(['c', 'd', 'e'])
    await other.journal.clear('2')
    await append(store.journal, '4 f')
    expect(await names(store.journal, '1', '2', '3', '4')).toEqual(['c', '', 'e', 'f'])
    await other.remove('3')
    await append(store.journal, '2 g')
    expect(await names(store.journal, '1', '2', '3', '4')).toEqual(['c', 'g', '', 'f'])
  })

  it('limits the entries that belong to no merchant, too', async () => {
    await using opened = await open({ entries: 2 })
    await append(opened.store.journal, ' a', ' b', '9 c', '1 d')
    expect(await names(opened.other.journal, '', '1')).toEqual(['c b', 'd'])
  })

  it('keeps to the limits when many entries are added at once', async () => {
    await using opened = await open({ entries: 7, bytes: 20 * SIZE })
    const { store, other } = opened
    await Promise.all(Array.from({ length: 200 }, (_, index) => append((index % 2 ? store : other).journal, `${1 + (index % 4)} x`)))
    const left = (await names(store.journal, '1', '2', '3', '4')).map((each) => each.split(' ').length)
    expect(Math.max(...left)).toBeLessThanOrEqual(7)
    expect(left.reduce((sum, each) => sum + each)).toBe(20)
  })
}
