import { expect, it } from 'vitest'
import { createMemoryJournal } from '../../../mock-server/journal/memory-journal.ts'
import { entryNamed, recordNamed } from '../store/conformance/store-cases.ts'

// What every journal does is in the conformance suite of the stores.

it('builds only the entries that are asked for', async () => {
  let built = 0
  const read = () => {
    built += 1
    return entryNamed('a')
  }
  const journal = createMemoryJournal({ entries: 10, bytes: 1e6, ownBytes: 1e6 }, read)
  for (let added = 0; added < 5; added += 1) await journal.append('1', recordNamed('a'))
  expect((await journal.entries('1', { before: 4, count: 2 })).map(({ id }) => id)).toEqual([3, 2])
  expect(built).toBe(2)
})
