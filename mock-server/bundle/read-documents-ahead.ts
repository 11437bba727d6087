import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'esbuild'
import { documents } from '../../contracts/documents.ts'

// Not @stoplight/prism-http itself: its types are of no use here, and it loads for a second.
const { getHttpOperationsFromSpec } = createRequire(import.meta.url)('@stoplight/prism-http/dist/utils/operations.js')

/**
 * Lets Prism read the documents while the command is built. What it makes of them is plain JSON and the same each time: a third of the start went
 * into making it, and the parsers of YAML and of references stay out of the bundle.
 */
export function readDocumentsAhead(): Plugin {
  const files = Object.values(documents).map((document) => fileURLToPath(document))
  return {
    name: 'read-documents-ahead',
    setup: ({ onLoad, onResolve }) => {
      onLoad({ filter: /prism-http[\\/]dist[\\/]utils[\\/]operations\.js$/ }, () => ({ contents: reader(files), loader: 'js' }))
      onResolve({ filter: /^operations:/ }, ({ path }) => ({ path: path.replace('operations:', ''), namespace: 'operations' }))
      onLoad({ filter: /.*/, namespace: 'operations' }, async ({ path }) => {
        const file = files.find((name) => basename(name) === path)
        return { contents: JSON.stringify(await getHttpOperationsFromSpec(file)), loader: 'text' }
      })
    },
  }
}

/** In the place of Prism's function: one that knows these documents. */
function reader(files: readonly string[]): string {
  const entries = files.map((file) => basename(file)).map((name) => `  '${name}': () => import('operations:${name}'),`)
  return `import { basename } from 'node:path'

const documents = {
${entries.join('\n')}
}

export async function getHttpOperationsFromSpec(file) {
  const load = documents[basename(file)]
  if (!load) throw new Error(file + ' is none of the documents that the command was built with')
  const { default: operations } = await load()
  return JSON.parse(operations)
}
`
}
