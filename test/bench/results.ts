import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { markdown, type Table } from './table.ts'

/** The result of one section of the benchmark, or the problem that made the section fail. */
export interface Result {
  readonly section: string
  readonly measures: string
  readonly seconds: number
  readonly tables: readonly Table[]
  readonly problem?: string
}

const FILE = join(import.meta.dirname, 'RESULTS.md')

/** Writes RESULTS.md with the results of all sections. */
export async function writeResults(results: readonly Result[], machine: Readonly<Record<string, string>>): Promise<void> {
  const facts = Object.entries(machine).map(([name, value]) => `- ${name}: ${value}`)
  const seconds = results.reduce((sum, result) => sum + result.seconds, 0)
  const head = [
    '# Results of the benchmark',
    '',
    `Written by \`npm run bench\`, which took ${Math.round(seconds)} seconds. Compare only figures of the same run: they depend on the machine.`,
    '',
    ...facts,
    '',
  ]
  await writeFile(FILE, [...head, ...results.map(chapter)].join('\n'))
}

function chapter({ section, measures, tables, problem }: Result): string {
  const body = problem === undefined ? tables.map(markdown).join('\n') : `The section failed: ${problem}\n`
  return `## ${section}\n\nMeasures ${measures}.\n\n${body}`
}
