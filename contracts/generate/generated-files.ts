import { readFile, writeFile } from 'node:fs/promises'
import { chainFile } from './chain-file.ts'
import { documentFiles, type GeneratedFiles } from './document-files.ts'
import { handlerFile } from './handler-file.ts'
import { merchantSettingsFile } from './merchant-settings-file.ts'
import { pageFiles } from './pages/page-files.ts'
import { vectorFiles } from './vectors/vector-files.ts'

const MAKERS: readonly ((root: URL) => Promise<GeneratedFiles>)[] = [
  documentFiles,
  merchantSettingsFile,
  handlerFile,
  chainFile,
  vectorFiles,
  pageFiles,
]

/** Writes the generated files that changed. Each function in `MAKERS` may read the files that earlier ones wrote. */
export async function writeGenerated(root: URL): Promise<void> {
  for (const make of MAKERS) {
    for (const [path, text] of Object.entries(await make(root))) {
      const file = new URL(path, root)
      if ((await contentOf(file)) !== text) await writeFile(file, text)
    }
  }
}

/** Returns a problem for each generated file that is missing or out of date, with the number of the first line that differs. */
export async function staleFiles(root: URL): Promise<string[]> {
  const problems: string[] = []
  for (const make of MAKERS) {
    for (const [path, text] of Object.entries(await make(root))) {
      const content = await contentOf(new URL(path, root))
      if (content === undefined) problems.push(`${path}:1: this generated file is missing: run npm run generate`)
      else if (content !== text) problems.push(`${path}:${firstDifference(content, text)}: ${STALE}`)
    }
  }
  return problems
}

const STALE = 'this is not what npm run generate writes: run it, and commit the file'

function contentOf(file: URL): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined)
}

/** The number of the first line in which two texts differ. */
function firstDifference(one: string, other: string): number {
  const [lines, others] = [one.split('\n'), other.split('\n')]
  const index = lines.findIndex((line, at) => line !== others[at])
  return (index < 0 ? lines.length : index) + 1
}
