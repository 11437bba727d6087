import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from '../root.ts'

/**
 * Imports the built server from dist/. A benchmark measures the time of this import. Load no other file from dist/ before it, or the
 * measured time is too short.
 */
export async function importPacked(): Promise<typeof import('../../../mock-server/index.ts')> {
  return import(packedFile('mock-server/index.js'))
}

/** Imports the built contracts from dist/. */
export async function importPackedContracts(): Promise<typeof import('../../../contracts/index.ts')> {
  return import(packedFile('contracts/index.js'))
}

function packedFile(path: string): string {
  return pathToFileURL(join(ROOT, 'dist', path)).href
}
