import { describe, expect, it } from 'vitest'
import { ApiError } from '../../../../contracts/index.ts'
import { createMockServer, type MockServer, type OwnMerchant } from '../../../../mock-server/index.ts'
import { applyOperation } from '../../../../mock-server/operations/apply-operation.ts'
import type { Call, OperationContext } from '../../../../mock-server/operations/operation-handler.ts'
import type { RecordKey, SubMerchant } from '../../../../mock-server/store/records.ts'
import type { Store } from '../../../../mock-server/store/store.ts'
import { newSubMerchant } from '../../../../mock-server/tenant/sub-merchant.ts'
import { test } from '../../../mock-test.ts'
import { send } from '../../../send.ts'
import { signedRequest } from '../../../signed-request.ts'
import { breakableStore } from '../../store/breakable-store.ts'
import { storeWith, tenantOf } from '../../store/stored-tenant.ts'

const SUB_MCHID = '1900000109'
const BASE = '/v3/goldplan/merchants'
const CALLS: Readonly<Record<string, { method: string; target: string; fields: Record<string, unknown>; status: number }>> = {
  changeGoldPlanStatus: { method: 'POST', target: `${BASE}/changegoldplanstatus`, fields: { operation_type: 'OPEN' }, status: 200 },
  changeCustomPageStatus: { method: 'POST', target: `${BASE}/changecustompagestatus`, fields: { operation_type: 'OPEN' }, status: 200 },
  setAdvertisingIndustryFilter: {
    method: 'POST',
    target: `${BASE}/set-advertising-industry-filter`,
    fields: { advertising_industry_filters: ['SOFTWARE'] },
    status: 204,
  },
  openAdvertisingShow: { method: 'PATCH', target: `${BASE}/open-advertising-show`, fields: {}, status: 204 },
  closeAdvertisingShow: { method: 'POST', target: `${BASE}/close-advertising-show`, fields: {}, status: 204 },
}
const NAMES = Object.keys(CALLS)

function requestOf(name: string, sub_mchid = SUB_MCHID, more: Record<string, unknown> = {}) {
  const { method = '', target = '', fields } = CALLS[name] ?? {}
  return { method, target, body: JSON.stringify({ sub_mchid, ...fields, ...more }) }
}

