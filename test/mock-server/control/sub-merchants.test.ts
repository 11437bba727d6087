import { describe, expect } from 'vitest'
import { test } from '../../control-test.ts'
import { PINNED } from '../../mock-test.ts'
import { OPEN } from '../../signed-request.ts'

const SUB_MCHID = '1900000109'
const NOW = PINNED / 1000
const NEW = {
  sub_mchid: SUB_MCHID,
  gold_plan: { JSAPI: { status: 'CLOSED', closed_at: null }, MINIPROGRAM: { status: 'CLOSED', closed_at: null } },
  custom_page: 'CLOSED',
  advertising_show: 'CLOSED',
  advertising_industry_filters: [],
  custom_page_link: false,
  jsapi_payments: false,
  punished: false,
}

describe('the sub-merchants of a merchant', () => {
  test('are listed in the order in which they were added', async ({ ask, own }) => {
    await own.putSubMerchant('9')
    await own.putSubMerchant('1')
    await own.putSubMerchant(SUB_MCHID, { punished: true })
    const { status, body } = await ask('GET', '/__mock/merchants/1900000100/sub_merchants')
    expect(status).toBe(200)
    expect(body).toEqual({
      sub_merchants: [
        { ...NEW, punished: true },
        { ...NEW, sub_mchid: '9' },
        { ...NEW, sub_mchid: '1' },
      ],
    })
  })

  test('can be read one by one, with the changes that API calls made', async ({ own, call }) => {
    expect(await own.subMerchant(SUB_MCHID)).toEqual(NEW)
    await call()
    expect((await own.subMerchant(SUB_MCHID)).gold_plan.JSAPI).toEqual({ status: 'OPEN', closed_at: null })
  })

  test('can be added, and API calls for them then succeed', async ({ own, call }) => {
    const body = JSON.stringify({ sub_mchid: '5', operation_type: 'OPEN' })
    expect((await call({ body })).status).toBe(400)
    expect(await own.putSubMerchant('5')).toEqual({ ...NEW, sub_mchid: '5' })
    expect((await call({ body })).status).toBe(200)
  })

  test('can be removed, and API calls for them are then refused', async ({ ask, own, call }) => {
    expect(await ask('DELETE', `/__mock/merchants/1900000100/sub_merchants/${SUB_MCHID}`)).toMatchObject({ status: 204, body: undefined })
    expect(await own.subMerchants()).toEqual([])
    expect(JSON.parse((await call()).body)).toMatchObject({ code: 'MCH_NOT_EXISTS' })
    await own.putSubMerchant(SUB_MCHID)
    expect((await call()).status).toBe(200)
  })

  test.for(['GET', 'DELETE'])('are named in the 404 when they do not exist: %s', async (method, { ask, own }) => {
    expect(await ask(method, '/__mock/merchants/1900000100/sub_merchants/404')).toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND', message: 'There is no sub-merchant 404', detail: { sub_mchid: '404' } },
    })
    expect(await own.subMerchants()).toEqual([NEW])
  })
})

