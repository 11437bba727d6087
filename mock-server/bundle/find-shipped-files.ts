import { readFile } from 'node:fs/promises'
import { relative, resolve, sep } from 'node:path'
import type { Plugin } from 'esbuild'

/** Modules of contracts/ name files beside them. From a bundle these are where they were: in dist/contracts/. */
export function findShippedFiles(folder: string): Plugin {
  return {
    name: 'find-shipped-files',
    setup: ({ onLoad }) => {
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const code = await readFile(path, 'utf8')
        const place = relative(resolve(folder), resolve('dist', relative('.', path)))
        if (!relative('.', path).startsWith('contracts') || !code.includes('import.meta.url')) return
        const url = `new URL(${JSON.stringify(place.replaceAll(sep, '/'))}, import.meta.url)`
        return { contents: code.replaceAll('import.meta.url', url), loader: 'ts' }
      })
    },
  }
}
