// Changes the sources of a room in one place at a time, and sees whether a test of the room fails: npm run mutate [-- room…] [--force]
import { parseArgs } from 'node:util'
import { Stryker } from '@stryker-mutator/core'

/** What is changed, and the tests that have to notice. They call the sources in their own process, since no other one knows of a change. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  'contracts/wire': ['test/contracts/wire/*.test.ts'],
  client: ['test/client/*.test.ts'],
  'mock-server/gateway': ['test/mock-server/gateway/*.test.ts', 'test/mock-server/answer.test.ts'],
  'mock-server/operations': ['test/mock-server/operations/**/*.test.ts'],
  'mock-server/faults': ['test/mock-server/faults/*.test.ts', 'test/mock-server/control/faults.test.ts'],
  'mock-server/store': ['test/mock-server/store/*.test.ts', 'test/mock-server/control/restore-state.test.ts'],
}

/** Git ignores it. */
const FOLDER = '.stryker'

interface Score {
  readonly noticed: number
  readonly all: number
}

/** Mutates one room. The report is for a browser. Results are kept, and used again where neither source nor test has changed. */
async function mutate(room: string, force: boolean): Promise<Score> {
  const tests = ROOMS[room]
  if (!tests) throw new TypeError(`There is no room ${room}; there are ${Object.keys(ROOMS).join(', ')}`)
  process.env['MUTATION_TESTS'] = tests.join(' ')
  const stryker = new Stryker({
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'test/mutation/vitest.config.ts' },
    mutate: [`${room}/**/*.ts`, '!**/*.d.ts'],
    ignorePatterns: ['/dist', `/${FOLDER}`],
    tempDirName: `${FOLDER}/sandbox`,
    incremental: true,
    incrementalFile: `${FOLDER}/${room}/results.json`,
    force,
    reporters: ['clear-text', 'html'],
    clearTextReporter: { logTests: false, reportTests: false },
    htmlReporter: { fileName: `${FOLDER}/${room}/report.html` },
  })
  const statuses = (await stryker.runMutationTest()).map(({ status }) => status)
  const noticed = statuses.filter((status) => status === 'Killed' || status === 'Timeout').length
  return { noticed, all: noticed + statuses.filter((status) => status === 'Survived' || status === 'NoCoverage').length }
}

function tell(name: string, { noticed, all }: Score): void {
  console.log(`${name.padEnd(24)} ${((noticed / all) * 100).toFixed(1)} % of ${all}`)
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { force: { type: 'boolean', default: false } } })
const rooms = positionals.length === 0 ? Object.keys(ROOMS) : positionals
const scores: Score[] = []
for (const room of rooms) scores.push(await mutate(room, values.force))
console.log('\nChanges that a test noticed:')
for (const [index, score] of scores.entries()) tell(rooms[index] ?? '', score)
const sum = (part: keyof Score) => scores.reduce((total, score) => total + score[part], 0)
tell('all', { noticed: sum('noticed'), all: sum('all') })
