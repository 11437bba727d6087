import { rm } from 'node:fs/promises'

/** A `globalSetup` of vitest. Pact merges into the files that it finds, so interactions that no longer exist would stay in them. */
export default async function deletePacts(): Promise<void> {
  for (const folder of FOLDERS) await rm(new URL(folder, import.meta.url), { recursive: true, force: true })
}

const FOLDERS = ['../../../contracts/pacts', '../../integrator/pacts']
