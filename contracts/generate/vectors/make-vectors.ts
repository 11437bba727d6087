// Writes the golden vectors, from the shipped keys; with --check it only says which of them are stale.
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { certificateVectors } from './certificate-vectors.ts'
import { mistakeVectors } from './mistake-vectors.ts'
import { requestVectors } from './request-vectors.ts'
import { responseVectors } from './response-vectors.ts'

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })

const FILES = { requests: requestVectors, responses: responseVectors, certificates: certificateVectors, mistakes: mistakeVectors }

for (const [name, make] of Object.entries(FILES)) {
  const file = new URL(`../../vectors/${name}.json`, import.meta.url)
  const made = `${JSON.stringify(await make(), null, 2)}\n`
  if (!values.check) await writeFile(file, made)
  else if ((await readFile(file, 'utf8').catch(() => '')) !== made) {
    console.error(`vectors/${name}.json is stale: run npm run generate`)
    process.exitCode = 1
  }
}
