import { isAxiosError } from 'axios'
import { describe, expect, it } from 'vitest'
import type { MerchantControl, Wechatpay } from '../../../client/index.ts'
import { applyScripted } from '../../../mock-server/faults/apply-scripted.ts'
import { newFault } from '../../../mock-server/faults/check-fault.ts'
import { createMockServer } from '../../../mock-server/index.ts'
import type { Call, OperationContext } from '../../../mock-server/operations/operation-handler.ts'
import { axiosPlugin } from '../../interop/axios-plugin.ts'
import type { Answer } from '../../send.ts'
import { CHANGE_STATUS, OPEN } from '../../signed-request.ts'
import { storeWith, tenantOf } from '../store/stored-tenant.ts'
import { CALLS, type FaultChoice, open, outcomeOf, SUB_MCHID, test } from './scripted-test.ts'

type Operation = keyof typeof CALLS
const OPERATIONS = Object.keys(CALLS) as Operation[]

function codeOf({ headers }: Answer): string | undefined {
  return String(headers['request-id']).split('-')[1]
}

describe('a scripted redirect', () => {
  test('has the given location, and a location without a status is refused', async ({ merchant, call }) => {
    await merchant.addFault({ status: 307, location: 'http://127.0.0.1:9/other' })
    expect(await call()).toMatchObject({ status: 307, headers: { location: 'http://127.0.0.1:9/other' } })
    await expect(merchant.addFault({ wire: 'close', location: 'http://127.0.0.1:9/' })).rejects.toThrow(
      '/body/location must be used with status',
    )
  })
})

describe('a scripted error example', () => {
  test.for(OPERATIONS)('is the error that a call of %s gets', async (operation, { merchant, wxpay }) => {
    await merchant.addFault({ example: 'SYSTEM_ERROR', operation })
    const error: unknown = await CALLS[operation](wxpay).catch((reason) => reason)
    expect(isAxiosError(error)).toBe(true)
    expect(error).toMatchObject({
      code: 'SYSTEM_ERROR',
      message: '系统繁忙，请稍后重试',
      response: { status: 500, data: { code: 'SYSTEM_ERROR', message: '系统繁忙，请稍后重试' } },
    })
  })

  test.for(['SYSTEM_ERROR', 'RATELIMIT_EXCEEDED', 'PARAM_ERROR_TOO_SHORT', 'SIGN_ERROR_TIMESTAMP', 'GOLDPLAN_REOPENED_WITHIN_24H'])(
    'gives the same answer as a Prefer header with that example: %s',
    async (example, { merchant, call }) => {
      await merchant.addFault({ example })
      const [scripted, preferred] = [await call(), await call({ headers: { Prefer: `example=${example}` } })]
      expect({ ...scripted, headers: {} }).toEqual({ ...preferred, headers: {} })
      expect(codeOf(scripted)).toBe(codeOf(preferred))
      expect(Object.keys(scripted.headers)).toEqual(Object.keys(preferred.headers))
    },
  )

  it('is the error that wechatpay-axios-plugin throws', async () => {
    await using mock = await createMockServer()
    await mock.control.merchant(mock.credentials.mchid).addFault({ example: 'SYSTEM_ERROR' })
    const call = axiosPlugin(mock.credentials).chain(CHANGE_STATUS.slice(1)).post(JSON.parse(OPEN))
    await expect(call).rejects.toMatchObject({ response: { status: 500, data: { code: 'SYSTEM_ERROR' } } })
  })
})