describe('the operation', () => {
  test.for(NAMES)('%s succeeds for a sub-merchant whose gold plan is open', async (name, { call }) => {
    await call(requestOf('changeGoldPlanStatus'))
    const { status, body, headers } = await call(requestOf(name))
    expect(status).toBe(CALLS[name]?.status)
    expect(body).toBe(status === 204 ? '' : '{"sub_mchid":"1900000109"}')
    expect(headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8', 'wechatpay-signature': expect.any(String) })
  })

  test.for(NAMES)('%s answers 405 to any other method', async (name, { call }) => {
    for (const method of ['GET', 'PUT', 'DELETE', CALLS[name]?.method === 'PATCH' ? 'POST' : 'PATCH'])
      expect((await call({ ...requestOf(name), method })).status).toBe(405)
  })

  test.for(NAMES)('%s refuses an unknown field', async (name, { call }) => {
    const { body } = await call(requestOf(name, SUB_MCHID, { appid: 'wx' }))
    expect(JSON.parse(body).detail).toEqual({ location: null, value: ['/body/appid'] })
  })
})

describe('the check of the service provider', () => {
  const INSTITUTION = '只有普通服务商和普通渠道商才能调用该接口'
  const CLOSED = '请在服务商平台先行开通点金计划后再试'
  const PUNISHED = '请在服务商平台处理处罚后再试'

  it.each<[string, OwnMerchant, string]>([
    ['an institution', { type: 'institution', goldPlanOpen: false, punished: true }, INSTITUTION],
    ['a service provider that has not opened the gold plan itself', { goldPlanOpen: false, punished: true }, CLOSED],
    ['a punished service provider', { punished: true }, PUNISHED],
  ])('makes every operation refuse %s before the sub-merchant is checked', async (_, merchant, message) => {
    await using mock = await createMockServer({ merchant })
    for (const name of NAMES) {
      const { status, body } = await send(mock.url, await signedRequest(mock.credentials, requestOf(name, 'unknown')))
      expect({ status, body }).toEqual({ status: 400, body: JSON.stringify({ code: 'INVALID_REQUEST', message }) })
    }
  })

  it('lets a channel partner open a gold plan', async () => {
    await using mock = await createMockServer({ merchant: { type: 'channel_partner' } })
    expect((await send(mock.url, await signedRequest(mock.credentials, requestOf('changeGoldPlanStatus')))).status).toBe(200)
  })

  it('refuses only changeCustomPageStatus when the service provider has no merchant receipt link', async () => {
    await using mock = await createMockServer({ merchant: { customPageLink: false } })
    const call = async (name: string, fields = {}) =>
      send(mock.url, await signedRequest(mock.credentials, requestOf(name, SUB_MCHID, fields)))
    expect((await call('changeGoldPlanStatus')).status).toBe(200)
    expect(JSON.parse((await call('changeCustomPageStatus')).body).message).toBe('请在服务商平台先行配置商家小票链接后再试')
    expect((await call('changeCustomPageStatus', { operation_type: 'CLOSE' })).status).toBe(400)
    expect((await call('openAdvertisingShow')).status).toBe(204)
  })
})

describe('a merchant receipt link of one sub-merchant', () => {
  it('lets only that sub-merchant open its merchant receipt when the service provider has no link', async () => {
    await using mock = await createMockServer({
      merchant: { customPageLink: false, subMerchants: [{ sub_mchid: SUB_MCHID, custom_page_link: true }, { sub_mchid: '2' }] },
    })
    const call = async (sub_mchid: string) =>
      (await send(mock.url, await signedRequest(mock.credentials, requestOf('changeCustomPageStatus', sub_mchid)))).status
    expect([await call(SUB_MCHID), await call('2')]).toEqual([200, 400])
  })
})

describe('the gold plan that is open by default', () => {
  const REFUSED = { code: 'INVALID_REQUEST', message: '服务商已打开“默认开通点金计划”开关，不可单个关闭' }
  const PAYS = { sub_mchid: SUB_MCHID, jsapi_payments: true }
  const isOpen = async (mock: MockServer, sub_mchid = SUB_MCHID) =>
    (await mock.control.merchant(mock.credentials.mchid).subMerchant(sub_mchid)).gold_plan.JSAPI.status === 'OPEN'
  const close = async (mock: MockServer, sub_mchid = SUB_MCHID, more = {}) =>
    send(
      mock.url,
      await signedRequest(mock.credentials, requestOf('changeGoldPlanStatus', sub_mchid, { operation_type: 'CLOSE', ...more })),
    )

  it('opens by itself for a sub-merchant with JSAPI payments, but not for a sub-merchant without them', async () => {
    await using mock = await createMockServer({ merchant: { opensByDefault: true, subMerchants: [PAYS, { sub_mchid: '2' }] } })
    expect([await isOpen(mock), await isOpen(mock, '2')]).toEqual([true, false])
  })

  it('opens when the service provider turns on `opens_by_default`, and when the first JSAPI payment comes', async () => {
    await using mock = await createMockServer({ merchant: { subMerchants: [PAYS, { sub_mchid: '2' }] } })
    const own = mock.control.merchant(mock.credentials.mchid)
    expect(await isOpen(mock)).toBe(false)
    await own.change({ opens_by_default: true })
    expect([await isOpen(mock), await isOpen(mock, '2')]).toEqual([true, false])
    await own.putSubMerchant('2', { jsapi_payments: true })
    expect(await isOpen(mock, '2')).toBe(true)
  })

  it('cannot be closed for a single sub-merchant in the payment scene JSAPI; the refused call changes nothing', async () => {
    await using mock = await createMockServer({ merchant: { opensByDefault: true, subMerchants: [PAYS] } })
    const own = mock.control.merchant(mock.credentials.mchid)
    for (const more of [{}, { operation_pay_scene: 'JSAPI' }, { operation_pay_scene: 'JSAPI_AND_MINIPROGRAM' }]) {
      const { status, body } = await close(mock, SUB_MCHID, more)
      expect({ status, body: JSON.parse(body) }).toEqual({ status: 400, body: REFUSED })
    }
    expect(await isOpen(mock)).toBe(true)
    expect((await own.requests()).map(({ example }) => example)).toEqual(Array(3).fill('GOLDPLAN_OPENED_BY_DEFAULT'))
    expect((await close(mock, SUB_MCHID, { operation_pay_scene: 'MINIPROGRAM' })).status).toBe(200)
  })

  it('stays open when `opens_by_default` is turned off, and can be closed after that', async () => {
    await using mock = await createMockServer({ merchant: { opensByDefault: true, subMerchants: [PAYS] } })
    await mock.control.merchant(mock.credentials.mchid).change({ opens_by_default: false })
    expect(await isOpen(mock)).toBe(true)
    expect((await close(mock)).status).toBe(200)
    expect(await isOpen(mock)).toBe(false)
  })

  it('can be closed for a sub-merchant without JSAPI payments', async () => {
    const open = { JSAPI: { status: 'OPEN' } } as const
    await using mock = await createMockServer({ merchant: { opensByDefault: true, subMerchants: [{ sub_mchid: '2', gold_plan: open }] } })
    expect((await close(mock, '2')).status).toBe(200)
  })
})

describe('the check of the sub-merchant by the operation', () => {
  test.for(NAMES)('%s refuses an unknown sub-merchant', async (name, { call }) => {
    const { status, body } = await call(requestOf(name, '1900000110'))
    const expected =
      name === 'changeCustomPageStatus'
        ? { code: 'INVALID_REQUEST', message: '特约商户号不存在，或不是当前服务商的特约商户' }
        : { code: 'MCH_NOT_EXISTS', message: '特约商户号不存在，请确认特约商户号准确性' }
    expect({ status, body: JSON.parse(body) }).toEqual({ status: 400, body: expected })
  })

  test.for(['setAdvertisingIndustryFilter', 'openAdvertisingShow', 'closeAdvertisingShow'])(
    '%s requires that the gold plan is open in at least one payment scene',
    async (name, { call }) => {
      expect(JSON.parse((await call(requestOf(name))).body).message).toBe('该商户暂未开通点金计划，请开通后配置')
      await call(requestOf('changeGoldPlanStatus', SUB_MCHID, { operation_pay_scene: 'MINIPROGRAM' }))
      expect((await call(requestOf(name))).status).toBe(204)
      await call(requestOf('changeGoldPlanStatus', SUB_MCHID, { operation_pay_scene: 'MINIPROGRAM', operation_type: 'CLOSE' }))
      expect((await call(requestOf(name))).status).toBe(400)
    },
  )

  test('changeCustomPageStatus does not require an open gold plan', async ({ call }) => {
    expect((await call(requestOf('changeCustomPageStatus'))).status).toBe(200)
  })
})

describe('the test sub-merchants', () => {
  test('cause the errors that the credentials name for them', async ({ mock, call }) => {
    expect(mock.credentials.test_sub_merchants.length).toBeGreaterThan(40)
    for (const { sub_mchid, operation, example } of mock.credentials.test_sub_merchants) {
      const answer = await call(requestOf(operation, sub_mchid))
      const preferred = await call({ ...requestOf(operation), headers: { Prefer: `example=${example}` } })
      expect({ example, status: answer.status, body: answer.body }).toEqual({ example, status: 400, body: preferred.body })
    }
  })

  test('are unknown to an operation that does not document their error', async ({ call }) => {
    const { body } = await call(requestOf('changeGoldPlanStatus', '1900000213'))
    expect(JSON.parse(body).code).toBe('MCH_NOT_EXISTS')
  })

  it('do not include the merchant ID of a sub-merchant that the server was started with', async () => {
    await using mock = await createMockServer({ merchant: { subMchids: ['1900000210'] } })
    expect(mock.credentials.test_sub_merchants.map(({ sub_mchid }) => sub_mchid)).not.toContain('1900000210')
    expect((await send(mock.url, await signedRequest(mock.credentials, requestOf('changeGoldPlanStatus', '1900000210')))).status).toBe(200)
  })
})

describe('the record of a sub-merchant', () => {
  function apply(id: string, body: object, store: Store) {
    const call = { operation: { id, testSubMerchants: new Map() }, body } as unknown as Call
    const context = { tenant: tenantOf('1').tenant, store, now: 1_700_000_000_000 } as OperationContext
    return applyOperation(call, context)
  }

  async function recordAfter(record: SubMerchant, ...calls: { id: string; body: object }[]): Promise<SubMerchant | undefined> {
    const store = await storeWith(record)
    for (const { id, body } of calls) await apply(id, { sub_mchid: record.sub_mchid, ...body }, store)
    return (await store.read({ mchid: '1', kind: 'sub_merchant', id: record.sub_mchid }))?.value
  }

  const fresh = newSubMerchant(SUB_MCHID)
  const open = { id: 'changeGoldPlanStatus', body: { operation_type: 'OPEN' } } as const

  it('says whether the gold plan is open in each payment scene and when it was closed; the other fields stay the same', async () => {
    expect(await recordAfter(fresh, open)).toEqual({
      ...fresh,
      gold_plan: { ...fresh.gold_plan, JSAPI: { status: 'OPEN', closed_at: null } },
    })
    expect((await recordAfter(fresh, open, { ...open, body: { operation_type: 'CLOSE' } }))?.gold_plan.JSAPI).toEqual({
      status: 'CLOSED',
      closed_at: 1_700_000_000,
    })
  })

  it('has the status of the merchant receipt', async () => {
    expect((await recordAfter(fresh, { id: 'changeCustomPageStatus', body: { operation_type: 'OPEN' } }))?.custom_page).toBe('OPEN')
    expect(
      (await recordAfter({ ...fresh, custom_page: 'OPEN' }, { id: 'changeCustomPageStatus', body: { operation_type: 'CLOSE' } }))
        ?.custom_page,
    ).toBe('CLOSED')
  })

  it('has the latest industry filters', async () => {
    const set = (...advertising_industry_filters: string[]) =>
      ({ id: 'setAdvertisingIndustryFilter', body: { advertising_industry_filters } }) as const
    expect((await recordAfter(fresh, open, set('FOOD', 'SPORT'), set('GAME')))?.advertising_industry_filters).toEqual(['GAME'])
  })

  it('has the status of the advertising show, and keeps the industry filters until the show is opened with other filters', async () => {
    const show = (body: object) => ({ id: 'openAdvertisingShow', body }) as const
    const filters = { advertising_industry_filters: ['FOOD'] }
    expect(await recordAfter(fresh, open, show(filters))).toMatchObject({ advertising_show: 'OPEN', ...filters })
    expect(await recordAfter(fresh, open, show(filters), show({}))).toMatchObject(filters)
    const others = { advertising_industry_filters: ['GAME'] }
    expect((await recordAfter(fresh, open, show(filters), show(others)))?.advertising_industry_filters).toEqual(['GAME'])
    expect(await recordAfter(fresh, open, show(filters), show({ advertising_industry_filters: [] }))).toMatchObject(filters)
    expect(await recordAfter(fresh, open, show(filters), { id: 'closeAdvertisingShow', body: {} })).toMatchObject({
      advertising_show: 'CLOSED',
      ...filters,
    })
  })

  it('keeps the merchant receipt and the advertising show open when the gold plan closes', async () => {
    const full = { ...fresh, custom_page: 'OPEN', advertising_show: 'OPEN' } as const
    expect(await recordAfter(full, open, { ...open, body: { operation_type: 'CLOSE' } })).toMatchObject({
      custom_page: 'OPEN',
      advertising_show: 'OPEN',
    })
  })

  it('cannot be changed by a call while the sub-merchant is punished', async () => {
    await expect(recordAfter({ ...fresh, punished: true }, open)).rejects.toThrow(new ApiError('SUB_MERCHANT_PUNISHED'))
  })

  it('loses no change when 64 conflicting calls come at once', async () => {
    const store = await storeWith({ ...fresh, gold_plan: { ...fresh.gold_plan, JSAPI: { status: 'OPEN', closed_at: null } } })
    const key = { mchid: '1', kind: 'sub_merchant', id: SUB_MCHID } as const
    const before = (await store.read(key))?.version ?? 0
    // No two of these calls are the same, so that each accepted call changes something.
    const set = (filter: string) => ({
      id: 'setAdvertisingIndustryFilter',
      body: { sub_mchid: SUB_MCHID, advertising_industry_filters: [filter] },
    })
    const close = { id: 'changeGoldPlanStatus', body: { sub_mchid: SUB_MCHID, operation_type: 'CLOSE' } }
    const calls = Array.from({ length: 64 }, (_, index) => (index === 40 ? close : set(`INDUSTRY_${index}`)))
    const results = await Promise.allSettled(calls.map(({ id, body }) => apply(id, body, store)))
    const refused = results.filter(({ status }) => status === 'rejected').length
    const stored = await store.read(key)
    // Each accepted call raised the version by one, so no change was lost.
    expect(stored?.version).toBe(before + 64 - refused)
    expect(stored?.value.gold_plan.JSAPI.status).toBe('CLOSED')
    // Only calls after the close can be refused, so the close itself is accepted.
    expect(results[40]?.status).toBe('fulfilled')
  })
})

it('answers 401 SIGN_ERROR when the service provider is removed after its signature was checked', async () => {
  const { store } = breakableStore()
  let isCalled = false
  let isRemoved = false
  const read = async (key: RecordKey) => {
    isRemoved ||= isCalled && key.kind === 'sub_merchant'
    return isRemoved ? undefined : store.read(key)
  }
  await using mock = await createMockServer({ store: { ...store, read: read as typeof store.read } })
  const request = await signedRequest(mock.credentials)
  isCalled = true
  const { status, body } = await send(mock.url, request)
  expect([status, body]).toEqual([401, expect.stringContaining('SIGN_ERROR')])
})
