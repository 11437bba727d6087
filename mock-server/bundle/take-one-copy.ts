import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import type { Plugin } from 'esbuild'

const require = createRequire(import.meta.url)

/** A table of all media types. It is slow to load, and npm installs the same version three times. */
const MODULE = 'mime-types'

/** Bundles the copy of `MODULE` that Express loads instead of other copies of the same version. */
export function takeOneCopy(): Plugin {
  return {
    name: 'take-one-copy',
    setup: ({ onResolve, resolve }) => {
      onResolve({ filter: new RegExp(`^${MODULE}$`) }, async ({ kind, resolveDir, pluginData }) => {
        // Skips this plugin's own calls of resolve() below.
        if (pluginData === MODULE) return
        const folders = [dirname(require.resolve('express')), resolveDir]
        const [copy, own] = await Promise.all(folders.map((folder) => resolve(MODULE, { kind, resolveDir: folder, pluginData: MODULE })))
        return copy && own && (await versionOf(copy.path)) === (await versionOf(own.path)) ? copy : own
      })
    },
  }
}

async function versionOf(file: string): Promise<string> {
  return JSON.parse(await readFile(file.replace(/[^\\/]+$/, 'package.json'), 'utf8')).version
}
