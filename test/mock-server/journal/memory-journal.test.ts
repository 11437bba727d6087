import { expect, it } from 'vitest'
import { createMemoryJournal } from '../../../mock-server/journal/memory-journal.ts'
import { entryNamed, recordNamed } from '../store/conformance/store-cases.ts'

// The behaviour that all journals share is tested in the conformance suite of the stores.

it('a journal in memory builds an entry only when the entry is read, and builds only summaries for a follower', async () => {
  const built = { entries: 0, summaries: 0 }
  const journal = createMemoryJournal(
    { entries: 10, bytes: 1e6, ownBytes: 1e6 },
    {
      entry() {
        built.entries += 1
        return entryNamed('a')
      },
      summary() {
        built.summaries += 1
        return entryNamed('a')
      },
    },
  )
  for (let added = 0; added < 5; added += 1) await journal.append('1', recordNamed('a'))
  expect((await journal.entries('1', { before: 4, count: 2 })).map(({ id }) => id)).toEqual([3, 2])
  expect(built).toEqual({ entries: 2, summaries: 0 })
  const followed = await journal.follow(0)
  expect((await followed?.next())?.value).toHaveLength(5)
  expect(built).toEqual({ entries: 2, summaries: 5 })
})
