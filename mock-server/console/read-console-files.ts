import { readFile } from 'node:fs/promises'
import { executable } from '../../contracts/contract-file.ts'
import { once } from '../../contracts/once.ts'

export interface ConsoleFiles {
  readonly 'page.js': string
  readonly 'page.css': string
}

/** Returns the files of the console page. Reads the files only at the first call in a process. */
export const readConsoleFiles: () => Promise<ConsoleFiles> = once(async () => {
  const [script, style] = await Promise.all([read('page.js'), read('page.css')])
  return script === undefined || style === undefined ? bundleSources() : { 'page.js': script, 'page.css': style }
})

/**
 * Reads a built file: an asset of the single executable, or a file in `dist/console/`. The built code is in `dist/chunks/`, so it finds the
 * folder at `../console/`.
 *
 * @returns `undefined` when the file does not exist.
 */
async function read(name: keyof ConsoleFiles): Promise<string | undefined> {
  const asset = executable()?.getAsset(`console/${name}`, 'utf8')
  return asset ?? readFile(new URL(`../console/${name}`, import.meta.url), 'utf8').catch(() => undefined)
}

/**
 * Bundles the page for a server that runs from the sources. The path of the import is computed, so that the bundle of the package does not
 * contain esbuild.
 */
async function bundleSources(): Promise<ConsoleFiles> {
  const { bundleConsole } = await import(new URL('../bundle/bundle-console.ts', import.meta.url).href)
  return (await bundleConsole()).files
}
