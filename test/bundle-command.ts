import { cp, glob, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { bundleEntries } from '../mock-server/bundle/bundle-entries.ts'
import { BUNDLED_COMMAND } from './started-command.ts'

const ROOT = join(import.meta.dirname, '..')

/**
 * Bundles the command once for `npm test`, which starts the command many times. The bundle starts faster than the sources. When vitest was
 * started in another way, `setup` does nothing, and the tests start the command from the sources.
 *
 * @returns A function that removes the bundle.
 */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env['npm_lifecycle_event'] !== 'test') return undefined
  // In node_modules/, the bundle finds the packages that are not bundled. Git ignores this folder.
  const folder = await mkdtemp(join(ROOT, 'node_modules/.bundled-command-'))
  await bundleEntries(folder)
  for await (const file of glob('contracts/{**/*.openapi.yaml,**/*operations.json,keys/*.{pem,txt},vectors/*.json}', { cwd: ROOT }))
    await cp(join(ROOT, file), join(folder, file))
  Object.assign(process.env, { [BUNDLED_COMMAND]: join(folder, 'mock-server/cli.js'), NODE_COMPILE_CACHE: join(folder, 'compiled') })
  // A command that is still ending may write to its compile cache, so the removal is retried.
  return async () => rm(folder, { recursive: true, force: true, maxRetries: 10 })
}
