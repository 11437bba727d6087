import { afterEach, beforeEach, describe, expect, vi } from 'vitest'
import { createWechatpay } from '../../../client/index.ts'
import { test } from '../vitest.ts'

// Most of these tests fail on purpose: failed-test.test.ts runs them and reads what they print.

const OPEN = { sub_mchid: '1900000109', operation_type: 'OPEN' } as const

test('prints its exchanges', async ({ merchant }) => {
  const { changegoldplanstatus } = merchant.wxpay.v3.goldplan.merchants
  await changegoldplanstatus.post(OPEN)
  await changegoldplanstatus.post({ sub_mchid: '1900000109' } as never).catch(() => undefined)
  const { changegoldplanstatus: late } = createWechatpay({ ...merchant.clientOptions, now: () => 0 }).v3.goldplan.merchants
  await late.post(OPEN).catch(() => undefined)
  expect(await merchant.requests()).toEqual('something else')
})

test('prints the last of many exchanges', async ({ merchant }) => {
  for (let call = 0; call < 25; call++) await merchant.wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)
  expect.soft(1).toBe(2)
})

test('prints the faults that acted', async ({ merchant }) => {
  const { changegoldplanstatus } = merchant.wxpay.v3.goldplan.merchants
  await merchant.addFault({ latency_ms: 20_000 })
  await changegoldplanstatus.post(OPEN, { timeout: 200 }).catch(() => undefined)
  await merchant.addFault({ signature: 'tampered' })
  await changegoldplanstatus.post(OPEN)
})

test('prints the requests that name no known merchant', async ({ merchant }) => {
  const { changegoldplanstatus } = merchant.wxpay.v3.goldplan.merchants
  await changegoldplanstatus.post(OPEN)
  await fetch(`${merchant.clientOptions.baseURL}/v3/goldplan/merchant/changegoldplanstatus`, { method: 'POST' })
  await createWechatpay({ ...merchant.clientOptions, mchid: '1999999999' }).v3.goldplan.merchants.changegoldplanstatus.post(OPEN)
})

describe('with another time', () => {
  beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2035), toFake: ['Date'] }))
  afterEach(() => void vi.useRealTimers())

  test('prints a request without Authorization', async ({ merchant }) => {
    const answer = await fetch(`${merchant.clientOptions.baseURL}/v3/certificates`)
    expect(answer.status).toBe(200)
  })
})

test('prints that nothing arrived', async ({ merchant }) => {
  expect(merchant.mchid).toBe('')
})

const withShop = test.extend<{ shop: string }>({
  shop: async ({ merchant }, use) => {
    await use(merchant.mchid)
    throw new Error('the shop can not be closed')
  },
})

withShop('prints its exchanges when the teardown of a fixture fails', async ({ merchant, shop }) => {
  await merchant.wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)
  expect(shop).toBe(merchant.mchid)
})

test('prints its exchanges when a hook at its end fails', async ({ merchant, onTestFinished }) => {
  await merchant.wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)
  onTestFinished(async () => expect(await merchant.requests()).toEqual([]))
})

describe('around each', () => {
  test.aroundEach(async (runTest, { merchant }) => {
    await runTest()
    expect(await merchant.requests()).toEqual([])
  })

  test('prints its exchanges when a hook around it fails', async ({ merchant }) => {
    await merchant.wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)
  })
})

describe.concurrent('at the same time', () => {
  test.for(['one', 'two', 'three'])('fails: %s', async (_, { merchant }) => {
    await merchant.wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)
    throw new Error('of a concurrent test')
  })
})

test('fails after it has removed its merchant', async ({ merchant }) => {
  await merchant.remove()
  throw new Error('an error of the test itself')
})

test('passes', async ({ merchant }) => {
  await merchant.wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)
})

test.fails('fails as expected', async ({ merchant }) => {
  await merchant.wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)
  throw new Error('wanted')
})
