import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from '../root.ts'

/** The package's entry as it is packed; loading is what is measured, so nobody else of ours may have loaded it. */
export async function importPacked(): Promise<typeof import('../../../mock-server/index.ts')> {
  return import(packedFile('mock-server/index.js'))
}

/** The contracts as they are packed. */
export async function importPackedContracts(): Promise<typeof import('../../../contracts/index.ts')> {
  return import(packedFile('contracts/index.js'))
}

function packedFile(path: string): string {
  return pathToFileURL(join(ROOT, 'dist', path)).href
}
