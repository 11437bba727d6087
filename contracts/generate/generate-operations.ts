// Writes what Prism makes of the OpenAPI documents, so that no start has to make it anew; with --check it only says which of them are stale.
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { getHttpOperationsFromSpec } from '@stoplight/prism-http'
import { documents, operationFiles } from '../documents.ts'

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })

for (const [name, document] of Object.entries(documents)) {
  const target = operationFiles[name as keyof typeof documents]
  const generated = `${JSON.stringify(await getHttpOperationsFromSpec(fileURLToPath(document)))}\n`
  if (!values.check) await writeFile(target, generated)
  else if ((await readFile(target, 'utf8').catch(() => '')) !== generated) {
    console.error(`${target.pathname.split('/').at(-1)} is stale: run npm run generate`)
    process.exitCode = 1
  }
}
