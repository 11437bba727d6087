import assert from 'node:assert/strict'
import { createWechatpay } from '../../client/index.ts'
import type { Control } from '../../contracts/index.ts'
import { createMockServer } from '../../mock-server/index.ts'
import { clientOptions } from '../client/client-options.ts'
import { type Attack, Tally } from './attack.ts'

/** Seconds since 1970. */
const NOW = 1_700_000_000

/** Uses many merchants at the same time, each with its own state and clock, and checks that no merchant sees the state of another. */
export const tenants: Attack = {
  name: 'tenants',
  tries: 'merchants that are used at the same time',
  wrong: 'mixed up',
  sizes: { sample: 40, every: 300, soak: 1_000 },
  async run(seed, size) {
    await using mock = await createMockServer({ now: () => NOW * 1000 })
    const tally = new Tally()
    const check = async (whose: string, use: () => Promise<void>) =>
      use().catch((error) => tally.wrongIs(`${whose}: ${String(error).replace(/\s+/g, ' ')}`))
    // The seed decides in which order the tenants are created. The number of a tenant decides its state.
    const numbers = Array.from({ length: size }, (_, index) => 1 + ((index + seed) % size))
    await Promise.all(numbers.map((number) => check(`tenant ${number}`, () => useTenant(number, mock.control))))
    tally.tried(size)
    await check('the merchant that nobody used', async () => {
      assert.deepEqual(await mock.control.merchant(mock.credentials.mchid).requests(), [])
      assert.deepEqual(await mock.control.unclaimedRequests(), [])
    })
    return tally.outcome()
  },
}

/**
 * Creates a merchant and uses it. The clock of the server must be stopped at {@link NOW}.
 *
 * @throws {Error} When the merchant does not see its own state, or sees the state of another merchant.
 */
export async function useTenant(number: number, control: Control): Promise<void> {
  const sub_mchid = String(number)
  const merchant = await control.createMerchant({ sub_mchids: [sub_mchid] })
  const controls = control.merchant(merchant.mchid)
  await controls.addFault({ status: 500, body: { code: `FAULT_${number}`, message: '' } })
  await controls.putSubMerchant(sub_mchid, { gold_plan: { JSAPI: { status: 'OPEN' } } })
  // The clocks of any two merchants differ by more than the gateway tolerates in a timestamp.
  await controls.setClock({ gateway_skew: `${number * 1000}s`, advance: `${number}h` })
  const wxpay = createWechatpay({ ...clientOptions(merchant), now: () => (NOW + number * 1000) * 1000 })
  const close = () => wxpay.v3.goldplan.merchants.changegoldplanstatus({ sub_mchid, operation_type: 'CLOSE' })
  await assert.rejects(close(), { code: `FAULT_${number}` })
  assert.deepEqual((await close()).data, { sub_mchid })

  assert.partialDeepStrictEqual(await controls.snapshot(), ownSnapshot(number))
  const entries = await controls.requests()
  assert.deepEqual(
    entries.map(({ status, code }) => [status, code]),
    [
      [200, null],
      [500, `FAULT_${number}`],
    ],
  )
  for (const { message, headers, body } of entries) {
    assert.match(String(message), new RegExp(`\n${NOW + number * 1000}\n`))
    assert.match(String(headers['authorization']), new RegExp(`mchid="${merchant.mchid}"`))
    assert.match(String(body), new RegExp(`"sub_mchid":"${sub_mchid}"`))
  }
}

function ownSnapshot(number: number): object {
  const closed = { status: 'CLOSED', closed_at: NOW + number * 3600 }
  const never = { status: 'CLOSED', closed_at: null }
  return {
    sub_merchants: [{ sub_mchid: String(number), gold_plan: { JSAPI: closed, MINIPROGRAM: never } }],
    faults: [{ id: 1, seen: 1, hits: 1, body: { code: `FAULT_${number}` } }],
    clock: { gateway_skew: `${number * 1000}s`, advance: `${number * 3600}s` },
  }
}
