import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from '../root.ts'

/**
 * Imports the built entry of the server from dist/. The benchmark measures how long the entry takes to load, so import nothing else of the project
 * before it.
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
