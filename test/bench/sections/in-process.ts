import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { median, percentile } from '../percentile.ts'
import type { Section } from '../section.ts'
import { undisturbed } from '../undisturbed.ts'

const PROCESSES = 3
const CHILD = join(import.meta.dirname, '../children/in-process.ts')

interface Times {
  readonly imported: number
  readonly first: number
  readonly later: readonly number[]
  readonly tenants: readonly number[]
}

export const inProcess: Section = {
  name: 'in-process',
  measures: 'the time to import the package, to create a mock server, and to create a tenant',
  needsPackages: false,
  async run(tell) {
    tell(`${PROCESSES} processes, one after another`)
    const all: Times[] = []
    for (let at = 0; at < PROCESSES; at += 1) all.push(await undisturbed(timesOfProcess))
    const row = (what: string, figures: (times: Times) => readonly number[]) => {
      const values = all.flatMap(figures)
      return { what, 'median ms': median(values), 'p90 ms': percentile(values, 0.9), 'max ms': Math.max(...values) }
    }
    const rows = [
      row('import of the built package', ({ imported }) => [imported]),
      row('first createMockServer()', ({ first }) => [first]),
      row('later createMockServer()', ({ later }) => later),
      row('first tenant', ({ tenants }) => tenants.slice(0, 1)),
      row('tenants 2 to 10', ({ tenants }) => tenants.slice(1, 10)),
      row('tenants 11 to 50', ({ tenants }) => tenants.slice(10)),
    ]
    return [{ title: 'A server in the process of a test', notes: NOTES, rows }]
  },
}

const NOTES = ['Tenants are created with `mock.control.createMerchant()`, one after another.']

async function timesOfProcess(): Promise<Times> {
  const { stdout } = await promisify(execFile)(process.execPath, [CHILD])
  return JSON.parse(stdout)
}
