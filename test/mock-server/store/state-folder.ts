import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from 'vitest'

interface Fixtures {
  /** An empty folder; removed at the end. */
  folder: string
  /** The path of a file in `folder` that does not exist yet. */
  stateFile: string
}

/** A test with a place for a state file. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads this pattern to learn which fixtures are needed
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'state-'))
    await use(folder)
    await rm(folder, { recursive: true })
  },
  stateFile: async ({ folder }, use) => use(join(folder, 'state.json')),
})