describe('replacing a sub-merchant', () => {
  test('resets a field to its default when the new record does not contain the field', async ({ own, call }) => {
    await call()
    await own.putSubMerchant(SUB_MCHID, { custom_page: 'OPEN', advertising_show: 'OPEN', advertising_industry_filters: ['CAR', 'GAME'] })
    expect(await own.subMerchant(SUB_MCHID)).toEqual({
      ...NEW,
      custom_page: 'OPEN',
      advertising_show: 'OPEN',
      advertising_industry_filters: ['CAR', 'GAME'],
    })
    expect(await own.putSubMerchant(SUB_MCHID)).toEqual(NEW)
  })

  test('can open the gold plan for MINIPROGRAM and leave JSAPI as never opened', async ({ own, call }) => {
    const { gold_plan } = await own.putSubMerchant(SUB_MCHID, { gold_plan: { MINIPROGRAM: { status: 'OPEN' } } })
    expect(gold_plan).toEqual({ JSAPI: { status: 'CLOSED', closed_at: null }, MINIPROGRAM: { status: 'OPEN', closed_at: null } })
    const target = '/v3/goldplan/merchants/open-advertising-show'
    expect((await call({ method: 'PATCH', target, body: `{"sub_mchid":"${SUB_MCHID}"}` })).status).toBe(204)
  })

  test.for([
    [86_399, 'GOLDPLAN_REOPENED_WITHIN_24H'],
    [86_400, null],
  ] as const)(
    'can set the time at which the gold plan was closed, which decides whether it may be opened again: closed %i seconds ago',
    async ([ago, example], { own, call }) => {
      await own.putSubMerchant(SUB_MCHID, { gold_plan: { JSAPI: { status: 'CLOSED', closed_at: NOW - ago } } })
      await call({ body: OPEN })
      expect((await own.requests())[0]).toMatchObject({ operation: 'changeGoldPlanStatus', example })
    },
  )

  test('can punish the sub-merchant, so that an API call for it is refused', async ({ own, call }) => {
    await own.putSubMerchant(SUB_MCHID, { punished: true })
    await call()
    expect((await own.requests())[0]).toMatchObject({ status: 400, example: 'SUB_MERCHANT_PUNISHED', change: null })
  })

  test('does not change the same sub-merchant of another merchant', async ({ control, own }) => {
    const { mchid } = await control.createMerchant()
    await own.putSubMerchant(SUB_MCHID, { punished: true })
    expect(await control.merchant(mchid).subMerchants()).toEqual([NEW])
  })

  test.for([
    [{ sub_mchid: '2' }, '/body/sub_mchid', '2'],
    [{ punished: 'no' }, '/body/punished', 'no'],
    [{ custom_page: 'CLOSE' }, '/body/custom_page', 'CLOSE'],
    [{ goldPlan: {} }, '/body/goldPlan', {}],
    [{ gold_plan: { APP: { status: 'OPEN' } } }, '/body/gold_plan/APP', { status: 'OPEN' }],
    // An unknown name is reported before a wrong value of another field.
    [{ sub_mchid: 5, gold_plan: { APP: 1 } }, '/body/gold_plan/APP', 1],
    [{ gold_plan: { JSAPI: {} } }, '/body/gold_plan/JSAPI/status', null],
    [{ gold_plan: { JSAPI: { status: 'OPEN', closed_at: 5 } } }, '/body/gold_plan/JSAPI/closed_at', 5],
    [{ gold_plan: { JSAPI: { status: 'CLOSED', closed_at: '1' } } }, '/body/gold_plan/JSAPI/closed_at', '1'],
    [{ gold_plan: { JSAPI: { status: 'CLOSED', closed_at: -1 } } }, '/body/gold_plan/JSAPI/closed_at', -1],
    [{ gold_plan: { JSAPI: { status: 'CLOSED', closed_at: 4_294_967_296 } } }, '/body/gold_plan/JSAPI/closed_at', 4_294_967_296],
    [
      { advertising_industry_filters: ['CAR', 'GAME', 'LAW', 'FOOD'] },
      '/body/advertising_industry_filters',
      ['CAR', 'GAME', 'LAW', 'FOOD'],
    ],
    [{ advertising_industry_filters: ['PHOTOGRAPHY'] }, '/body/advertising_industry_filters/0', 'PHOTOGRAPHY'],
  ] as const)('changes nothing when the new record is invalid: %j', async ([record, field, seen], { ask, own }) => {
    const answer = await ask('PUT', `/__mock/merchants/1900000100/sub_merchants/${SUB_MCHID}`, record)
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST', detail: { field, seen } } })
    expect(await own.subMerchants()).toEqual([NEW])
  })

  test('accepts a record that the control API returned', async ({ own }) => {
    const record = await own.putSubMerchant('3', { gold_plan: { JSAPI: { status: 'CLOSED', closed_at: 5 } }, punished: true })
    await own.putSubMerchant('3')
    expect(await own.putSubMerchant('3', record)).toEqual(record)
  })

  test('refuses a sub-merchant ID of more than 32 digits', async ({ ask, own }) => {
    const number = '1'.repeat(33)
    expect(await ask('PUT', `/__mock/merchants/1900000100/sub_merchants/${number}`)).toMatchObject({
      status: 400,
      body: { detail: { field: '/path/sub_mchid', seen: number } },
    })
    expect(await own.subMerchants()).toEqual([NEW])
  })
})
