import { describe, expect } from 'vitest'
import { developmentKeys, requestMessage } from '../../../contracts/index.ts'
import { createMockServer } from '../../../mock-server/index.ts'
import { askControl, test } from '../../control-test.ts'
import { PINNED } from '../../mock-test.ts'
import { send } from '../../send.ts'
import { CLOSE, OPEN, type RequestChoice, signedRequest } from '../../signed-request.ts'

const CERTIFICATES: RequestChoice = { method: 'GET', target: '/v3/certificates', body: '' }
const OTHER_SIGNATURE = `${'A'.repeat(342)}==`

describe('the journal of a merchant', () => {
  test('lists the newest request first, and gives the oldest request ID 1', async ({ own, call }) => {
    await call()
    await call({ body: CLOSE })
    await call(CERTIFICATES)
    const entries = await own.requests()
    expect(entries.map(({ operation }) => operation)).toEqual(['listCertificates', 'changeGoldPlanStatus', 'changeGoldPlanStatus'])
    expect(entries.map(({ body }) => body)).toEqual(['', CLOSE, OPEN])
    expect(entries.map(({ id }) => id)).toEqual([3, 2, 1])
  })

  test('has everything about a call: the request, the signature message, the answer and the change', async ({ ask, mock }) => {
    const request = await signedRequest(mock.credentials, { now: PINNED })
    const { 'request-id': requestId } = (await send(mock.url, request)).headers
    const { status, body } = await ask('GET', '/__mock/merchants/1900000100/requests')
    const closed = { status: 'CLOSED', closed_at: null }
    const before = {
      sub_mchid: '1900000109',
      gold_plan: { JSAPI: closed, MINIPROGRAM: closed },
      custom_page: 'CLOSED',
      advertising_show: 'CLOSED',
      advertising_industry_filters: [],
      custom_page_link: false,
      jsapi_payments: false,
      punished: false,
    }
    expect(status).toBe(200)
    expect(body).toEqual({
      requests: [
        {
          id: 1,
          time: '2023-11-14T22:13:20.000Z',
          mchid: '1900000100',
          method: 'POST',
          target: request.target,
          operation: 'changeGoldPlanStatus',
          headers: {
            host: new URL(mock.url).host,
            'user-agent': 'test',
            accept: 'application/json',
            'content-type': 'application/json',
            'content-length': String(request.body.length),
            authorization: request.headers['Authorization']?.replace(request.signature, `${request.signature.slice(0, 16)}…`),
            connection: 'keep-alive',
          },
          body: OPEN,
          message: String(requestMessage(request)),
          verdict: 'valid',
          diagnosis: null,
          status: 200,
          wire: null,
          code: null,
          example: null,
          error: null,
          request_id: requestId,
          signer: {
            kind: 'certificate',
            serial_no: developmentKeys.platform.serial,
            reason: 'the request names no public key',
            reason_zh: '请求没有指定微信支付公钥。',
          },
          answer: { headers: expect.objectContaining({ 'request-id': requestId }), body: '{"sub_mchid":"1900000109"}' },
          change: { before, after: { ...before, gold_plan: { JSAPI: { status: 'OPEN', closed_at: null }, MINIPROGRAM: closed } } },
          faults: [],
        },
      ],
    })
  })

  test('says that a fault closed the connection instead of sending the answer, and has the change that the call made', async ({
    own,
    call,
  }) => {
    await own.addFault({ wire: 'close', apply: 'before' })
    await expect(call()).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(await own.requests()).toMatchObject([
      { status: 200, wire: 'close', change: { after: { gold_plan: { JSAPI: { status: 'OPEN' } } } } },
    ])
  })

  test('has the IDs of the faults that acted on a call, and null as the change when the call changed nothing', async ({ own, call }) => {
    await own.addFault({ latency_ms: 0 })
    await own.addFault({ example: 'SYSTEM_ERROR' })
    await call({ body: CLOSE })
    await call({ body: CLOSE })
    expect(await own.requests()).toMatchObject([
      { status: 200, change: null, faults: [] },
      { status: 500, code: 'SYSTEM_ERROR', example: 'SYSTEM_ERROR', change: null, faults: [1, 2] },
    ])
  })

  test.for<[string, RequestChoice, Record<string, unknown>]>([
    ['an unknown path', { target: '/v3/nothing?a=1' }, { operation: null, status: 404, verdict: null, code: null }],
    ['a wrong method', { method: 'PUT' }, { operation: null, status: 405, verdict: null, code: null }],
    [
      'a missing header',
      { headers: { 'User-Agent': '' } },
      { operation: 'changeGoldPlanStatus', status: 400, verdict: null, code: 'INVALID_REQUEST', example: expect.any(String) },
    ],
    [
      'credentials that cannot be read',
      { headers: { Authorization: 'WECHATPAY2-SHA256-RSA2048 mchid=1900000100,serial_no=?' } },
      { status: 401, verdict: 'SIGN_ERROR_AUTHORIZATION_FORMAT', message: null },
    ],
    [
      'another authorization scheme',
      { headers: { Authorization: 'WECHATPAY2-SM2-WITH-SM3 mchid="1900000100"' } },
      { status: 401, verdict: 'SIGN_ERROR_AUTHORIZATION_SCHEME', message: null },
    ],
    ['an old timestamp', { now: PINNED - 301_000 }, { status: 401, verdict: 'SIGN_ERROR_TIMESTAMP', code: 'SIGN_ERROR' }],
    [
      'an unknown serial number',
      {
        headers: {
          Authorization: `WECHATPAY2-SHA256-RSA2048 mchid="1900000100",serial_no="00",nonce_str="n",timestamp="${PINNED / 1000}",signature="s"`,
        },
      },
      {
        status: 401,
        verdict: 'SIGN_ERROR_CERTIFICATE_SERIAL',
        message: expect.stringMatching(/^POST\n\/v3\/.*\n1700000000\nn\n\{.*\}\n$/),
      },
    ],
    [
      'a body without the required fields',
      { body: '{}' },
      { status: 400, verdict: 'valid', code: 'PARAM_ERROR', example: 'PARAM_ERROR_MISSING', change: null },
    ],
    ['a body that is not JSON', { body: '{' }, { status: 400, verdict: 'valid', code: 'PARAM_ERROR', body: '{' }],
    [
      'a call that a business rule refuses',
      { body: OPEN.replace('1900000109', '1') },
      { status: 400, verdict: 'valid', code: 'MCH_NOT_EXISTS', example: 'MCH_NOT_EXISTS' },
    ],
    ['an error that Prefer asks for', { headers: { Prefer: 'code=429' } }, { status: 429, verdict: 'valid', change: null }],
  ])('has a request that was refused for %s', async ([, choice, entry], { own, control, call }) => {
    await call(choice)
    expect(await own.requests()).toMatchObject([entry])
    expect(await control.unclaimedRequests()).toEqual([])
  })

  test('has a request that was refused for its signature, with only the first 16 characters of the signature', async ({
    mock,
    own,
    call,
  }) => {
    const { headers } = await signedRequest(mock.credentials, { now: PINNED })
    const authorization = String(headers['Authorization']).replace(/signature="[^"]*"/, `signature="${OTHER_SIGNATURE}"`)
    await call({ headers: { Authorization: authorization } })
    expect(await own.requests()).toMatchObject([
      {
        status: 401,
        verdict: 'SIGN_ERROR_SIGNATURE',
        headers: { authorization: expect.stringContaining('signature="AAAAAAAAAAAAAAAA…"') },
      },
    ])
  })

  test('finds the merchant ID of a request in the field mchid, not in a nonce that looks like this field', async ({
    own,
    control,
    call,
  }) => {
    await control.createMerchant({ mchid: '7' })
    expect((await call({ nonce: 'mchid=7' })).status).toBe(200)
    expect(await own.requests()).toHaveLength(1)
    expect(await control.merchant('7').requests()).toEqual([])
  })

  test('has null for a body that was too long to be read', async ({ own, call }) => {
    await call({ body: 'x'.repeat(65_537) })
    expect(await own.requests()).toMatchObject([{ status: 400, code: 'INVALID_REQUEST', body: null, verdict: null }])
  })

  test('takes the time of a request from the clock of the server, not from the clock of the merchant', async ({ own, call, clock }) => {
    await own.setClock({ pin: 1000 })
    await call({ now: 1_000_000 })
    clock.now += 1_500
    await call()
    expect((await own.requests()).map(({ time, status }) => [time, status])).toEqual([
      ['2023-11-14T22:13:21.500Z', 401],
      ['2023-11-14T22:13:20.000Z', 200],
    ])
  })

  test('has neither requests of another merchant nor requests to the control API', async ({ control, own, callAs }) => {
    const merchant = await control.createMerchant()
    await callAs(merchant)
    expect(await own.requests()).toEqual([])
    expect(await control.merchant(merchant.mchid).requests()).toHaveLength(1)
  })

  test('can be emptied, and does not use the earlier IDs again', async ({ ask, own, call }) => {
    await call()
    expect(await ask('DELETE', '/__mock/merchants/1900000100/requests')).toMatchObject({ status: 204, body: undefined })
    expect(await own.requests()).toEqual([])
    await call()
    expect(await own.requests()).toMatchObject([{ id: 2 }])
  })

  test('drops the oldest requests beyond its limit, for each merchant separately', async () => {
    await using mock = await createMockServer({ journalLimit: 2, now: () => PINNED })
    const other = await mock.control.createMerchant()
    const callAs = async (credentials: typeof mock.credentials) =>
      send(mock.url, await signedRequest(credentials, { ...CERTIFICATES, now: PINNED }))
    await callAs(other)
    for (let times = 0; times < 3; times++) await callAs(mock.credentials)
    expect((await mock.control.merchant(mock.credentials.mchid).requests()).map(({ id }) => id)).toEqual([4, 3])
    expect((await mock.control.merchant(other.mchid).requests()).map(({ id }) => id)).toEqual([1])
  })

  test('may take at most a quarter of journalBytes, so that long bodies do not push out the requests of another merchant', async () => {
    await using mock = await createMockServer({ journalBytes: 400_000, now: () => PINNED })
    const other = await mock.control.createMerchant()
    const callAs = async (credentials: typeof mock.credentials, body = OPEN) =>
      send(mock.url, await signedRequest(credentials, { body, now: PINNED }))
    await callAs(other)
    for (let times = 0; times < 15; times++) await callAs(mock.credentials, JSON.stringify({ sub_mchid: 'x'.repeat(30_000) }))
    const kept = await mock.control.merchant(mock.credentials.mchid).requests()
    expect(kept.length).toBeLessThan(4)
    expect(kept[0]).toMatchObject({ id: 16 })
    expect((await mock.control.merchant(other.mchid).requests()).map(({ id }) => id)).toEqual([1])
  })

  test('stays empty with a limit of 0', async () => {
    await using mock = await createMockServer({ journalLimit: 0, now: () => PINNED })
    expect((await send(mock.url, await signedRequest(mock.credentials, { now: PINNED }))).status).toBe(200)
    expect(await mock.control.merchant(mock.credentials.mchid).requests()).toEqual([])
  })
})

