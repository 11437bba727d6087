// The benchmark. It prints tables of figures; no figure makes it fail. Run it on a machine that does nothing else.
import { parseArgs } from 'node:util'
import { errorMessage } from '../../contracts/error-message.ts'
import { buildCommand } from './build-command.ts'
import { machine } from './machine.ts'
import { installPackages } from './packages.ts'
import { type Result, writeResults } from './results.ts'
import type { Section } from './section.ts'
import { consolePage } from './sections/console.ts'
import { diagnosis } from './sections/diagnosis.ts'
import { endurance } from './sections/endurance.ts'
import { events } from './sections/events.ts'
import { inProcess } from './sections/in-process.ts'
import { replicas } from './sections/replicas.ts'
import { startUp } from './sections/start-up.ts'
import { subMerchants } from './sections/sub-merchants.ts'
import { throughput } from './sections/throughput.ts'
import { markdown } from './table.ts'

const SECTIONS: readonly Section[] = [throughput, startUp, endurance, inProcess, subMerchants, events, consolePage, replicas, diagnosis]

const HELP = `npm run bench [-- [--json] [section…]]

Runs all sections in about eight minutes and writes test/bench/RESULTS.md.
With names, runs only those sections and writes no file.

${SECTIONS.map(({ name, measures }) => `  ${name.padEnd(14)} ${measures}`).join('\n')}

  --json         print one JSON document on stdout: npm run --silent bench -- --json`

async function bench(names: readonly string[], isJson: boolean): Promise<void> {
  const sections = names.length === 0 ? SECTIONS : names.map(sectionOf)
  if (sections.some(({ needsPackages }) => needsPackages)) installPackages(tell)
  buildCommand(tell)
  const results: Result[] = []
  for (const section of sections) {
    const result = await run(section)
    results.push(result)
    if (!isJson) console.log(['', ...result.tables.map(markdown)].join('\n'))
  }
  if (isJson) console.log(JSON.stringify({ machine: machine(), results }, undefined, 2))
  if (names.length === 0) await writeResults(results, machine())
}

function sectionOf(name: string): Section {
  const section = SECTIONS.find((known) => known.name === name)
  if (section) return section
  throw new TypeError(`There is no section ${name}. The sections are ${SECTIONS.map((known) => known.name).join(', ')}`)
}

/** Runs a section. If the section throws, returns a result with the error, so that the other sections still run. */
async function run({ name, measures, run: measure }: Section): Promise<Result> {
  const start = performance.now()
  const seconds = () => Math.round((performance.now() - start) / 100) / 10
  try {
    const tables = await measure((line) => tell(`${name}: ${line}`))
    return { section: name, measures, seconds: seconds(), tables }
  } catch (error) {
    const problem = errorMessage(error)
    tell(`${name} failed: ${problem}`)
    process.exitCode = 1
    return { section: name, measures, seconds: seconds(), tables: [], problem }
  }
}

function tell(line: string): void {
  console.error(line)
}

// Calls process.exit() on a signal, because the exit listeners that stop the servers do not run when a signal kills the process.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
  })
  if (values.help) console.log(HELP)
  else await bench(positionals, values.json)
} catch (error) {
  console.error(errorMessage(error))
  process.exitCode = 1
}
