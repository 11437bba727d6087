import { createRequire } from 'node:module'
import type { Plugin } from 'esbuild'

const require = createRequire(import.meta.url)

/** Modules that packages load but the server does not call. The comments say why, and what leaving them out saves. */
const LEFT_OUT = [
  // Answers come from our handlers, not from a schema. Saves 4 MB of faker's locales.
  '@stoplight/prism-http/dist/mocker/index.js',
  '@stoplight/prism-http/dist/mocker/generator/HttpParamGenerator.js',
  // Prism never forwards requests to another server. Saves node-fetch and two proxy agents.
  '@stoplight/prism-http/dist/forwarder/index.js',
  // We check signatures ourselves, and checkSecurity is off. Saves a second lodash and its functional variant.
  '@stoplight/prism-http/dist/validator/validators/security/index.js',
  // The OpenAPI documents were parsed when the operations were generated. Saves parsers of YAML, references and OpenAPI.
  '@stoplight/prism-http/dist/utils/operations.js',
  // We do not start Prism from a file. Saves Prism's logger, an older version of pino.
  '@stoplight/prism-http/dist/instanceWithSpec.js',
  // Bodies are read as bytes. Saves tables of encodings.
  'iconv-lite/encodings/index.js',
]

/** Replaces each module of `LEFT_OUT` with a module whose functions throw an error. */
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
        errors: LEFT_OUT.filter((module) => !found.has(module)).map((module) => ({
          text: `${module} is listed to be left out, but nothing loads it`,
        })),
      }))
    },
  }
}

function standIn(module: string, names: readonly string[]): string {
  return `function leftOut() {
  throw new Error('${module} is left out of the bundle, because the server never calls it')
}
${names.map((name) => `exports[${JSON.stringify(name)}] = leftOut`).join('\n')}
`
}
