import { describe, expect, it } from 'vitest'
import { developmentKeys } from '../../../contracts/index.ts'
import { createMockServer, type Exchange, type MockServerOptions } from '../../../mock-server/index.ts'
import { PINNED, test } from '../../mock-test.ts'
import { bytesOf, rawExchange, statusOf } from '../../raw-exchange.ts'
import { send } from '../../send.ts'
import { CHANGE_STATUS, CLOSE, OPEN, type RequestChoice, signedRequest } from '../../signed-request.ts'

const FORMAT = '{"code":"SIGN_ERROR","message":"Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》"}'
const SCHEME = '{"code":"SIGN_ERROR","message":"Http头Authorization认证类型不正确"}'
const STALE = '{"code":"SIGN_ERROR","message":"Http头Authorization中的timestamp与发起请求的时间不得超过5分钟"}'
const SERIAL = '{"code":"SIGN_ERROR","message":"商户证书序列号有误。请使用签名私钥匹配的证书序列号"}'

describe('a request is refused with 401', () => {
  test('without an Authorization header', async ({ mock }) => {
    const { headers, ...request } = await signedRequest(mock.credentials, { now: PINNED })
    const { Authorization: _, ...others } = headers
    expect(await send(mock.url, { ...request, headers: others })).toMatchObject({ status: 401, body: FORMAT })
  })

  test.for([
    ['that is malformed', 'WECHATPAY2-SHA256-RSA2048 mchid=1', FORMAT],
    ['of another scheme', 'Bearer abc', SCHEME],
  ] as const)('with an Authorization header %s', async ([, header, body], { call }) => {
    expect(await call({ headers: { Authorization: header } })).toMatchObject({ status: 401, body })
  })

  test('with two Authorization headers', async ({ mock }) => {
    const request = await signedRequest(mock.credentials, { now: PINNED })
    const twice = bytesOf(request)
      .toString('latin1')
      .replace('Authorization', `Authorization: ${request.headers['Authorization']}\r\nAuthorization`)
    expect(statusOf(await rawExchange(mock.url, Buffer.from(twice, 'latin1')))).toBe(401)
  })
})

describe('the timestamp', () => {
  test.for([-301, 301, -86_400, 86_400])(
    '%i seconds off is refused before the serial number and the signature are checked',
    async (offset, { mock }) => {
      const credentials = { ...mock.credentials, serial_no: '0'.repeat(40) }
      const request = await signedRequest(credentials, { now: PINNED + offset * 1000 })
      expect(await send(mock.url, { ...request, body: Buffer.from('changed') })).toMatchObject({ status: 401, body: STALE })
    },
  )

  test.for([-300, -299, 0, 299, 300])('%i seconds off is accepted', async (offset, { call }) => {
    expect((await call({ now: PINNED + offset * 1000 })).status).toBe(200)
  })
})

describe('the merchant certificate', () => {
  test.for([
    ['an unknown serial number', { serial_no: '0'.repeat(40) }],
    ['its serial number in mixed case', { serial_no: developmentKeys.merchant.serial.replace('D', 'd') }],
    ['the serial number of a platform certificate', { serial_no: developmentKeys.platform.serial }],
    ['an unknown merchant', { mchid: '1900000000' }],
  ] as const)('is not found by %s', async ([, wrong], { mock }) => {
    const request = await signedRequest({ ...mock.credentials, ...wrong }, { now: PINNED })
    expect(await send(mock.url, request)).toMatchObject({ status: 401, body: SERIAL })
  })
})

describe('a serial number in lower case', () => {
  const LOWER = { serial_no: developmentKeys.merchant.serial.toLowerCase() }
  const WARNING = expect.stringMatching(/^serial_no is in lower case, which WeChat Pay does not document.+证书序列号/)

  /** Sends a request with the serial number in lower case; returns the answer, the exchanges in the log and the requests in the journal. */
  async function sent(options: MockServerOptions, change: RequestChoice = {}) {
    const exchanges: Exchange[] = []
    await using mock = await createMockServer({ ...options, onExchange: (exchange) => exchanges.push(exchange) })
    const { status, body } = await send(mock.url, await signedRequest({ ...mock.credentials, ...LOWER }, change))
    return { status, body, exchanges, requests: await mock.control.merchant(mock.credentials.mchid).requests() }
  }

  it('is accepted, with a warning in the journal and in the log', async () => {
    const { status, exchanges, requests } = await sent({})
    expect(status).toBe(200)
    expect(requests).toMatchObject([{ verdict: 'valid', warnings: [WARNING] }])
    expect(exchanges).toMatchObject([{ status: 200, warnings: [WARNING] }])
  })

  it('causes the warning even if the call is refused later for another reason', async () => {
    expect(await sent({}, { body: '{}' })).toMatchObject({ status: 400, requests: [{ verdict: 'valid', warnings: [WARNING] }] })
  })

  it.each<[string, MockServerOptions]>([
    ['a strict server', { strict: true }],
    ['a strict merchant', { merchant: { strict: true } }],
  ])('counts as unknown for %s, and the diagnosis names the mistake', async (_, options) => {
    const { status, body, requests } = await sent(options)
    expect({ status, body }).toEqual({ status: 401, body: SERIAL })
    expect(requests).toMatchObject([{ verdict: 'SIGN_ERROR_CERTIFICATE_SERIAL', diagnosis: { mistakes: [{ id: 'serial-lower-case' }] } }])
    expect(requests[0]).not.toHaveProperty('warnings')
  })

  test('of a revoked certificate is refused as revoked', async ({ mock, clock }) => {
    await mock.control.merchant(mock.credentials.mchid).setCertificate({ status: 'revoked' })
    const { body } = await send(mock.url, await signedRequest({ ...mock.credentials, ...LOWER }, { now: clock.now }))
    expect(JSON.parse(body).message).toBe('商户证书已作废。')
  })

  test('causes a warning that a serial number in upper case does not cause', async ({ mock, call }) => {
    await call()
    expect((await mock.control.merchant(mock.credentials.mchid).requests())[0]).not.toHaveProperty('warnings')
  })
})

