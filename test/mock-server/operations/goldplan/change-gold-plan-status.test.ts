import { describe, expect } from 'vitest'
import { test as base, type Clock, PINNED } from '../../../mock-test.ts'

const HOUR = 3_600_000
const DONE = { status: 200, body: '{"sub_mchid":"1900000109"}' }
const TOO_EARLY = { status: 400, body: '{"code":"INVALID_REQUEST","message":"请特约商户关闭点金计划24小时后再试"}' }

type Change = (operation_type: 'OPEN' | 'CLOSE', operation_pay_scene?: string) => Promise<{ status: number; body: string }>

const test = base.extend<{ change: Change }>({
  change: async ({ call }, use) => {
    await use(async (operation_type, operation_pay_scene) => {
      const { status, body } = await call({ body: JSON.stringify({ sub_mchid: '1900000109', operation_type, operation_pay_scene }) })
      return { status, body }
    })
  },
})

function wait(clock: Clock, milliseconds: number): void {
  clock.now += milliseconds
}

describe('changing the gold plan status', () => {
  test('opens the gold plan, and accepts the same call a second time', async ({ change }) => {
    expect(await change('OPEN')).toEqual(DONE)
    expect(await change('OPEN')).toEqual(DONE)
  })

  test('can close a gold plan that was never open, and allows opening it at once', async ({ change }) => {
    expect(await change('CLOSE')).toEqual(DONE)
    expect(await change('OPEN')).toEqual(DONE)
  })

  test('refuses to open within 24 hours of a close, to the millisecond', async ({ change, clock }) => {
    wait(clock, 357)
    await change('OPEN')
    await change('CLOSE')
    wait(clock, 24 * HOUR - 1)
    expect(await change('OPEN')).toEqual(TOO_EARLY)
    wait(clock, 1)
    expect(await change('OPEN')).toEqual(DONE)
  })

  test('counts the 24 hours from the first close, not from a repeated close', async ({ change, clock }) => {
    await change('OPEN')
    await change('CLOSE')
    wait(clock, 23 * HOUR)
    await change('CLOSE')
    wait(clock, HOUR)
    expect(await change('OPEN')).toEqual(DONE)
  })

  test('counts the 24 hours from the second close if the plan was opened between the two closes', async ({ change, clock }) => {
    await change('OPEN')
    await change('CLOSE')
    wait(clock, 24 * HOUR)
    await change('OPEN')
    await change('CLOSE')
    wait(clock, 24 * HOUR - 1)
    expect(await change('OPEN')).toEqual(TOO_EARLY)
  })

  test('changes the payment scene JSAPI when the call names no payment scene', async ({ change }) => {
    await change('OPEN')
    await change('CLOSE', 'JSAPI')
    expect(await change('OPEN')).toEqual(TOO_EARLY)
    expect(await change('OPEN', 'MINIPROGRAM')).toEqual(DONE)
  })

  test('opens both payment scenes or neither', async ({ change, clock }) => {
    await change('OPEN', 'JSAPI')
    await change('CLOSE', 'JSAPI')
    wait(clock, HOUR)
    expect(await change('OPEN', 'JSAPI_AND_MINIPROGRAM')).toEqual(TOO_EARLY)
    // If the refused call had opened MINIPROGRAM, this close would start the 24 hours for MINIPROGRAM.
    await change('CLOSE', 'MINIPROGRAM')
    expect(await change('OPEN', 'MINIPROGRAM')).toEqual(DONE)
  })

  test('closes both payment scenes in one call', async ({ change }) => {
    await change('OPEN', 'JSAPI_AND_MINIPROGRAM')
    await change('CLOSE', 'JSAPI_AND_MINIPROGRAM')
    expect(await change('OPEN', 'JSAPI')).toEqual(TOO_EARLY)
    expect(await change('OPEN', 'MINIPROGRAM')).toEqual(TOO_EARLY)
  })

  test('refuses an unknown sub-merchant', async ({ call }) => {
    const { status, body } = await call({ body: '{"sub_mchid":"1900000110","operation_type":"OPEN"}' })
    expect({ status, body }).toEqual({
      status: 400,
      body: '{"code":"MCH_NOT_EXISTS","message":"特约商户号不存在，请确认特约商户号准确性"}',
    })
  })

  test('changes nothing when it refuses a call', async ({ change, call, clock }) => {
    await change('OPEN')
    const close = { sub_mchid: '1900000109', operation_type: 'CLOSE' }
    await call({ body: JSON.stringify({ ...close, extra: 1 }) })
    await call({ body: JSON.stringify(close), headers: { Authorization: 'Bearer x' } })
    await call({ body: JSON.stringify(close), now: PINNED - 301_000 })
    await call({ body: JSON.stringify(close), headers: { 'Accept-Language': '*' } })
    // If one of these calls had closed the gold plan, this close would not start the 24 hours.
    wait(clock, 25 * HOUR)
    await change('CLOSE')
    expect(await change('OPEN')).toEqual(TOO_EARLY)
  })

  test('answers 64 concurrent calls as it would answer them one after another in some order', async ({ change }) => {
    await change('OPEN')
    const answers = await Promise.all(Array.from({ length: 64 }, (_, index) => change(index % 2 ? 'OPEN' : 'CLOSE')))
    const [closes, opens = []] = [0, 1].map((rest) => answers.filter((_, index) => index % 2 === rest))
    // In every order the first CLOSE closes the plan, and every OPEN after it is refused as too early. No CLOSE is refused.
    expect(closes).toEqual(Array(32).fill(DONE))
    expect(opens).toHaveLength(32)
    for (const answer of opens) expect([DONE, TOO_EARLY]).toContainEqual(answer)
    expect(await change('OPEN')).toEqual(TOO_EARLY)
  })
})
