import * as fc from 'fast-check'
import { describe, expect } from 'vitest'
import { merchantConditions, merchantDefaults } from '../../../contracts/control/index.ts'
import { developmentKeys, type MerchantControl } from '../../../contracts/index.ts'
import { createMockServer, type MockServer } from '../../../mock-server/index.ts'
import { test } from '../../control-test.ts'
import { PINNED } from '../../mock-test.ts'
import { send } from '../../send.ts'
import { CLOSE, OPEN, signedRequest } from '../../signed-request.ts'

const { platform, nextPlatform, merchant: shipped } = developmentKeys
const TARGET = '/__mock/merchants/1900000100/snapshot'
const DEFAULTS = Object.fromEntries(merchantConditions.map((name) => [name, merchantDefaults[name]]))

async function changeAll(own: MerchantControl): Promise<void> {
  await own.change({ type: 'channel_partner', gold_plan_open: true, custom_page_link: false })
  await own.putSubMerchant('2', { punished: true, advertising_industry_filters: ['CAR'] })
  await own.removeSubMerchant('1900000109')
  await own.addFault({ example: 'SYSTEM_ERROR', times: 3 })
  await own.setClock({ advance: '1h', gateway_skew: '250ms' })
  await own.setPlatform({ certificates: [{ serial_no: nextPlatform.serial, share: 100 }] })
  await own.setCertificate({ status: 'expired' })
}

