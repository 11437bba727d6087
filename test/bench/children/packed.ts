import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from '../root.ts'

/** The package's entry as it is packed; loading is what is measured, so nobody else of ours may have loaded it. */
export async function importPacked(): Promise<typeof import('../../../mock-server/index.ts')> {
  return import(pathToFileURL(join(ROOT, 'dist/mock-server/index.js')).href)
}
