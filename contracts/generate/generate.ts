// Writes the generated files. With --check, writes nothing and reports the files that are out of date. If an OpenAPI document has a
// mistake, writes nothing and reports the mistake.
import { parseArgs } from 'node:util'
import { errorMessage } from '../error-message.ts'
import { checkDocuments } from './check/check-documents.ts'
import { staleFiles, writeGenerated } from './generated-files.ts'

const root = new URL('../../', import.meta.url)

/** Does what the arguments say and returns the problems, each on one line. */
async function generate(args: string[]): Promise<string[]> {
  const { values } = parseArgs({ args, options: { check: { type: 'boolean', default: false } } })
  const problems = await checkDocuments(root)
  if (problems.length > 0) return problems
  if (values.check) return staleFiles(root)
  await writeGenerated(root)
  return []
}

const problems = await generate(process.argv.slice(2)).catch((error) => {
  // A TypeError without a code is a bug in the generator, so it is rethrown to show its stack.
  if (error instanceof TypeError && !('code' in error)) throw error
  return [errorMessage(error).replace(/\s*\n\s*/g, ' ')]
})
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exitCode = 1