describe('the signature', () => {
  test('is refused when another key made it', async ({ mock }) => {
    const request = await signedRequest({ ...mock.credentials, private_key: developmentKeys.platform.privateKey }, { now: PINNED })
    expect((await send(mock.url, request)).status).toBe(401)
  })

  test('is refused in the words of the live gateway when it does not match', async ({ mock }) => {
    const request = await signedRequest(mock.credentials, { now: PINNED, nonce: 'n' })
    const { status, body } = await send(mock.url, { ...request, body: Buffer.from(CLOSE) })
    expect(status).toBe(401)
    expect(body).toBe(
      `{"code":"SIGN_ERROR","detail":{"detail":{"issue":"sign not match"},"field":"signature","location":"authorization",` +
        `"sign_information":{"method":"POST","sign_message_length":${`POST\n${CHANGE_STATUS}\n1700000000\nn\n${CLOSE}\n`.length},` +
        `"truncated_sign_message":"POST\\n${CHANGE_STATUS}\\n1700000000\\nn\\n{\\"sub_mc\\n","url":"${CHANGE_STATUS}"}},"message":"错误的签名，验签失败"}`,
    )
  })

  test.for([
    ['no body', '', 0, '\n\n'],
    ['a body of three bytes', '{ }', 3, '\n{ }\n'],
    ['a body of Chinese text', '"商户号"', 11, '\n"商户\ufffd\n'],
  ] as const)(
    'is refused with an answer that counts every byte of the body but shows only the first eight: %s',
    async ([, sent, bytes, end], { mock }) => {
      const request = await signedRequest(mock.credentials, { now: PINNED, nonce: 'n', body: 'another' })
      const { detail } = JSON.parse((await send(mock.url, { ...request, body: Buffer.from(sent) })).body)
      expect(detail.sign_information.sign_message_length).toBe(`POST\n${CHANGE_STATUS}\n1700000000\nn\n\n`.length + bytes)
      expect(detail.sign_information.truncated_sign_message.slice(-end.length)).toBe(end)
    },
  )

  test('is refused with an answer that shows the URL with its query', async ({ mock }) => {
    const request = await signedRequest(mock.credentials, { now: PINNED })
    const { detail } = JSON.parse((await send(mock.url, { ...request, target: `${CHANGE_STATUS}?a=1` })).body)
    expect(detail.sign_information.url).toBe(`${CHANGE_STATUS}?a=1`)
  })

  test('is refused when a body is added to a signed GET, even when Content-Type says that the body is an upload', async ({ mock }) => {
    const headers = { 'Content-Type': 'multipart/form-data; boundary=b' }
    const request = await signedRequest(mock.credentials, { now: PINNED, method: 'GET', target: '/v3/certificates', body: '', headers })
    expect((await send(mock.url, request)).status).toBe(200)
    expect((await send(mock.url, { ...request, body: Buffer.from('added') })).status).toBe(401)
  })

  test('is valid for a body that is not text: the answer is 400 because of the body, not 401', async ({ call }) => {
    expect((await call({ body: Buffer.of(0xff, 0xfe) })).status).toBe(400)
  })

  test('is valid with a nonce of 1 to 500 characters, also with punctuation', async ({ mock }) => {
    for (const nonce of ['1', '123adsddf', '4e5b2c3a-7d7e-4b1e-8c55-0f6f9c1c9a11', 'n'.repeat(500), 'a,b=c']) {
      const request = await signedRequest(mock.credentials, { now: PINNED, nonce })
      expect((await send(mock.url, request)).status).toBe(200)
    }
  })

  test('is valid for a body sent in chunks', async ({ mock }) => {
    const { headers } = await signedRequest(mock.credentials, { now: PINNED })
    const response = await fetch(mock.url + CHANGE_STATUS, {
      method: 'POST',
      headers: { ...headers, 'Accept-Language': 'zh-CN' },
      body: new Blob([OPEN.slice(0, 10), OPEN.slice(10)]).stream(),
      duplex: 'half',
    })
    expect(response.status).toBe(200)
  })
})

test('a request can be replayed, because no source says that the gateway remembers a nonce', async ({ mock }) => {
  const request = await signedRequest(mock.credentials, { now: PINNED })
  expect((await send(mock.url, request)).status).toBe(200)
  expect((await send(mock.url, request)).status).toBe(200)
})

test('the fields of Authorization may come in another order, as some SDKs send them', async ({ mock }) => {
  const { timestamp, nonce, signature, ...request } = await signedRequest(mock.credentials, { now: PINNED })
  const { mchid, serial_no } = mock.credentials
  const fields = [
    `signature="${signature}"`,
    `serial_no="${serial_no}"`,
    `timestamp="${timestamp}"`,
    `nonce_str="${nonce}"`,
    `mchid="${mchid}"`,
  ]
  const headers = { ...request.headers, Authorization: `WECHATPAY2-SHA256-RSA2048 ${fields.join(',')}` }
  expect((await send(mock.url, { ...request, headers })).status).toBe(200)
})

test('a signature over the unescaped target is invalid when the target is sent escaped', async ({ mock }) => {
  const request = await signedRequest(mock.credentials, { now: PINNED, target: CHANGE_STATUS })
  expect((await send(mock.url, { ...request, target: CHANGE_STATUS.replace('change', '%63hange') })).status).toBe(401)
})
