import { rm } from 'node:fs/promises'

/** A `globalSetup` of vitest: Pact merges into the files that it finds, and what is no longer said has to go. */
export default async function deletePacts(): Promise<void> {
  await rm(PACTS, { recursive: true, force: true })
}

const PACTS = new URL('../../../contracts/pacts', import.meta.url)
