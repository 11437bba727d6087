import { expect } from 'vitest'
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

test('prints the end of many exchanges', async ({ merchant }) => {
  for (let call = 0; call < 25; call++) await merchant.wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)
  expect.soft(1).toBe(2)
})

test('prints that nothing arrived', async ({ merchant }) => {
  expect(merchant.mchid).toBe('')
})

test('has removed its merchant before', async ({ merchant }) => {
  await merchant.remove()
  throw new Error('an error of the test itself')
})

test('passes', async ({ merchant }) => {
  await merchant.wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)
})

test.fails('fails as wanted', async ({ merchant }) => {
  await merchant.wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)
  throw new Error('wanted')
})
