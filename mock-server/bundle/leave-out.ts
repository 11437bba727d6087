import { createRequire } from 'node:module'
import type { Plugin } from 'esbuild'

const require = createRequire(import.meta.url)

/** What is loaded by a package and never called by the server. */
const LEFT_OUT = [
  // Answers are ours, so nothing is made up from a schema: this brings 4 MB of faker's locales.
  '@stoplight/prism-http/dist/mocker/index.js',
  '@stoplight/prism-http/dist/mocker/generator/HttpParamGenerator.js',
  // No request is passed on to another server: node-fetch, proxies.
  '@stoplight/prism-http/dist/forwarder/index.js',
  // Signatures are checked by us, with checkSecurity off: lodash a second time, and its functional variant.
  '@stoplight/prism-http/dist/validator/validators/security/index.js',
  // The documents were read when they were generated: parsers of YAML, of references, of OpenAPI.
  '@stoplight/prism-http/dist/utils/operations.js',
  // Prism's own way to start from a file, with its log: an older pino.
  '@stoplight/prism-http/dist/instanceWithSpec.js',
  // Bodies are read as bytes: tables of all encodings.
  'iconv-lite/encodings/index.js',
]

/** Puts, in the place of each module that is left out, one whose functions say so when they are called. */
export function leaveOut(): Plugin {
  return {
    name: 'leave-out',
    setup: ({ onLoad, onEnd }) => {
      const found = new Set<string>()
      onLoad({ filter: /[\\/]node_modules[\\/].*\.js$/ }, ({ path }) => {
        const module = LEFT_OUT.find((name) => path.replaceAll('\\', '/').endsWith(`/node_modules/${name}`))
        if (module === undefined) return
        found.add(module)
        return { contents: standIn(module, Object.keys(require(path))), loader: 'js' }
      })
      onEnd(() => ({
        errors: LEFT_OUT.filter((module) => !found.has(module)).map((module) => ({ text: `${module} is not there to be left out` })),
      }))
    },
  }
}

function standIn(module: string, names: readonly string[]): string {
  return `function leftOut() {
  throw new Error('${module} is left out of the bundle, because nothing calls it')
}
${names.map((name) => `exports[${JSON.stringify(name)}] = leftOut`).join('\n')}
`
}