describe('a scripted status', () => {
  test('with an object as body gives an answer in JSON', async ({ merchant, wxpay, call }) => {
    const body = { code: 'BIZ_BUSY', message: '繁忙', detail: [1, null] }
    await merchant.addFault({ status: 503, body, times: 2 })
    await expect(open(wxpay)).rejects.toMatchObject({ code: 'BIZ_BUSY', message: '繁忙', response: { status: 503, data: body } })
    expect(await call()).toMatchObject({
      status: 503,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json; charset=utf-8', 'wechatpay-signature': expect.any(String) },
    })
  })

  test('has no code in the journal when the code in its body is not text', async ({ merchant, call }) => {
    await merchant.addFault({ status: 500, body: { code: 7 } })
    expect(await call()).toMatchObject({ status: 500, body: '{"code":7}' })
    expect(await merchant.requests()).toMatchObject([{ status: 500, code: null }])
  })

  test('with a string as body gives an answer in HTML', async ({ merchant, wxpay }) => {
    const body = '<html><title>502 Bad Gateway</title></html>'
    await merchant.addFault({ status: 502, body })
    await expect(open(wxpay)).rejects.toMatchObject({
      code: 'ERR_BAD_RESPONSE',
      message: 'Request failed with status code 502',
      response: { status: 502, data: body },
    })
  })

  test.for([404, 413, 502])(
    'of %i with a string as body gives a page of nginx, which has neither a signature nor a Request-ID',
    async (status, { merchant, call }) => {
      const body = '<html><title>nginx</title></html>'
      await merchant.addFault({ status, body })
      const answer = await call()
      expect(answer).toMatchObject({ status, body })
      expect(Object.keys(answer.headers)).toEqual(['server', 'date', 'content-type', 'content-length', 'connection', 'keep-alive'])
      expect(answer.headers['content-type']).toBe('text/html')
      expect(await merchant.requests()).toMatchObject([{ status, faults: [1] }])
    },
  )

  test('of 200 with a string as body gives a signed answer of the gateway, not a page of nginx', async ({ merchant, call }) => {
    await merchant.addFault({ status: 200, body: '<html></html>' })
    const { headers } = await call()
    expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'wechatpay-signature': expect.any(String) })
  })

  test('without a body gives an answer without a body', async ({ merchant, wxpay, call }) => {
    await merchant.addFault({ status: 504, times: 2 })
    await expect(open(wxpay)).rejects.toMatchObject({ code: 'ERR_BAD_RESPONSE', response: { status: 504, data: undefined } })
    expect(await call()).toMatchObject({ status: 504, body: '', headers: { 'content-length': '0' } })
  })

  test('of 200 or 204 gives a signed answer that the client accepts', async ({ merchant, wxpay }) => {
    await merchant.addFault({ status: 200, body: { sub_mchid: '1' } })
    await merchant.addFault({ status: 204 })
    await merchant.addFault({ status: 200, body: null })
    await merchant.addFault({ status: 200, body: '' })
    expect(await open(wxpay)).toMatchObject({ status: 200, data: { sub_mchid: '1' } })
    expect(await open(wxpay)).toMatchObject({ status: 204, data: undefined })
    expect(await open(wxpay)).toMatchObject({ status: 200, data: null })
    expect(await open(wxpay)).toMatchObject({ status: 200, data: undefined })
    expect(await merchant.requests()).toMatchObject(Array.from({ length: 4 }, () => ({ change: null })))
  })

  test('of 401 gives an unsigned answer, like a 401 of the gateway', async ({ merchant, call }) => {
    await merchant.addFault({ status: 401, body: { code: 'SIGN_ERROR', message: 'x' } })
    const { status, headers } = await call()
    expect({ status, signature: headers['wechatpay-signature'] }).toEqual({ status: 401, signature: undefined })
  })

  test.for([400, 429, 500])(
    'of %i gives a Request-ID with the code of an error that is documented for that status',
    async (status, { merchant, call }) => {
      await merchant.addFault({ status })
      const [scripted, preferred] = [await call(), await call({ headers: { Prefer: `code=${status}` } })]
      expect(preferred.status).toBe(status)
      expect(codeOf(scripted)).toBe(codeOf(preferred))
      expect(codeOf(scripted)).not.toBe('0')
    },
  )

  test('of 418, for which no error is documented, gives a Request-ID with 0, the code for success', async ({ merchant, call }) => {
    await merchant.addFault({ status: 418 })
    expect(codeOf(await call())).toBe('0')
  })
})