describe('one request of the journal', () => {
  test('can be fetched by its ID, and has its diagnosis', async ({ ask, own, call }) => {
    await call({ now: PINNED - 301_000 })
    await call()
    const { status, body } = await ask('GET', '/__mock/merchants/1900000100/requests/1')
    expect(status).toBe(200)
    expect(body).toMatchObject({ id: 1, status: 401, diagnosis: { mistakes: [{ id: 'timestamp-behind' }] } })
    expect(await own.request(2)).toMatchObject({ id: 2, status: 200 })
  })

  test('can be fetched by its ID even if it names no known merchant', async ({ control, mock }) => {
    await fetch(`${mock.url}/nothing`)
    expect(await control.unclaimedRequest(1)).toMatchObject({ id: 1, status: 404 })
  })

  test('gets 404 if the merchant does not exist or has no such request, and 400 if the ID is not a whole number above 0', async ({
    ask,
    control,
    call,
  }) => {
    await control.createMerchant({ mchid: '7' })
    await call()
    const message = 'There is no request 1'
    expect(await ask('GET', '/__mock/merchants/7/requests/1')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND', message } })
    expect(await ask('GET', '/__mock/merchants/8/requests/1')).toMatchObject({ status: 404, body: { message: 'There is no merchant 8' } })
    expect(await ask('GET', '/__mock/requests/1')).toMatchObject({ status: 404, body: { message } })
    for (const id of ['0', 'x', '1.5', '-1'])
      expect(await ask('GET', `/__mock/merchants/7/requests/${id}`)).toMatchObject({ status: 400, body: { detail: { field: '/path/id' } } })
  })
})

describe('the unclaimed requests', () => {
  test.for<[string, Record<string, string>]>([
    ['without Authorization', { Authorization: '' }],
    ['of an unknown merchant', { Authorization: 'WECHATPAY2-SHA256-RSA2048 mchid="19000001001"' }],
    ['with a merchant ID that is too long', { Authorization: `WECHATPAY2-SHA256-RSA2048 mchid="1900000100${'0'.repeat(23)}"` }],
    ['with a merchant ID that is not a number', { Authorization: 'WECHATPAY2-SHA256-RSA2048 mchid="1900000100x"' }],
    ['with only a sub-merchant', { Authorization: 'WECHATPAY2-SHA256-RSA2048 sub_mchid="1900000100"' }],
  ])('are those %s, and they can be filtered and emptied', async ([, headers], { ask, control, own, call }) => {
    await call({ headers })
    expect(await own.requests()).toEqual([])
    expect(await control.unclaimedRequests()).toMatchObject([{ status: 401, operation: 'changeGoldPlanStatus' }])
    expect(await control.unclaimedRequests({ status: 404 })).toEqual([])
    expect(await ask('DELETE', '/__mock/requests')).toMatchObject({ status: 204 })
    expect(await control.unclaimedRequests()).toEqual([])
  })

  test('have the merchant ID from their Authorization, or null if there is none', async ({ control, call }) => {
    await call({ headers: { Authorization: 'WECHATPAY2-SHA256-RSA2048 mchid="19"' } })
    await call({ headers: { Authorization: '' } })
    await call({
      headers: { Authorization: `WECHATPAY2-SHA256-RSA2048 mchid="20",serial_no="00",nonce_str="n",timestamp="1",signature="s"` },
    })
    expect((await control.unclaimedRequests()).map(({ mchid }) => mchid)).toEqual(['20', null, '19'])
  })

  test('include a request to an unknown path and one with a wrong method', async ({ control, mock }) => {
    await fetch(`${mock.url}/nothing`)
    await fetch(`${mock.url}/v3/certificates`, { method: 'DELETE' })
    expect((await control.unclaimedRequests()).map(({ status }) => status)).toEqual([405, 404])
  })

  test('stay when the journal of a merchant is emptied', async ({ control, own, mock }) => {
    await fetch(`${mock.url}/nothing`)
    await own.clearRequests()
    expect(await control.unclaimedRequests()).toHaveLength(1)
  })
})

describe('a query of the journal', () => {
  const TARGET = '/__mock/merchants/1900000100/requests'

  test.for([
    ['', [5, 4, 3, 2, 1]],
    ['?operation=changeGoldPlanStatus', [5, 3, 1]],
    ['?operation=openAdvertisingShow', []],
    ['?status=200', [4, 3, 1]],
    ['?status=404', [2]],
    ['?code=PARAM_ERROR', [5]],
    ['?code=PARAM', []],
    ['?since=2023-11-14T22:13:22.000Z', [5, 4, 3]],
    ['?since=2023-11-14T22:13:22.001Z', [5, 4]],
    ['?since=2023-11-15T06:13:23%2B08:00', [5, 4]],
    ['?since=2023-11-14T22:13:25Z', []],
    ['?limit=2', [5, 4]],
    ['?limit=9', [5, 4, 3, 2, 1]],
    ['?operation=changeGoldPlanStatus&status=200&limit=1', [3]],
    ['?operation=listCertificates&code=PARAM_ERROR', []],
  ] as const)('"%s" selects the requests with the IDs %j, newest first', async ([query, ids], { ask, call, clock }) => {
    for (const choice of [{}, { target: '/nothing' }, { body: CLOSE }, CERTIFICATES, { body: '{}' }]) {
      await call(choice)
      clock.now += 1000
    }
    const { status, body } = await ask('GET', `${TARGET}${query}`)
    expect(status).toBe(200)
    expect((body as { requests: { id: number }[] }).requests.map(({ id }) => id)).toEqual(ids)
  })

  test.for([
    ['?operation=changeGoldPlan', '/query/operation'],
    ['?operation=', '/query/operation'],
    ['?status=99', '/query/status'],
    ['?status=600', '/query/status'],
    ['?status=ok', '/query/status'],
    ['?status=200.5', '/query/status'],
    ['?status=', '/query/status'],
    ['?code=', '/query/code'],
    ['?since=yesterday', '/query/since'],
    ['?since=', '/query/since'],
    ['?since=2023-11-14', '/query/since'],
    ['?since=2023-13-45T00:00:00Z', '/query/since'],
    ['?since=2023-11-15T06:13:23+08:00', '/query/since'],
    ['?limit=0', '/query/limit'],
    ['?limit=-1', '/query/limit'],
    ['?limit=all', '/query/limit'],
    ['?limit=', '/query/limit'],
    ['?mchid=1', '/query/mchid'],
    ['?limit=1&limit=2', '/query/limit'],
    ['?__proto__=1', '/query/__proto__'],
  ] as const)('is refused, and the error names the wrong parameter: %s', async ([query, field], { mock, ask }) => {
    for (const target of [TARGET, '/__mock/requests'])
      expect(await ask('GET', `${target}${query}`)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST', detail: { field } } })
    // DELETE, which empties the journal, accepts no query.
    expect(await askControl(mock.url, 'DELETE', `${TARGET}${query}`)).toMatchObject({ status: 400, body: { detail: { field } } })
  })
})
