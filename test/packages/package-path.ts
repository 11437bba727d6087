import { existsSync } from 'node:fs'
import { join } from 'node:path'
import manifest from '../../package.json' with { type: 'json' }

const FOLDER = join(import.meta.dirname, '../../dist-packages')

/** Returns the path of a file that `npm run package` wrote, chosen by the end of its name, such as `linux-x64`. */
export function packagePath(end: string): string {
  const path = join(FOLDER, `${manifest.name}-${manifest.version}-${end}`)
  if (!existsSync(path)) throw new Error(`${path} is missing: run npm run package`)
  return path
}