describe('a snapshot', () => {
  test('has all of the state except the keys and the journal', async ({ ask, own }) => {
    await changeAll(own)
    const { status, body } = await ask('GET', TARGET)
    expect(status).toBe(200)
    expect(body).toEqual({
      merchant: { ...DEFAULTS, type: 'channel_partner', custom_page_link: false },
      sub_merchants: [await own.subMerchant('2')],
      faults: await own.faults(),
      clock: { reset: true, advance: '3600s', gateway_skew: '250ms' },
      platform: { certificates: [{ serial_no: nextPlatform.serial, share: 100 }], public_key: null },
      migration: null,
      calls: [],
      certificate: { serial_no: shipped.serial, status: 'expired' },
    })
    expect(JSON.stringify(body)).not.toContain('PRIVATE KEY')
  })

  test('restores its state after changes', async ({ own, call }) => {
    const before = await own.snapshot()
    await call()
    await changeAll(own)
    await own.setClock({ pin: 5 })
    expect(await own.restore(before)).toEqual(before)
    expect(await own.snapshot()).toEqual(before)
    expect((await call()).headers['wechatpay-serial']).toBe(platform.serial)
  })

  test('restores the settings of the clock, not the time that the clock showed', async ({ own, clock }) => {
    await own.setClock({ advance: '1h' })
    const before = await own.snapshot()
    clock.now += 60_000
    await own.restore(before)
    expect(await own.clock()).toMatchObject({ business_time: PINNED / 1000 + 3_660, pin: null })
    await own.setClock({ pin: 1_000.5, advance: '-1s' })
    expect((await own.snapshot()).clock).toEqual({ reset: true, pin: 1_000.5, advance: '-1s', gateway_skew: '0s' })
  })

  test('restores the certificate that was current when the snapshot was made, and later certificates become unknown', async ({
    own,
    mock,
    callAs,
  }) => {
    const first = await own.snapshot()
    const second = await own.setCertificate({ renew: true })
    const between = await own.snapshot()
    const third = await own.setCertificate({ renew: true })
    const statusOf = async (certificate: typeof second) => (await callAs({ ...mock.credentials, ...certificate })).status
    await own.restore(between)
    expect([await statusOf(second), await statusOf(third)]).toEqual([200, 401])
    expect(await own.certificate()).toEqual(second)
    await own.restore(first)
    expect((await callAs(mock.credentials)).status).toBe(200)
    await expect(own.restore(between)).rejects.toMatchObject({ detail: { field: '/body/certificate/serial_no' } })
    expect((await own.setCertificate({ renew: true })).serial_no).not.toBe(second.serial_no)
  })

  test('leaves the journal and the private key of the merchant as they are when it is restored', async ({ own, call }) => {
    const before = await own.snapshot()
    await call()
    await own.restore(before)
    expect(await own.requests()).toHaveLength(1)
    expect((await own.certificate()).private_key).toBe(shipped.privateKey)
  })

  test('is restored with its fault IDs, and the IDs of new faults continue after the highest one', async ({ own }) => {
    await own.addFault({ latency_ms: 0 })
    await own.addFault({ latency_ms: 1 })
    const { faults } = await own.snapshot()
    await own.reset()
    await own.restore({ faults })
    expect(await own.addFault({ latency_ms: 2 })).toMatchObject({ id: 3 })
    expect((await own.faults()).map(({ id }) => id)).toEqual([1, 2, 3])
  })

  test('removes a later fault when it is restored, and no new fault gets the ID of the removed fault', async ({ own }) => {
    const { faults } = await own.snapshot()
    await own.addFault({ latency_ms: 0 })
    await own.restore({ faults })
    expect(await own.addFault({ latency_ms: 0 })).toMatchObject({ id: 2 })
  })

  test('that has only some parts of the state does not change the other parts', async ({ own }) => {
    await changeAll(own)
    const before = await own.snapshot()
    expect(await own.restore({})).toEqual(before)
    expect(await own.restore({ merchant: { punished: true } })).toEqual({ ...before, merchant: { ...before.merchant, punished: true } })
    expect(await own.restore({ sub_merchants: [], clock: { pin: 7 } })).toEqual({
      ...before,
      merchant: { ...before.merchant, punished: true },
      sub_merchants: [],
      clock: { reset: true, pin: 7, advance: '0s', gateway_skew: '0s' },
    })
    expect(await own.restore({ faults: [] })).toMatchObject({ faults: [], certificate: { status: 'expired' } })
  })

  test('of one merchant can be restored on another merchant, except for its certificate', async ({ control, own }) => {
    await changeAll(own)
    const { certificate, ...rest } = await own.snapshot()
    const { mchid } = await control.createMerchant()
    expect(await control.merchant(mchid).restore(rest)).toMatchObject(rest)
    await expect(control.merchant(mchid).restore({ certificate })).rejects.toMatchObject({
      status: 400,
      detail: { field: '/body/certificate/serial_no', seen: shipped.serial },
    })
  })

  test.for<[unknown, string]>([
    [{ merchant: { type: 'bank' } }, '/body/merchant/type'],
    [{ merchant: { mchid: '1' } }, '/body/merchant/mchid'],
    [{ sub_merchants: [{ sub_mchid: '2' }] }, '/body/sub_merchants/0/gold_plan'],
    [{ sub_merchants: {} }, '/body/sub_merchants'],
    [{ faults: [{ example: 'SYSTEM_ERROR' }] }, '/body/faults/0/id'],
    [{ faults: [{ id: 1, seen: 0, hits: 0, example: 'NONE' }] }, '/body/faults/0/example'],
    [{ faults: [{ id: 1, seen: 0, hits: 0 }] }, '/body/faults/0'],
    [{ faults: [1, 2, 1].map((id) => ({ id, seen: 0, hits: 0, status: 200 })) }, '/body/faults/2/id'],
    [{ clock: {} }, '/body/clock'],
    [{ clock: { pin: 0, advance: '-1s' } }, '/body/clock'],
    [{ clock: { pin: 4_294_967_295, gateway_skew: '1s' } }, '/body/clock'],
    [{ faults: [{ id: 1e21, seen: 0, hits: 0, status: 200 }] }, '/body/faults/0/id'],
    [{ faults: [{ id: 1, seen: 1e21, hits: 0, status: 200 }] }, '/body/faults/0/seen'],
    [{ faults: [{ id: 1, seen: 0, hits: 1e21, status: 200 }] }, '/body/faults/0/hits'],
    [{ faults: [{ id: 1, seen: 0, hits: 0, limit: 1, per: '1s', period: { began: 1e21, calls: 0 } }] }, '/body/faults/0/period/began'],
    [{ faults: [{ id: 1, seen: 0, hits: 0, limit: 1, per: '1s', period: { began: 0, calls: 1e21 } }] }, '/body/faults/0/period/calls'],
    [{ platform: { certificates: [] } }, '/body/platform'],
    [{ platform: { certificates: [{ serial_no: '0'.repeat(40), share: 100 }] } }, '/body/platform/certificates'],
    [{ certificate: { serial_no: shipped.serial } }, '/body/certificate/status'],
    [{ certificate: { serial_no: shipped.serial, status: 'replaced' } }, '/body/certificate/status'],
    [{ certificate: { serial_no: '0', status: 'valid' } }, '/body/certificate/serial_no'],
    [{ requests: [] }, '/body/requests'],
    [undefined, '/body'],
  ])('with an invalid part is refused and changes nothing: %j', async ([part, field], { ask, own }) => {
    await changeAll(own)
    const before = await own.snapshot()
    // The other parts of the body are valid.
    const body = part && { merchant: { punished: true }, sub_merchants: [], ...(part as object) }
    expect(await ask('PUT', TARGET, body)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST', detail: { field } } })
    expect(await own.snapshot()).toEqual(before)
  })

  test('is refused when the gold plan is open for MINIPROGRAM but has a closed_at', async ({ ask, own }) => {
    const record = await own.subMerchant('1900000109')
    const gold_plan = { ...record.gold_plan, MINIPROGRAM: { status: 'OPEN', closed_at: 5 } }
    expect(await ask('PUT', TARGET, { sub_merchants: [{ ...record, gold_plan }] })).toMatchObject({
      status: 400,
      body: { detail: { field: '/body/sub_merchants/0/gold_plan/MINIPROGRAM/closed_at', seen: 5 } },
    })
    expect(await own.subMerchant('1900000109')).toEqual(record)
  })

  test('can have the highest fault ID and counts: calls do not raise the counts, and no fault can be added', async ({ ask, own, call }) => {
    const highest = Number.MAX_SAFE_INTEGER
    await own.restore({ faults: [{ id: highest, seen: highest, hits: highest, latency_ms: 0, rate: 1 }] })
    await call()
    expect(await own.faults()).toMatchObject([{ seen: highest, hits: highest }])
    expect(await ask('POST', TARGET.replace('snapshot', 'faults'), { status: 200 })).toMatchObject({ status: 409 })
    const { faults } = await own.snapshot()
    expect(await own.restore({ faults })).toMatchObject({ faults })
  })

  test('is refused when a sub-merchant occurs twice', async ({ ask, own }) => {
    const record = await own.subMerchant('1900000109')
    expect(await ask('PUT', TARGET, { sub_merchants: [record, record] })).toMatchObject({
      status: 400,
      body: { detail: { field: '/body/sub_merchants/1/sub_mchid', seen: '1900000109', wanted: 'occur only once' } },
    })
  })
})

type Step = (own: MerchantControl, mock: MockServer) => Promise<unknown>

async function call(mock: MockServer, body: string): Promise<void> {
  await send(mock.url, await signedRequest(mock.credentials, { body, now: PINNED }))
}

/** Generates one random change of the state, by a gold plan call or by the control API. */
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom(OPEN, CLOSE).map(
    (body): Step =>
      (_, mock) =>
        call(mock, body),
  ),
  fc.record({ punished: fc.boolean(), custom_page_link: fc.boolean() }).map(
    (conditions): Step =>
      (own) =>
        own.change(conditions),
  ),
  fc.record({ number: fc.constantFrom('1900000109', '2', '3'), closed_at: fc.nat() }).map(
    ({ number, closed_at }): Step =>
      (own) =>
        own.putSubMerchant(number, { gold_plan: { MINIPROGRAM: { status: 'CLOSED', closed_at } } }),
  ),
  fc.constantFrom('1900000109', '2', '3').map(
    (number): Step =>
      (own) =>
        own.removeSubMerchant(number),
  ),
  fc.constantFrom({ example: 'SYSTEM_ERROR', times: 2 }, { latency_ms: 0 }, { limit: 1, per: '1h' }).map(
    (fault): Step =>
      (own) =>
        own.addFault(fault),
  ),
  fc.constant<Step>((own) => own.clearFaults()),
  fc
    .oneof(
      fc.record({ advance: fc.integer({ min: -9e6, max: 9e6 }).map((milliseconds) => `${milliseconds}ms`) }),
      fc.record({ gateway_skew: fc.integer({ min: -400, max: 400 }).map((seconds) => `${seconds}s`) }),
      fc.record({ pin: fc.constantFrom(PINNED / 1000, PINNED / 1000 + 0.001, 1e9) }),
    )
    .map(
      (change): Step =>
        (own) =>
          own.setClock(change),
    ),
  fc.integer({ min: 0, max: 100 }).map(
    (share): Step =>
      (own) =>
        own.setPlatform({ certificates: [{ serial_no: nextPlatform.serial, share }], public_key: { share: 100 - share } }),
  ),
  fc.constantFrom({ renew: true } as const, { status: 'revoked' } as const).map(
    (change): Step =>
      (own) =>
        own.setCertificate(change),
  ),
  fc.constant<Step>((own) => own.restore({ faults: [], merchant: { punished: false } })),
)
const steps = fc.array(step, { maxLength: 8 })

/** Accepts a refusal by the control API, because the state can make a random change impossible. Any other error fails the test. */
function expectRefusal(error: unknown): void {
  expect(error).toMatchObject({ code: expect.stringMatching(/^(NOT_FOUND|CONFLICT|INVALID_REQUEST)$/) })
}

describe('a snapshot of any state', () => {
  test('restores exactly that state after any further changes', async () => {
    await using mock = await createMockServer({ now: () => PINNED })
    const own = mock.control.merchant(mock.credentials.mchid)
    const run = async (changes: readonly Step[]) => {
      for (const change of changes) await change(own, mock).catch(expectRefusal)
    }
    await fc.assert(
      fc.asyncProperty(steps, steps, async (before, after) => {
        await own.reset()
        await run(before)
        const snapshot = await own.snapshot()
        const [clock, platform, faults] = [await own.clock(), await own.platform(), await own.faults()]
        await run(after)
        expect(await own.restore(snapshot)).toEqual(snapshot)
        expect(await own.snapshot()).toEqual(snapshot)
        expect([await own.clock(), await own.platform(), await own.faults()]).toEqual([clock, platform, faults])
      }),
      { numRuns: 40 },
    )
  })
})
