// Writes everything that is generated. With --check it writes nothing and says which files are not current.
import { parseArgs } from 'node:util'
import { chainFile } from './chain-file.ts'
import { documentFiles } from './document-files.ts'
import { handlerFile } from './handler-file.ts'
import { merchantSettingsFile } from './merchant-settings-file.ts'
import { pageFiles } from './pages/page-files.ts'
import { vectorFiles } from './vectors/vector-files.ts'

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })

const root = new URL('../../', import.meta.url)
for (const make of [documentFiles, merchantSettingsFile, handlerFile, chainFile, vectorFiles, pageFiles]) {
  for (const [path, text] of Object.entries(await make(root))) {
    const file = new URL(path, root)
    if ((await readFile(file, 'utf8').catch(() => '')) === text) continue
    if (values.check) {
      console.error(`${relative(fileURLToPath(root), fileURLToPath(file))} is stale: run npm run generate`)
      process.exitCode = 1
    } else await writeFile(file, text)
  }
}

const problems = await problemsOf(process.argv.slice(2)).catch((error) => {
  // A bug of the generator needs its stack; any other error says what is wrong with the input.
  if (error instanceof TypeError && !('code' in error)) throw error
  return [errorMessage(error).replace(/\s*\n\s*/g, ' ')]
})
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exitCode = 1
