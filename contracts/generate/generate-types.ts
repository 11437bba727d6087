// Writes the types of the OpenAPI documents beside them; with --check it only says which of them are stale.
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import openapiTS, { astToString } from 'openapi-typescript'
import { parse } from 'yaml'
import { documents } from '../documents.ts'

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })

for (const document of Object.values(documents)) {
  const target = new URL(document.href.replace(/\.yaml$/, '.d.ts'))
  const generated = await generate(document)
  if (!values.check) await writeFile(target, generated)
  else if ((await readFile(target, 'utf8').catch(() => '')) !== generated) {
    console.error(`${target.pathname.split('/').at(-1)} is stale: run npm run generate`)
    process.exitCode = 1
  }
}

async function generate(document: URL): Promise<string> {
  // A default in a named schema would make an optional request field required: defaultNonNullable is off.
  const types = astToString(await openapiTS(document, { defaultNonNullable: false }))
  return `// Generated from ${document.pathname.split('/').at(-1)} by npm run generate. Do not edit.\n${types}${await errorExamples(document)}`
}

/** The names of the document's error examples, so that a misspelt one does not compile. */
async function errorExamples(document: URL): Promise<string> {
  const { components } = parse(await readFile(document, 'utf8'))
  const names = Object.keys(components.examples ?? {}).map((name) => `'${name}'`)
  return `export type ErrorExample = ${names.join(' | ') || 'never'};\n`
}
