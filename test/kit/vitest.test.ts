import { describe, expect } from 'vitest'
import { createControl, createWechatpay } from '../../client/index.ts'
import { callbackHandler } from '../mock-server/notifications/callback-handler.ts'
import { test } from './vitest.ts'

const SUB_MCHID = '1900000109'
const OPEN = { sub_mchid: SUB_MCHID, operation_type: 'OPEN' } as const

describe('the fixture `merchant`', () => {
  test('sends a request, and then reads its effect and the received request', async ({ merchant }) => {
    await merchant.wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)
    expect((await merchant.subMerchant(SUB_MCHID)).gold_plan.JSAPI.status).toBe('OPEN')
    expect(await merchant.requests({ operation: 'changeGoldPlanStatus' })).toMatchObject([{ status: 200, verdict: 'valid' }])
  })

  const seen = new Set<string>()

  test.for([1, 2, 3])('is new in each test and has no requests; earlier merchants are removed: %i', async (_, { merchant }) => {
    expect(seen).not.toContain(merchant.mchid)
    const control = createControl(merchant.credentials.base_url)
    for (const mchid of seen) await expect(control.merchant(mchid).read()).rejects.toMatchObject({ status: 404 })
    seen.add(merchant.mchid)
    expect(await merchant.requests()).toEqual([])
    await merchant.addFault({ example: 'SYSTEM_ERROR', times: 5 })
  })

  test('waits for a request that arrives later', async ({ merchant }) => {
    const waiting = merchant.waitForRequest({ operation: 'closeAdvertisingShow' })
    const call = merchant.wxpay.v3.goldplan.merchants.closeAdvertisingShow.post({ sub_mchid: SUB_MCHID })
    await expect(call).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
    expect(await waiting).toMatchObject({ example: 'SUB_MERCHANT_GOLDPLAN_CLOSED' })
  })

  test('lists the received requests when the awaited request does not arrive', async ({ merchant }) => {
    await merchant.wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)
    await expect(merchant.waitForRequest({ code: 'SIGN_ERROR' }, 30)).rejects.toThrow(
      'No request matched {"code":"SIGN_ERROR"} within 30 ms; received: changeGoldPlanStatus 200',
    )
  })

  test('sends a notification to a handler, and waits until the handler has answered', async ({ merchant }) => {
    const { url, received } = await callbackHandler(204)
    const { id } = await merchant.notify({ url, event_type: 'TRANSACTION.SUCCESS' })
    expect(await merchant.waitForNotification(id)).toMatchObject({ state: 'succeeded', attempts: [{ status: 204 }] })
    expect(received).toHaveLength(1)
  })

  test('may be removed by the test itself', async ({ merchant }) => {
    await merchant.remove()
    await expect(merchant.requests()).rejects.toThrow(`There is no merchant ${merchant.mchid}`)
  })

  test('has the options to create another client', async ({ merchant }) => {
    const later = createWechatpay({ ...merchant.clientOptions, now: () => Date.now() - 400_000 })
    await expect(later.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)).rejects.toMatchObject({ code: 'SIGN_ERROR' })
  })

  const withExpired = test.extend({ merchantChoice: { verification: 'expired_certificate' as const } })

  withExpired('may have an expired platform certificate', async ({ merchant }) => {
    await expect(merchant.wxpay.v3.certificates.get()).rejects.toMatchObject({ status: 404, code: 'RESOURCE_NOT_EXISTS' })
  })

  const byPublicKey = test.extend({ merchantChoice: { verification: 'public_key' as const } })

  byPublicKey('has the settings that the test chooses', async ({ merchant }) => {
    const { headers } = await merchant.wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)
    expect(headers['wechatpay-serial']).toBe(merchant.credentials.platform_public_key?.id)
  })
})
