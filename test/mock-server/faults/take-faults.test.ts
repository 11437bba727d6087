import { describe, expect, it, vi } from 'vitest'
import { createWechatpay } from '../../../client/index.ts'
import { newFault } from '../../../mock-server/faults/check-fault.ts'
import { takeFaults } from '../../../mock-server/faults/take-faults.ts'
import type { Call } from '../../../mock-server/operations/operation-handler.ts'
import { clientOptions } from '../../client/client-options.ts'
import { CHANGE_STATUS, OPEN } from '../../signed-request.ts'
import { storeWith } from '../store/stored-tenant.ts'
import { CALLS, type FaultChoice, open, outcomeOf, SUB_MCHID, test } from './scripted-test.ts'

const AGAIN: FaultChoice = { example: 'SYSTEM_ERROR', rate: 1 }

describe('a fault', () => {
  test('for an operation acts only on calls of that operation', async ({ merchant, wxpay }) => {
    await open(wxpay)
    await merchant.addFault({ ...AGAIN, operation: 'closeAdvertisingShow' })
    const outcomes = await Promise.all(Object.entries(CALLS).map(async ([id, call]) => [id, await outcomeOf(call(wxpay))]))
    expect(Object.fromEntries(outcomes)).toEqual({
      changeGoldPlanStatus: 200,
      changeCustomPageStatus: 200,
      setAdvertisingIndustryFilter: 204,
      openAdvertisingShow: 204,
      closeAdvertisingShow: 'SYSTEM_ERROR',
      listCertificates: 200,
      echo: 200,
    })
  })

  test.for(['openAdvertisingShow', 'open-advertising-show', 'PATCH /v3/goldplan/merchants/open-advertising-show'])(
    'can be limited to an operation by any name of the operation, and so can a journal query: %s',
    async (operation, { merchant, wxpay }) => {
      await open(wxpay)
      expect(await merchant.addFault({ ...AGAIN, operation })).toMatchObject({ operation: 'openAdvertisingShow' })
      expect(await outcomeOf(CALLS.openAdvertisingShow(wxpay))).toBe('SYSTEM_ERROR')
      expect(await merchant.requests({ operation })).toMatchObject([{ operation: 'openAdvertisingShow', status: 500 }])
      await expect(merchant.requests({ operation: 'openShow' })).rejects.toThrow(
        /\/query\/operation must be the name of an operation \(nearest: .*openAdvertisingShow/,
      )
    },
  )

  test('without an operation acts on the calls of all operations', async ({ merchant, wxpay }) => {
    await merchant.addFault(AGAIN)
    for (const call of Object.values(CALLS)) expect(await outcomeOf(call(wxpay))).toBe('SYSTEM_ERROR')
  })

  test('for a sub-merchant acts only on calls about that sub-merchant', async ({ merchant, wxpay }) => {
    await merchant.putSubMerchant('1900000555')
    await merchant.addFault({ ...AGAIN, sub_mchid: '1900000555' })
    const { changegoldplanstatus } = wxpay.v3.goldplan.merchants
    expect(await outcomeOf(changegoldplanstatus({ sub_mchid: '1900000555', operation_type: 'OPEN' }))).toBe('SYSTEM_ERROR')
    expect(await outcomeOf(open(wxpay))).toBe(200)
    expect(await outcomeOf(CALLS.listCertificates(wxpay))).toBe(200)
  })

  test('with an example acts only on operations for which WeChat Pay documents that example', async ({ merchant, wxpay }) => {
    await merchant.addFault({ example: 'RESOURCE_NOT_EXISTS' })
    expect(await outcomeOf(open(wxpay))).toBe(200)
    expect(await outcomeOf(CALLS.listCertificates(wxpay))).toBe('RESOURCE_NOT_EXISTS')
  })

  test('acts once, or as often as `times` says', async ({ merchant, wxpay }) => {
    await merchant.addFault({ example: 'SYSTEM_ERROR' })
    await merchant.addFault({ status: 502, times: 2 })
    const outcomes = []
    for (let count = 0; count < 4; count++) outcomes.push(await outcomeOf(open(wxpay)))
    expect(outcomes).toEqual(['SYSTEM_ERROR', 'ERR_BAD_RESPONSE', 'ERR_BAD_RESPONSE', 200])
    expect(await merchant.faults()).toMatchObject([
      { id: 1, times: 1, seen: 1, hits: 1 },
      { id: 2, times: 2, seen: 2, hits: 2 },
    ])
  })

  test('with a rate acts on the same calls of two merchants if the seed is the same', async ({ mock, clock }) => {
    const outcomes = async () => {
      const credentials = await mock.control.createMerchant()
      await mock.control.merchant(credentials.mchid).addFault({ example: 'SYSTEM_ERROR', rate: 0.5, seed: 20 })
      const wxpay = createWechatpay({ ...clientOptions(credentials), now: () => clock.now })
      const codes = []
      for (let count = 0; count < 16; count++) codes.push(await outcomeOf(open(wxpay)))
      return codes
    }
    const first = await outcomes()
    expect(new Set(first)).toEqual(new Set(['SYSTEM_ERROR', 200]))
    expect(await outcomes()).toEqual(first)
  })

  test.for([
    ['without a User-Agent', { headers: { 'User-Agent': '' } }, 400],
    ['whose Authorization lacks most of its fields', { headers: { Authorization: 'WECHATPAY2-SHA256-RSA2048 mchid="1900000100"' } }, 401],
    ['whose timestamp is ten minutes old', { now: 1_699_999_400_000 }, 401],
    ['that accepts only an unknown language', { headers: { 'Accept-Language': 'xx' } }, 406],
    ['whose body lacks a field', { body: '{}' }, 400],
    ['whose body is not JSON', { body: '{' }, 400],
    ['that asks for an example with Prefer', { headers: { Prefer: 'example=MCH_NOT_EXISTS' } }, 400],
    ['to an unknown path', { target: '/v3/goldplan' }, 404],
    ['with a wrong method', { method: 'PUT' }, 405],
  ] as const)('is not used up by a call %s', async ([, choice, status], { merchant, call }) => {
    await merchant.addFault({ status: 503 })
    expect((await call(choice)).status).toBe(status)
    expect(await merchant.faults()).toMatchObject([{ seen: 0, hits: 0 }])
    expect(await merchant.requests()).toMatchObject([{ faults: [] }])
    expect((await call()).status).toBe(503)
  })

  test('is used up by a call that a business rule would refuse', async ({ merchant, call }) => {
    await merchant.addFault({ status: 503 })
    expect((await call({ body: JSON.stringify({ sub_mchid: 'unknown', operation_type: 'OPEN' }) })).status).toBe(503)
    expect((await call()).status).toBe(200)
  })

  test('of one merchant does not affect another merchant', async ({ mock, merchant, wxpay, clock }) => {
    const credentials = await mock.control.createMerchant()
    const other = createWechatpay({ ...clientOptions(credentials), now: () => clock.now })
    await merchant.addFault(AGAIN)
    expect(await outcomeOf(open(other))).toBe(200)
    expect(await mock.control.merchant(credentials.mchid).faults()).toEqual([])
    expect(await outcomeOf(open(wxpay))).toBe('SYSTEM_ERROR')
    await mock.control.merchant(credentials.mchid).clearFaults()
    expect(await outcomeOf(open(wxpay))).toBe('SYSTEM_ERROR')
  })

  test('acts exactly as often as `times` says on concurrent calls', async ({ merchant, call }) => {
    await merchant.addFault({ status: 503, times: 7 })
    await merchant.addFault({ status: 504, times: 5 })
    const answers = await Promise.all(Array.from({ length: 50 }, () => call({ target: CHANGE_STATUS, body: OPEN })))
    const counts = Map.groupBy(answers, ({ status }) => status)
    expect([503, 504, 200].map((status) => counts.get(status)?.length)).toEqual([7, 5, 38])
    expect(await merchant.faults()).toMatchObject([
      { seen: 7, hits: 7 },
      { seen: 5, hits: 5 },
    ])
  })

  it('acts exactly as often as `times` says, even when the calls reach the store at the same time', async () => {
    const store = await storeWith()
    const empty = await store.read({ mchid: '1', kind: 'faults' })
    await store.swap({ mchid: '1', kind: 'faults' }, empty?.version, { last_id: 1, faults: [newFault(1, { status: 503, times: 7 })] })
    const call = { operation: { id: 'closeAdvertisingShow', errors: new Map() }, body: { sub_mchid: SUB_MCHID } } as unknown as Call
    const taken = await Promise.all(Array.from({ length: 50 }, () => takeFaults(call, '1', store, 0)))
    expect(taken.filter(({ result }) => result).length).toBe(7)
    expect((await store.read({ mchid: '1', kind: 'faults' }))?.value.faults).toMatchObject([{ seen: 7, hits: 7 }])
  })

  it('is looked up without a write to the store when the merchant has no faults', async () => {
    const store = await storeWith()
    const swap = vi.fn(store.swap)
    const call = { operation: { id: 'closeAdvertisingShow', errors: new Map() }, body: { sub_mchid: SUB_MCHID } } as unknown as Call
    for (const mchid of ['1', 'nobody'])
      expect(await takeFaults(call, mchid, { ...store, swap }, 0)).toEqual({ ids: [], delay: 0, result: undefined })
    expect(swap).not.toHaveBeenCalled()
  })

  test('is removed by clearFaults, and its ID is not used again', async ({ merchant, wxpay }) => {
    await merchant.addFault(AGAIN)
    await merchant.clearFaults()
    expect(await outcomeOf(open(wxpay))).toBe(200)
    expect((await merchant.addFault(AGAIN)).id).toBe(2)
  })
})

describe('the journal', () => {
  test('has, for each call, the IDs of the faults that acted, and the answer', async ({ merchant, wxpay }) => {
    await merchant.addFault({ latency_ms: 1, times: 2 })
    await merchant.addFault({ example: 'MCH_NOT_EXISTS', operation: 'closeAdvertisingShow' })
    await merchant.addFault({ example: 'SYSTEM_ERROR' })
    await merchant.addFault({ status: 502, body: { code: 'BAD_GATEWAY' } })
    for (let count = 0; count < 3; count++) await outcomeOf(open(wxpay))
    expect(await merchant.requests()).toMatchObject([
      { faults: [], status: 200, code: null, example: null, change: { after: { sub_mchid: SUB_MCHID } } },
      { faults: [1, 4], status: 502, code: 'BAD_GATEWAY', example: null, change: null },
      { faults: [1, 3], status: 500, code: 'SYSTEM_ERROR', example: 'SYSTEM_ERROR', change: null },
    ])
  })

  test('does not have a fault whose rate or limit let the call pass', async ({ merchant, wxpay }) => {
    await merchant.addFault({ status: 502, rate: 0 })
    await merchant.addFault({ limit: 1, per: '1h' })
    await outcomeOf(open(wxpay))
    await outcomeOf(open(wxpay))
    expect(await merchant.requests()).toMatchObject([{ faults: [2] }, { faults: [] }])
    expect(await merchant.faults()).toMatchObject([
      { seen: 2, hits: 0 },
      { seen: 2, hits: 1, period: { calls: 2 } },
    ])
  })
})
