// Changes the sources of a part in one place at a time, and checks whether a test of the part fails: npm run mutate [-- [part…] [--force]]
import { parseArgs } from 'node:util'
import { Stryker } from '@stryker-mutator/core'

/** The parts to change, and their tests. The tests run the sources in the test process, because the changes take effect only there. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  'contracts/wire': ['test/contracts/wire/*.test.ts'],
  client: ['test/client/*.test.ts'],
  'mock-server/gateway': ['test/mock-server/gateway/*.test.ts', 'test/mock-server/answer.test.ts'],
  'mock-server/operations': ['test/mock-server/operations/**/*.test.ts'],
  'mock-server/faults': ['test/mock-server/faults/*.test.ts', 'test/mock-server/control/faults.test.ts'],
  'mock-server/store': ['test/mock-server/store/*.test.ts', 'test/mock-server/control/restore-state.test.ts'],
}

/** The folder for the reports and results. Git ignores this folder. */
const FOLDER = '.stryker'

interface Score {
  readonly noticed: number
  readonly all: number
}

/**
 * Mutates one part, and writes a report in HTML.
 *
 * @param force Whether to test everything again. Otherwise, sources and tests that have not changed keep the results of the last run.
 */
async function mutate(part: string, force: boolean): Promise<Score> {
  const tests = PARTS[part]
  if (!tests) throw new TypeError(`There is no part ${part}. The parts are ${Object.keys(PARTS).join(', ')}`)
  process.env['MUTATION_TESTS'] = tests.join(' ')
  const stryker = new Stryker({
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'test/mutation/vitest.config.ts' },
    mutate: [`${part}/**/*.ts`, '!**/*.d.ts'],
    ignorePatterns: ['/dist', `/${FOLDER}`],
    tempDirName: `${FOLDER}/sandbox`,
    incremental: true,
    incrementalFile: `${FOLDER}/${part}/results.json`,
    force,
    reporters: ['clear-text', 'html'],
    clearTextReporter: { logTests: false, reportTests: false },
    htmlReporter: { fileName: `${FOLDER}/${part}/report.html` },
  })
  const statuses = (await stryker.runMutationTest()).map(({ status }) => status)
  const noticed = statuses.filter((status) => status === 'Killed' || status === 'Timeout').length
  return { noticed, all: noticed + statuses.filter((status) => status === 'Survived' || status === 'NoCoverage').length }
}

function tell(name: string, { noticed, all }: Score): void {
  console.log(`${name.padEnd(24)} ${((noticed / all) * 100).toFixed(1)} % of ${all}`)
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { force: { type: 'boolean', default: false } } })
const parts = positionals.length === 0 ? Object.keys(PARTS) : positionals
const scores: Score[] = []
for (const part of parts) scores.push(await mutate(part, values.force))
console.log('\nShare of the changes that a test noticed:')
for (const [index, score] of scores.entries()) tell(parts[index] ?? '', score)
const sum = (count: keyof Score) => scores.reduce((total, score) => total + score[count], 0)
tell('all', { noticed: sum('noticed'), all: sum('all') })
