import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect } from 'vitest'
import { RECORDED, verifyPacts } from '../../contracts/pact/index.ts'
import { emptyFolder } from '../empty-folder.ts'
import { test } from '../mock-test.ts'

const FOLDER = fileURLToPath(new URL('../../contracts/pacts', import.meta.url))
const PACTS = [FOLDER]

describe('the mock server satisfies the pact files', () => {
  test('when every request gets a new signature', async ({ clock, mock }) => {
    clock.now = Date.now()
    const { interactions } = await verifyPacts({ pacts: PACTS, provider: mock })
    expect(interactions.length).toBeGreaterThan(40)
    expect(interactions.map(({ result }) => result)).toEqual(interactions.map(() => 'passed'))
    expect(new Set(interactions.map(({ consumer }) => consumer))).toEqual(new Set(['goldplan-client']))
  })

  test('when every request is sent with the recorded Authorization, at the recorded time', async ({ clock, mock }) => {
    clock.now = Date.now()
    const { timestamp } = RECORDED
    const { interactions } = await verifyPacts({ pacts: PACTS, provider: mock, asRecorded: { timestamp } })
    expect(interactions.length).toBeGreaterThan(40)
    expect(interactions.map(({ result }) => result)).toEqual(interactions.map(() => 'passed'))
  })

  test('but refuses the recorded Authorization at another time', async ({ clock, mock }) => {
    clock.now = Date.now()
    const [first] = readdirSync(FOLDER)
    const { interactions, ...pact } = JSON.parse(readFileSync(join(FOLDER, String(first)), 'utf8'))
    const one = join(emptyFolder(), 'one.json')
    const opens = ({ description }: { description: string }) => description === 'changeGoldPlanStatus that succeeds'
    writeFileSync(one, JSON.stringify({ ...pact, interactions: interactions.filter(opens) }))
    const run = verifyPacts({ pacts: [one], provider: mock, asRecorded: { timestamp: RECORDED.timestamp + 301 } })
    await expect(run).rejects.toThrow(/^1 of 1 interactions failed:\n.*\n +expected 200 but was 401/)
  })
})
