import { rm } from 'node:fs/promises'

/** A `globalSetup` for vitest. Pact merges into existing files, so without this, removed interactions would stay in them. */
export default async function deletePacts(): Promise<void> {
  for (const folder of FOLDERS) await rm(new URL(folder, import.meta.url), { recursive: true, force: true })
}

const FOLDERS = ['../../../contracts/pacts', '../../integrator/pacts']