describe('a scripted limit', () => {
  const outcomes = async (wxpay: Wechatpay, count: number) => {
    const codes = []
    for (let call = 0; call < count; call++) codes.push(await outcomeOf(open(wxpay)))
    return codes
  }

  test('refuses further calls until the pinned clock reaches the next period', async ({ merchant, wxpay, clock }) => {
    await merchant.addFault({ limit: 2, per: '1m' })
    expect(await outcomes(wxpay, 4)).toEqual([200, 200, 'INVALID_REQUEST', 'INVALID_REQUEST'])
    clock.now += 59_999
    expect(await outcomes(wxpay, 1)).toEqual(['INVALID_REQUEST'])
    clock.now += 1
    expect(await outcomes(wxpay, 3)).toEqual([200, 200, 'INVALID_REQUEST'])
  })

  test('answers with the error that the gold plan documents for too many calls', async ({ merchant, wxpay }) => {
    await merchant.addFault({ limit: 0, per: '1s' })
    await expect(open(wxpay)).rejects.toMatchObject({ message: '接口调用速度过快，请降低频率调用该接口', response: { status: 400 } })
    expect(await merchant.requests()).toMatchObject([{ example: 'GOLDPLAN_FREQUENCY_LIMITED', change: null, faults: [1] }])
    expect((await merchant.subMerchant(SUB_MCHID)).gold_plan.JSAPI.status).toBe('CLOSED')
  })

  test('uses the business time of the merchant, not the time of the gateway', async ({ merchant, wxpay }) => {
    await merchant.addFault({ limit: 1, per: '1m' })
    expect(await outcomes(wxpay, 2)).toEqual([200, 'INVALID_REQUEST'])
    await merchant.setClock({ gateway_skew: '200s' })
    expect(await outcomes(wxpay, 1)).toEqual(['INVALID_REQUEST'])
    await merchant.setClock({ advance: '1m' })
    expect(await outcomes(wxpay, 2)).toEqual([200, 'INVALID_REQUEST'])
  })

  test('answers with the error example that the fault names', async ({ merchant, wxpay }) => {
    await merchant.addFault({ limit: 0, per: '1s', example: 'RATELIMIT_EXCEEDED' })
    await expect(open(wxpay)).rejects.toMatchObject({ code: 'RATELIMIT_EXCEEDED', response: { status: 429 } })
    await expect(CALLS.listCertificates(wxpay)).rejects.toMatchObject({ code: 'RATELIMIT_EXCEEDED', response: { status: 429 } })
  })

  test('refuses no more calls than `times` says', async ({ merchant, wxpay }) => {
    await merchant.addFault({ limit: 1, per: '1h', times: 2 })
    expect(await outcomes(wxpay, 5)).toEqual([200, 'INVALID_REQUEST', 'INVALID_REQUEST', 200, 200])
  })

  test('without an operation does not refuse listCertificates, which documents no error for a limit', async ({ merchant, wxpay }) => {
    await merchant.addFault({ limit: 0, per: '1h' })
    expect(await outcomeOf(CALLS.listCertificates(wxpay))).toBe(200)
    expect(await merchant.faults()).toMatchObject([{ seen: 0 }])
  })
})

/** Faults that accept the field `apply`. */
const KINDS: readonly FaultChoice[] = [
  { example: 'SYSTEM_ERROR' },
  { status: 502, body: '<html></html>' },
  { status: 200, body: {} },
  ...(['reset', 'close', 'close_mid_body', 'silent', 'garbage'] as const).map((wire) => ({ wire })),
  ...(['probe', 'tampered', 'other_body', 'expired', 'unknown_serial', 'missing_headers', 'wrong_charset'] as const).map((signature) => ({
    signature,
  })),
]
const NAMED = KINDS.map((choice) => [Object.values(choice)[0], choice] as const)

/**
 * Opens the gold plan and returns the journal entry of the call. A `silent` fault sends no answer, so the call is aborted once it is in the
 * journal.
 */
async function openUnder({ wire, status }: FaultChoice, merchant: MerchantControl, wxpay: Wechatpay) {
  const abort = new AbortController()
  const call = wxpay.v3.goldplan.merchants.changegoldplanstatus(JSON.parse(OPEN), { signal: abort.signal })
  const settled = status === 200 ? expect(call).resolves.toMatchObject({ status, data: {} }) : expect(call).rejects.toThrow()
  if (wire === 'silent') {
    await merchant.waitForRequest()
    abort.abort()
  }
  await settled
  return (await merchant.requests({ limit: 1 }))[0]
}

