import { describe, expect, it } from 'vitest'
import { seedAgain } from '../../../mock-server/control/seed-again.ts'
import { recordReader } from '../../../mock-server/journal/journal-entry.ts'
import { createMemoryJournal } from '../../../mock-server/journal/memory-journal.ts'
import { createMemoryStore } from '../../../mock-server/store/memory-store.ts'
import { StoreAway } from '../../../mock-server/store/store-away.ts'

const FULL = new StoreAway('redis://127.0.0.1', new Error('OOM'), 'refuses a command')

/** Runs `seedAgain` on an empty store. The first attempts to create the merchants have the given `results`. Later attempts succeed. */
function seeding(...results: readonly (Error | 'success')[]) {
  const store = createMemoryStore(createMemoryJournal({ entries: 1, bytes: 1_000, ownBytes: 1_000 }, recordReader))
  const failures: unknown[] = []
  let attempts = 0
  async function seed(): Promise<void> {
    const result = results[attempts]
    attempts += 1
    if (result instanceof Error) throw result
  }
  const end = seedAgain(seed, { store, ownMchid: '1900000100', onFailure: (error) => failures.push(error) }, 2)
  return { failures, end, attempts: () => attempts }
}

describe("a server that can't create its merchants again", () => {
  it('reports only the first of several failures in a row', async () => {
    const { failures, end, attempts } = seeding(FULL, FULL, 'success', FULL, FULL)
    await expect.poll(attempts).toBeGreaterThan(5)
    end()
    expect(failures).toEqual([FULL, FULL])
  })

  it('reports no failure after it has stopped', async () => {
    const { failures, end, attempts } = seeding(FULL)
    end()
    await expect.poll(attempts).toBe(1)
    expect(failures).toEqual([])
  })
})
