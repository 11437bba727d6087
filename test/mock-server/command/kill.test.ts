import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { createControl, type MerchantControl } from '../../../contracts/index.ts'
import { createMockServer, type MockCredentials } from '../../../mock-server/index.ts'
import { EVERY } from '../../every.ts'
import { send } from '../../send.ts'
import { signedRequest } from '../../signed-request.ts'
import { credentialsOf, test } from './command-test.ts'

const KILLS = EVERY ? 40 : 1
const FILTERS = ['CAR', 'LAW', 'FOOD', 'GAME', 'SPORT']

/** Makes numbered changes. */
interface Client {
  /** Makes the change with this number. Returns whether the server acknowledged it. */
  readonly change: (number: number) => Promise<boolean>
  /** Returns the number of the last saved change, 0 when none is saved. `gatewayClient` returns this number modulo `FILTERS.length`. */
  readonly saved: (own: MerchantControl) => Promise<number>
}

/** Makes changes with the control API. Each change stores its number as the time at which the gold plan was closed. */
function controlClient({ base_url, mchid }: MockCredentials, sub_mchid: string): Client {
  const own = createControl(base_url).merchant(mchid)
  return {
    change: async (number) => {
      await own.putSubMerchant(sub_mchid, { gold_plan: { JSAPI: { status: 'CLOSED', closed_at: number } } })
      return true
    },
    saved: async (after) => (await after.subMerchant(sub_mchid)).gold_plan.JSAPI.closed_at ?? 0,
  }
}

/** Makes changes with signed requests to the gateway. Change `number` sets the filter with the index `number % FILTERS.length`. */
function gatewayClient(credentials: MockCredentials): Client {
  const sub_mchid = '1900000109'
  return {
    change: async (number) => {
      const body = JSON.stringify({ sub_mchid, advertising_industry_filters: [FILTERS[number % FILTERS.length]] })
      const target = '/v3/goldplan/merchants/set-advertising-industry-filter'
      return (await send(credentials.base_url, await signedRequest(credentials, { target, body }))).status === 204
    },
    saved: async (after) => FILTERS.indexOf((await after.subMerchant(sub_mchid)).advertising_industry_filters[0] ?? 'CAR'),
  }
}

/** Lets each client make changes, numbered from 1, until the server is gone. Returns how many changes of each client were acknowledged. */
async function acknowledged(clients: readonly Client[], onAcknowledged: () => void): Promise<number[]> {
  return Promise.all(
    clients.map(async ({ change }) => {
      let number = 0
      while (await change(number + 1).catch(() => false)) {
        number += 1
        onAcknowledged()
      }
      return number
    }),
  )
}

describe('a kill -9 while changes are made', () => {
  test(`loses no acknowledged change with --state-sync${KILLS > 1 ? ', and leaves a readable state file without it' : ''} (kills: ${KILLS})`, async ({
    start,
    folder,
  }) => {
    for (let turn = 0; turn < KILLS; turn++) {
      const isSync = turn % 2 === 0
      const child = start('--json', '--port', '0', '--state', 'state.json', '--log-level', 'silent', ...(isSync ? ['--state-sync'] : []))
      const credentials = await credentialsOf(child)
      const own = createControl(credentials.base_url).merchant(credentials.mchid)
      await own.putSubMerchant('1900000109', { gold_plan: { JSAPI: { status: 'OPEN' } } })
      for (const number of ['1', '2', '3']) await own.putSubMerchant(number)
      const clients = [gatewayClient(credentials), ...['1', '2', '3'].map((number) => controlClient(credentials, number))]
      let left = 20 + ((turn * 7) % 60)
      const closed = once(child, 'close')
      const counts = await acknowledged(clients, () => {
        left -= 1
        if (left === 0) child.kill('SIGKILL')
      })
      await closed

      // The killed server left its lock on the state file. The next server starts all the same.
      await using next = await createMockServer({ stateFile: join(folder, 'state.json') })
      const after = next.control.merchant(credentials.mchid)
      const saved = await Promise.all(clients.map((client) => client.saved(after)))
      if (isSync) {
        const [filter = 0, ...numbers] = counts
        // The killed server may have saved one more change that it did not acknowledge.
        expect([filter % FILTERS.length, (filter + 1) % FILTERS.length]).toContain(saved[0])
        for (const [index, number] of numbers.entries()) expect([number, number + 1]).toContain(saved[index + 1])
      }
      await next.close()
    }
  }, 1_800_000)
})
