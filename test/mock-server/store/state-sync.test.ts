import { readFileSync } from 'node:fs'
import { mkdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { developmentKeys } from '../../../contracts/index.ts'
import { createMockServer, type MockServer } from '../../../mock-server/index.ts'
import { askControl, errorOf } from '../../control-test.ts'
import { send } from '../../send.ts'
import { CLOSE, OPEN, signedRequest } from '../../signed-request.ts'
import { test as base } from './state-folder.ts'

const OWN = `/__mock/merchants/${developmentKeys.merchant.mchid}`

interface Fixtures {
  /** The path of the state file, which is alone in its folder. */
  stateFile: string
  /** The failures that the server reported. */
  failures: unknown[]
  /** A server that writes the state file before it answers. */
  mock: MockServer
}

const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads this pattern to learn which fixtures are needed
  failures: async ({}, use) => use([]),
  stateFile: async ({ folder }, use) => {
    await mkdir(join(folder, 'data'))
    await use(join(folder, 'data', 'state.json'))
  },
  mock: async ({ stateFile, failures }, use) => {
    await using mock = await createMockServer({ stateFile, stateSync: true, onFailure: (failure) => failures.push(failure) })
    await use(mock)
  },
})

async function call(mock: MockServer, body = OPEN) {
  return send(mock.url, await signedRequest(mock.credentials, { body }))
}

/** The state of the first merchant in the file at this moment. */
function savedIn(stateFile: string) {
  return JSON.parse(readFileSync(stateFile, 'utf8')).merchants[0].state
}

describe('a server that writes the state file before it answers', () => {
  test('saves each change before it answers: changes by a call, by the control API and in process', async ({ mock, stateFile }) => {
    const statusSaved = () => savedIn(stateFile).sub_merchants[0].gold_plan.JSAPI.status
    for (const [body, status] of [
      [OPEN, 'OPEN'],
      [CLOSE, 'CLOSED'],
    ] as const) {
      expect((await call(mock, body)).status).toBe(200)
      expect(statusSaved()).toBe(status)
    }
    await askControl(mock.url, 'PATCH', OWN, { punished: true })
    expect(savedIn(stateFile).tenant.punished).toBe(true)
    await mock.control.createMerchant({ mchid: '7' })
    expect(readFileSync(stateFile, 'utf8')).toContain('"mchid":"7"')
    await mock.control.merchant('7').remove()
    expect(readFileSync(stateFile, 'utf8')).not.toContain('"mchid":"7"')
  })

  test('saves how many calls a fault has answered, including the call just answered', async ({ mock, stateFile }) => {
    await mock.control.merchant(mock.credentials.mchid).addFault({ example: 'SYSTEM_ERROR', times: 2 })
    expect((await call(mock)).status).toBe(500)
    expect(savedIn(stateFile).faults.faults).toMatchObject([{ hits: 1 }])
  })

  test('saves the count of calls that named no platform key during a migration, including refused calls', async ({ mock, stateFile }) => {
    await mock.control.merchant(mock.credentials.mchid).startMigration()
    for (const [body, count] of [
      [OPEN, 1],
      ['{}', 2],
    ] as const) {
      await call(mock, body)
      const named = savedIn(stateFile).calls as readonly { readonly none: number }[]
      expect(named.reduce((total, { none }) => total + none, 0)).toBe(count)
    }
  })

  test('answers a repeated change with success only after the first change is in the file', async ({ mock, stateFile }) => {
    const seen = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const { status } = await call(mock)
        return [status, savedIn(stateFile).sub_merchants[0].gold_plan.JSAPI.status]
      }),
    )
    expect(seen).toEqual(seen.map(() => [200, 'OPEN']))
  })

  test('answers calls with 500 and control requests with 503 while the file cannot be written, reports why, and later recovers', async ({
    mock,
    folder,
    stateFile,
    failures,
  }) => {
    await rename(join(folder, 'data'), join(folder, 'away'))
    for (let turn = 0; turn < 2; turn++) {
      const answer = await call(mock)
      expect(errorOf(answer)).toMatchObject({ status: 500, code: 'SYSTEM_ERROR' })
      expect(answer.headers).toHaveProperty('wechatpay-signature')
    }
    const refused = {
      status: 503,
      body: { code: 'STATE_NOT_WRITTEN', message: expect.stringMatching(/^The state file can't be written \(ENOENT\), /) },
    }
    expect(await askControl(mock.url, 'PATCH', OWN, { punished: true })).toMatchObject(refused)
    expect(await askControl(mock.url, 'GET', OWN)).toMatchObject(refused)
    expect((await askControl(mock.url, 'GET', '/__mock/health')).status).toBe(200)
    for (const failure of failures)
      expect(failure).toMatchObject({ message: expect.stringMatching(/state\.json can't be written: ENOENT/) })
    expect(failures.length).toBeGreaterThan(0)
    await rename(join(folder, 'away'), join(folder, 'data'))
    expect((await askControl(mock.url, 'PATCH', OWN, { punished: false })).status).toBe(200)
    expect((await call(mock)).status).toBe(200)
    expect(savedIn(stateFile)).toMatchObject({ sub_merchants: [{ gold_plan: { JSAPI: { status: 'OPEN' } } }], tenant: { punished: false } })
  })

  test('answers a request that changes nothing even while the file cannot be written', async ({ mock, folder }) => {
    await rename(join(folder, 'data'), join(folder, 'away'))
    expect((await askControl(mock.url, 'GET', OWN)).status).toBe(200)
    const list = await signedRequest(mock.credentials, { method: 'GET', target: '/v3/certificates', body: '' })
    expect((await send(mock.url, list)).status).toBe(200)
    await rename(join(folder, 'away'), join(folder, 'data'))
  })

  test('leaves a file that the next server reads and does not change', async ({ mock, stateFile }) => {
    await call(mock)
    await mock.close()
    const text = await readFile(stateFile, 'utf8')
    await using next = await createMockServer({ stateFile })
    await next.close()
    expect(await readFile(stateFile, 'utf8')).toBe(text)
  })
})
