import { describe, expect } from 'vitest'
import { createWechatpay } from '../../../client/index.ts'
import { clientOptions } from '../../client/client-options.ts'
import { errorOf, test } from '../../control-test.ts'
import { PINNED } from '../../mock-test.ts'
import { CLOSE } from '../../signed-request.ts'

const NOW = PINNED / 1000
const RUNNING = { business_time: NOW, gateway_time: NOW, advance: '0s', gateway_skew: '0s', pin: null }

describe('the clock of a merchant', () => {
  test("shows the server's time at first, and runs with the server's clock", async ({ own, clock }) => {
    expect(await own.clock()).toEqual(RUNNING)
    clock.now += 1_500
    expect(await own.clock()).toEqual({ ...RUNNING, business_time: NOW + 1.5, gateway_time: NOW + 1.5 })
  })

  test('can be advanced by 24 hours, after which a closed gold plan can be opened again; signatures stay valid', async ({ own, call }) => {
    await call()
    await call({ body: CLOSE })
    expect((await call()).status).toBe(400)
    await own.setClock({ advance: '23h' })
    expect((await call()).status).toBe(400)
    expect(await own.setClock({ advance: '1h' })).toEqual({ ...RUNNING, business_time: NOW + 86_400, advance: '86400s' })
    expect((await call()).status).toBe(200)
    expect((await own.requests({ limit: 1 }))[0]?.change?.after.gold_plan.JSAPI).toEqual({ status: 'OPEN', closed_at: null })
  })

  test('determines closed_at, which is the business time when a gold plan was closed', async ({ own, call }) => {
    await own.setClock({ advance: '-1h' })
    await call()
    await call({ body: CLOSE })
    expect((await own.subMerchant('1900000109')).gold_plan.JSAPI).toEqual({ status: 'CLOSED', closed_at: NOW - 3_600 })
  })

  test.for([
    ['299s', 200],
    ['300s', 200],
    ['301s', 401],
    ['-299s', 200],
    ['-300s', 200],
    ['-301s', 401],
  ] as const)(
    'with a gateway_skew of %s makes the gateway answer with the status %i',
    async ([gateway_skew, status], { own, call, clock }) => {
      expect(await own.setClock({ gateway_skew })).toEqual({
        ...RUNNING,
        gateway_time: NOW + Number.parseInt(gateway_skew, 10),
        gateway_skew,
      })
      const answer = await call()
      expect(answer.status).toBe(status)
      const [entry] = await own.requests()
      expect(entry).toMatchObject(status === 401 ? { verdict: 'SIGN_ERROR_TIMESTAMP' } : { verdict: 'valid' })
      // A call that is signed at the gateway's time is accepted.
      const agreeing = await call({ now: clock.now + Number.parseInt(gateway_skew, 10) * 1000 })
      expect(agreeing.headers).toMatchObject({ 'wechatpay-timestamp': String(NOW + Number.parseInt(gateway_skew, 10)) })
    },
  )

  test.for([
    ['300s', 'accepts', undefined],
    ['-300s', 'accepts', undefined],
    ['301s', 'refuses', 'timestamp'],
    ['-301s', 'refuses', 'timestamp'],
  ] as const)(
    'with a gateway_skew of %s shifts the timestamp of the answer, and the client %s that timestamp',
    async ([gateway_skew, , check], { mock, own }) => {
      const ahead = Number.parseInt(gateway_skew, 10) * 1000
      await own.setClock({ gateway_skew })
      // The client signs with the gateway's time, and verifies the answer with its own time.
      let reads = 0
      const now = () => (reads++ === 0 ? PINNED + ahead : PINNED)
      const wxpay = createWechatpay({ ...clientOptions(mock.credentials), now })
      const [result] = await Promise.allSettled([
        wxpay.v3.goldplan.merchants.changegoldplanstatus.post({ sub_mchid: '1900000109', operation_type: 'OPEN' }),
      ])
      expect(result).toMatchObject(check ? { status: 'rejected', reason: { check } } : { status: 'fulfilled' })
    },
  )

  test('with a gateway_skew of more than five minutes makes a call fail with the documented error', async ({ own, call }) => {
    await own.setClock({ gateway_skew: '5m' })
    expect((await call()).status).toBe(200)
    await own.setClock({ gateway_skew: '301000ms' })
    expect(errorOf(await call())).toEqual({
      status: 401,
      code: 'SIGN_ERROR',
      message: 'Http头Authorization中的timestamp与发起请求的时间不得超过5分钟',
    })
  })

  test('stands still when it is pinned: both the business time and the gateway time', async ({ own, call, clock }) => {
    const pinned = {
      business_time: 1_500_000_000.25,
      gateway_time: 1_500_000_000.25,
      advance: '0s',
      gateway_skew: '0s',
      pin: 1_500_000_000.25,
    }
    expect(await own.setClock({ pin: 1_500_000_000.25 })).toEqual(pinned)
    clock.now += 86_400_000
    expect(await own.clock()).toEqual(pinned)
    expect((await call()).status).toBe(401)
    const answer = await call({ now: 1_500_000_000_000 })
    expect(answer.headers).toMatchObject({ 'wechatpay-timestamp': '1500000000', date: 'Fri, 14 Jul 2017 02:40:00 GMT' })
  })

  test('adds up advances and uses only the last skew; a pin discards the earlier advances and skews', async ({ own }) => {
    await own.setClock({ advance: '1h', gateway_skew: '5s' })
    await own.setClock({ advance: '30m', gateway_skew: '-2s' })
    expect(await own.clock()).toMatchObject({ advance: '5400s', gateway_skew: '-2s' })
    expect(await own.setClock({ pin: 1000 })).toEqual({
      business_time: 1000,
      gateway_time: 1000,
      advance: '0s',
      gateway_skew: '0s',
      pin: 1000,
    })
    expect(await own.setClock({ advance: '250ms' })).toMatchObject({
      business_time: 1000.25,
      gateway_time: 1000,
      advance: '250ms',
      pin: 1000,
    })
  })

  test('applies several changes in the order reset, pin, advance, gateway_skew', async ({ own }) => {
    await own.setClock({ advance: '9h', gateway_skew: '9s', pin: 5 })
    expect(await own.setClock({ gateway_skew: '1s', advance: '1m', pin: 1000, reset: true })).toEqual({
      business_time: 1060,
      gateway_time: 1001,
      advance: '60s',
      gateway_skew: '1s',
      pin: 1000,
    })
    expect(await own.setClock({ reset: true, advance: '1s' })).toEqual({ ...RUNNING, business_time: NOW + 1, advance: '1s' })
    expect(await own.setClock({ reset: true })).toEqual(RUNNING)
  })

  test('is independent of the clock of another merchant', async ({ control, own, call, callAs }) => {
    const merchant = await control.createMerchant()
    await own.setClock({ gateway_skew: '1h', advance: '48h' })
    expect(await control.merchant(merchant.mchid).clock()).toEqual(RUNNING)
    expect((await callAs(merchant)).status).toBe(200)
    expect((await call()).status).toBe(401)
  })

  test('is not used for a request that names no merchant', async ({ own, call }) => {
    await own.setClock({ pin: 0 })
    expect((await call({ headers: { Authorization: '' } })).headers.date).toBe(new Date(PINNED).toUTCString())
  })

  test('can be set to the start of 1970 and to the start of 2100', async ({ own, call }) => {
    expect(await own.setClock({ pin: 0 })).toMatchObject({ gateway_time: 0 })
    expect((await call({ now: 0 })).status).toBe(200)
    expect(await own.setClock({ pin: 4_102_444_800 })).toMatchObject({ gateway_time: 4_102_444_800 })
    expect((await call({ now: 4_102_444_800_000 })).status).toBe(200)
  })

  test('stops at the last second that fits into a Request-ID, while calls are still answered', async ({ own, call, clock }) => {
    const last = 4_294_967_295
    await own.restore({ clock: { advance: `${last - NOW - 1}s`, gateway_skew: `${last - NOW - 1}s` } })
    clock.now += 5_000
    expect(await own.clock()).toMatchObject({ business_time: last, gateway_time: last })
    expect((await call({ now: last * 1000 })).status).toBe(200)
    await call({ now: last * 1000, body: CLOSE })
    expect((await own.subMerchant('1900000109')).gold_plan.JSAPI.closed_at).toBe(last)
  })

  test('refuses an advance past the start of 2100, and names this limit', async ({ ask, own }) => {
    await own.setClock({ advance: `${4_102_444_800 - NOW}s` })
    expect(await ask('PUT', '/__mock/merchants/1900000100/clock', { advance: '1s' })).toMatchObject({
      status: 400,
      body: {
        message: expect.stringMatching(
          /^\/body must keep the business time between 0 and 4102444800 seconds since 1970, not at 4102444801; got /,
        ),
      },
    })
  })

  test.for([
    [{ advance: '-500000h' }, '/body'],
    [{ advance: '999999999999h' }, '/body'],
    [{ pin: 0, advance: '-1ms' }, '/body'],
    [{ pin: 0, gateway_skew: '-1ms' }, '/body'],
    [{ pin: 4_102_444_800, gateway_skew: '1s' }, '/body'],
    [{ pin: 4_102_444_800, advance: '1s' }, '/body'],
    [{ pin: -1 }, '/body/pin'],
    [{ pin: 4_294_967_296 }, '/body/pin'],
    [{ pin: 1e21 }, '/body/pin'],
    [{ pin: 'NaN' }, '/body/pin'],
    [{ pin: '1700000000' }, '/body/pin'],
    [{ pin: null }, '/body/pin'],
    [{ advance: '1e21s' }, '/body/advance'],
    [{ advance: 'NaNs' }, '/body/advance'],
    [{ advance: '4294967296s' }, '/body'],
    [{ gateway_skew: '9999999999999999h' }, '/body'],
    [{ advance: '1d' }, '/body/advance'],
    [{ advance: '+1h' }, '/body/advance'],
    [{ advance: '1.5h' }, '/body/advance'],
    [{ advance: '1 h' }, '/body/advance'],
    [{ advance: 'h' }, '/body/advance'],
    [{ advance: '' }, '/body/advance'],
    [{ advance: 60 }, '/body/advance'],
    [{ gateway_skew: '1H' }, '/body/gateway_skew'],
    [{ reset: false }, '/body/reset'],
    [{ skew: '1s' }, '/body/skew'],
    [{}, '/body'],
  ] as const)('does not change when the change is invalid: %j', async ([change, field], { ask, own }) => {
    await own.setClock({ advance: '1h', gateway_skew: '7s' })
    const before = await own.clock()
    expect(await ask('PUT', '/__mock/merchants/1900000100/clock', change)).toMatchObject({ status: 400, body: { detail: { field } } })
    expect(await own.clock()).toEqual(before)
  })
})