describe('a call whose answer a fault replaces or spoils', () => {
  test.for(NAMED)('(%s) changes the state with apply: before', async ([, choice], { merchant, wxpay }) => {
    await merchant.addFault({ ...choice, apply: 'before' })
    const entry = await openUnder(choice, merchant, wxpay)
    const record = await merchant.subMerchant(SUB_MCHID)
    expect(record.gold_plan.JSAPI.status).toBe('OPEN')
    expect(entry).toMatchObject({ faults: [1], change: { before: { gold_plan: { JSAPI: { status: 'CLOSED' } } }, after: record } })
    expect((await open(wxpay)).status).toBe(200)
    expect(await merchant.requests({ limit: 1 })).toMatchObject([{ faults: [], change: null }])
  })

  test.for(NAMED)('(%s) changes nothing without apply: before', async ([, choice], { merchant, wxpay }) => {
    expect(await merchant.addFault(choice)).toMatchObject({ apply: 'none' })
    const entry = await openUnder(choice, merchant, wxpay)
    expect(entry).toMatchObject({ faults: [1], change: null })
    expect((await merchant.subMerchant(SUB_MCHID)).gold_plan.JSAPI.status).toBe('CLOSED')
    expect((await open(wxpay)).status).toBe(200)
    expect((await merchant.requests({ limit: 1 }))[0]?.change).toMatchObject({ after: { gold_plan: { JSAPI: { status: 'OPEN' } } } })
  })

  test.for(NAMED)('(%s) changes nothing when a business rule refuses it', async ([, choice], { merchant, wxpay }) => {
    const before = await merchant.putSubMerchant(SUB_MCHID, { punished: true })
    await merchant.addFault({ ...choice, apply: 'before' })
    const entry = await openUnder(choice, merchant, wxpay)
    expect(entry).toMatchObject({ faults: [1], change: null })
    const isAnswered = 'example' in choice || 'status' in choice
    expect(entry?.example === 'SUB_MERCHANT_PUNISHED').toBe(!isAnswered)
    expect(await merchant.subMerchant(SUB_MCHID)).toEqual(before)
  })

  it('throws the error of a store that cannot be read', async () => {
    const broken = { ...(await storeWith()), read: () => Promise.reject(new Error('broken')) }
    const call = { operation: { id: 'changeGoldPlanStatus', errors: new Map() }, body: JSON.parse(OPEN) } as unknown as Call
    const context = { tenant: tenantOf('1').tenant, store: broken, now: 0 } as unknown as OperationContext
    const script = { ids: [1], delay: 0, result: newFault(1, { status: 200, apply: 'before' }) }
    await expect(applyScripted(call, script, context)).rejects.toThrow('broken')
  })

  test('changes nothing with apply: none', async ({ merchant, wxpay }) => {
    for (const choice of [{ example: 'SYSTEM_ERROR' }, { wire: 'reset' }, { signature: 'probe' }] as const) {
      await merchant.addFault({ ...choice, apply: 'none' })
      await expect(open(wxpay)).rejects.toThrow()
    }
    expect((await merchant.subMerchant(SUB_MCHID)).gold_plan.JSAPI.status).toBe('CLOSED')
  })

  test('follows the business rules: after a CLOSE that got no answer, the gold plan cannot be opened again for 24 hours', async ({
    merchant,
    wxpay,
  }) => {
    await open(wxpay)
    await merchant.addFault({ wire: 'reset', apply: 'before' })
    const close = wxpay.v3.goldplan.merchants.changegoldplanstatus({ sub_mchid: SUB_MCHID, operation_type: 'CLOSE' })
    await expect(close).rejects.toMatchObject({ code: 'ECONNRESET' })
    await expect(open(wxpay)).rejects.toMatchObject({ response: { status: 400 } })
    expect(await merchant.requests({ limit: 1 })).toMatchObject([{ example: 'GOLDPLAN_REOPENED_WITHIN_24H' }])
    await merchant.setClock({ advance: '24h' })
    expect((await open(wxpay)).status).toBe(200)
  })
})
