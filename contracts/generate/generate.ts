// Writes everything that is generated. With --check it writes nothing and says which files are not current.
import { parseArgs } from 'node:util'
import { errorMessage } from '../error-message.ts'
import { checkDocuments } from './check/check-documents.ts'
import { staleFiles, writeGenerated } from './generated-files.ts'

const root = new URL('../../', import.meta.url)

async function problemsOf(args: string[]): Promise<string[]> {
  const { values } = parseArgs({ args, options: { check: { type: 'boolean', default: false } } })
  const problems = await checkDocuments(root)
  if (problems.length > 0) return problems
  if (values.check) return staleFiles(root)
  await writeGenerated(root)
  return []
}

const problems = await problemsOf(process.argv.slice(2)).catch((error) => {
  // A bug of the generator needs its stack; any other error says what is wrong with the input.
  if (error instanceof TypeError && !('code' in error)) throw error
  return [errorMessage(error).replace(/\s*\n\s*/g, ' ')]
})
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exitCode = 1
