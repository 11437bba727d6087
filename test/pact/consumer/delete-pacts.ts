import { rm } from 'node:fs/promises'

/** A `globalSetup` for vitest that deletes the pact files. Pact only adds to existing files, so interactions that no test has any more would stay. */
export default async function deletePacts(): Promise<void> {
  for (const folder of FOLDERS) await rm(new URL(folder, import.meta.url), { recursive: true, force: true })
}

const FOLDERS = ['../../../contracts/pacts', '../../integrator/pacts']
