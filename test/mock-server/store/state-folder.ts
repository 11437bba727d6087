import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from 'vitest'

interface Fixtures {
  /** An empty folder, which is removed at the end of the test. */
  folder: string
  /** The path for a state file in `folder`. The file does not exist yet. */
  stateFile: string
}

/** A test that gets an empty folder and a path for a state file. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads this pattern to learn which fixtures are needed
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'state-'))
    await use(folder)
    await rm(folder, { recursive: true })
  },
  stateFile: async ({ folder }, use) => use(join(folder, 'state.json')),
})
