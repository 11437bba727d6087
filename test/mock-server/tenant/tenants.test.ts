import { describe, expect, it } from 'vitest'
import { createWechatpay } from '../../../client/index.ts'
import { createMockServer } from '../../../mock-server/index.ts'
import { clientOptions } from '../../client/client-options.ts'
import { EVERY } from '../../every.ts'

const NOW = 1_700_000_000
const TENANTS = EVERY ? 200 : 40

describe(`${TENANTS} tenants of one server`, () => {
  it('work at the same time, and each sees only its own state', async () => {
    await using mock = await createMockServer({ now: () => NOW * 1000 })
    const { control } = mock
    await Promise.all(Array.from({ length: TENANTS }, (_, index) => useTenant(index + 1)))
    expect(await control.merchant(mock.credentials.mchid).requests()).toEqual([])
    expect(await control.unclaimedRequests()).toEqual([])

    async function useTenant(index: number): Promise<void> {
      const sub_mchid = String(index)
      const merchant = await control.createMerchant({ sub_mchids: [sub_mchid] })
      const controls = control.merchant(merchant.mchid)
      await controls.addFault({ status: 500, body: { code: `FAULT_${index}`, message: '' } })
      await controls.putSubMerchant(sub_mchid, { gold_plan: { JSAPI: { status: 'OPEN' } } })
      // Any two clocks differ by more than the tolerance.
      await controls.setClock({ gateway_skew: `${index * 1000}s`, advance: `${index}h` })
      const wxpay = createWechatpay({ ...clientOptions(merchant), now: () => (NOW + index * 1000) * 1000 })
      const close = () => wxpay.v3.goldplan.merchants.changegoldplanstatus({ sub_mchid, operation_type: 'CLOSE' })
      await expect(close()).rejects.toMatchObject({ code: `FAULT_${index}` })
      expect((await close()).data).toEqual({ sub_mchid })

      const closed = { status: 'CLOSED', closed_at: NOW + index * 3600 }
      const never = { status: 'CLOSED', closed_at: null }
      expect(await controls.snapshot()).toMatchObject({
        sub_merchants: [{ sub_mchid, gold_plan: { JSAPI: closed, MINIPROGRAM: never } }],
        faults: [{ id: 1, seen: 1, hits: 1, body: { code: `FAULT_${index}` } }],
        clock: { gateway_skew: `${index * 1000}s`, advance: `${index * 3600}s` },
      })
      const entries = await controls.requests()
      expect(entries.map(({ status, code }) => [status, code])).toEqual([
        [200, null],
        [500, `FAULT_${index}`],
      ])
      for (const { message, headers, body } of entries) {
        expect(message).toContain(`\n${NOW + index * 1000}\n`)
        expect(headers['authorization']).toContain(`mchid="${merchant.mchid}"`)
        expect(body).toContain(`"sub_mchid":"${sub_mchid}"`)
      }
    }
  })
})
