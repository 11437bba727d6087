import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { markdown, type Table } from './table.ts'

/** What one section found, or why it found nothing. */
export interface Result {
  readonly section: string
  readonly measures: string
  readonly seconds: number
  readonly tables: readonly Table[]
  readonly problem?: string
}

const FILE = join(import.meta.dirname, 'RESULTS.md')

/** Writes what a whole run found. */
export async function writeResults(results: readonly Result[], machine: Readonly<Record<string, string>>): Promise<void> {
  const facts = Object.entries(machine).map(([name, value]) => `- ${name}: ${value}`)
  const seconds = results.reduce((sum, result) => sum + result.seconds, 0)
  const head = [
    '# Results of the benchmark',
    '',
    `Written by \`npm run bench\`, which took ${Math.round(seconds)} seconds. Compare figures of one run alone: another machine has others.`,
    '',
    ...facts,
    '',
  ]
  await writeFile(FILE, [...head, ...results.map(chapter)].join('\n'))
}

function chapter({ section, measures, tables, problem }: Result): string {
  const body = problem === undefined ? tables.map(markdown).join('\n') : `It failed: ${problem}\n`
  return `## ${section}\n\nIt measures ${measures}.\n\n${body}`
}
