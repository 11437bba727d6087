import { existsSync } from 'node:fs'
import { join } from 'node:path'
import manifest from '../../package.json' with { type: 'json' }

const FOLDER = join(import.meta.dirname, '../../dist-packages')

/** The path of the file that `npm run package` wrote and whose name has this end, such as `linux-x64`. */
export function packagePath(end: string): string {
  const path = join(FOLDER, `${manifest.name}-${manifest.version}-${end}`)
  if (!existsSync(path)) throw new Error(`${path} is missing: run npm run package`)
  return path
}
