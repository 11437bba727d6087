import { BinaryReader } from '@bufbuild/protobuf/wire'
import supertest from 'supertest'
import { describe, expect, it } from 'vitest'
import { developmentKeys, importPublicKey, verifyResponse } from '../../contracts/index.ts'
import { formatRequestId } from '../../mock-server/gateway/request-id.ts'
import { PINNED, PINNED_NONCE, test } from '../mock-test.ts'
import { bytesOf, keptBytesOf, rawExchange } from '../raw-exchange.ts'
import type { Answer } from '../send.ts'
import { CHANGE_STATUS, OPEN, type SignedRequest, signedRequest } from '../signed-request.ts'

const { platform } = developmentKeys
const CUSTOM_PAGE = '/v3/goldplan/merchants/changecustompagestatus'
const CLOSE_SHOW = '/v3/goldplan/merchants/close-advertising-show'

/** The bytes of the same request twice: first with `Connection: keep-alive`, then with `Connection: close`. */
function keptPair(request: SignedRequest): Buffer {
  return Buffer.concat([keptBytesOf(request), bytesOf(request)])
}

async function verified({ headers, body }: Answer): Promise<void> {
  const header = (name: string) => headers[name] as string | undefined
  const keys = new Map([[platform.serial, () => importPublicKey(platform.certificate)]])
  await verifyResponse({ header, body: Buffer.from(body) }, { now: () => PINNED, keys })
}

function signatureHeaders({ headers }: Answer): string[] {
  return Object.keys(headers).filter((name) => name.startsWith('wechatpay-'))
}

describe('the answer to a signed request', () => {
  test('is signed over its bytes', async ({ call }) => {
    const answer = await call()
    expect(answer).toMatchObject({ status: 200, body: '{"sub_mchid":"1900000109"}' })
    await verified(answer)
  })

  test('has the headers of the gateway, and no others', async ({ call }) => {
    const { headers } = await call()
    expect(headers).toEqual({
      server: 'nginx',
      date: 'Tue, 14 Nov 2023 22:13:20 GMT',
      'content-type': 'application/json; charset=utf-8',
      'content-length': '26',
      connection: 'keep-alive',
      'keep-alive': 'timeout=8',
      'cache-control': 'no-cache, must-revalidate',
      'x-content-type-options': 'nosniff',
      'request-id': expect.stringMatching(/^08[0-9A-F]+-0$/),
      'content-language': 'zh-CN',
      'wechatpay-nonce': PINNED_NONCE,
      'wechatpay-signature': expect.stringMatching(/^[A-Za-z0-9+/]{342}==$/),
      'wechatpay-timestamp': '1700000000',
      'wechatpay-serial': platform.serial,
      'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
    })
  })

  test.for([
    ['is kept open', keptPair, ['Connection', 'Keep-Alive'], '\r\nConnection: keep-alive\r\nKeep-Alive: timeout=8\r\n'],
    ['is closed', bytesOf, ['Connection'], '\r\nConnection: close\r\n'],
  ] as const)('has its headers in the order of the gateway when the connection %s', async ([, bytes, connection, lines], { mock }) => {
    const answer = await rawExchange(mock.url, bytes(await signedRequest(mock.credentials, { now: PINNED })))
    const first = answer.split('\r\n\r\n', 1)[0] ?? ''
    expect(first).toContain(lines)
    expect(
      first
        .split('\r\n')
        .slice(1)
        .map((line) => line.split(':', 1)[0]),
    ).toEqual([
      'Server',
      'Date',
      'Content-Type',
      'Content-Length',
      ...connection,
      'Cache-Control',
      'X-Content-Type-Options',
      'Request-ID',
      'Content-Language',
      'Wechatpay-Nonce',
      'Wechatpay-Signature',
      'Wechatpay-Timestamp',
      'Wechatpay-Serial',
      'Wechatpay-Signature-Type',
    ])
  })

  test('has a Content-Type, and a Content-Length of 0, when its status is 204', async ({ call }) => {
    await call()
    const answer = await call({ target: CLOSE_SHOW, body: '{"sub_mchid":"1900000109"}' })
    expect(answer).toMatchObject({
      status: 204,
      body: '',
      headers: { 'content-type': 'application/json; charset=utf-8', 'content-length': '0', connection: 'keep-alive' },
    })
    await verified(answer)
  })

  test('is also signed when it refuses the body with 400', async ({ call }) => {
    const answer = await call({ body: '{}' })
    expect(answer.status).toBe(400)
    await verified(answer)
  })

  test('differs from the previous answer only in its Request-ID when the clock and the nonce are pinned', async ({ call }) => {
    const [first, second] = [await call(), await call()]
    expect({ ...second, headers: { ...second.headers, 'request-id': '' } }).toEqual({
      ...first,
      headers: { ...first.headers, 'request-id': '' },
    })
    expect(second.headers['request-id']).not.toBe(first.headers['request-id'])
  })

  test('can be requested with supertest, without a port', async ({ mock }) => {
    const { headers, body } = await signedRequest(mock.credentials, { now: PINNED })
    const response = await supertest(mock.app).post(CHANGE_STATUS).set(headers).send(body.toString())
    expect(response.status).toBe(200)
    expect(response.body).toEqual({ sub_mchid: '1900000109' })
  })
})

describe('Request-ID', () => {
  it('is encoded like the Request-ID in an official example of WeChat Pay', () => {
    const fields = { seconds: 1722850421, milliseconds: 44, address: 1685827581, fourth: 491838, fifth: 90733 }
    expect(formatRequestId(fields, 0)).toBe('08F5B8C2B506102C18FDDFEEA30620BE821E28EDC405-0')
  })

  function decode(requestId: unknown): number[] {
    const reader = new BinaryReader(Buffer.from(String(requestId).split('-')[0] ?? '', 'hex'))
    const fields: number[] = []
    while (reader.pos < reader.len) fields[reader.tag()[0]] = reader.uint32()
    return fields
  }

  test('contains the seconds and milliseconds of the clock, then the address of the server, then two numbers', async ({ call, clock }) => {
    clock.now = PINNED + 987
    const { headers } = await call()
    expect(decode(headers['request-id'])).toEqual([undefined, 1_700_000_000, 987, 0x7f000001, 1, 1])
  })

  test.for([
    ['a missing field', { body: '{}' }, '268435461'],
    ['an unknown field', { body: '{"sub_mchid":"1","operation_type":"OPEN","x":1}' }, '270924358'],
    ['a value out of its range', { body: '{"sub_mchid":"","operation_type":"OPEN"}' }, '268435464'],
    [
      "another service provider's sub-merchant",
      { headers: { Prefer: 'example=SUB_MERCHANT_NOT_OWNED' }, target: CUSTOM_PAGE },
      '268443701',
    ],
    ['a missing User-Agent', { headers: { 'User-Agent': '' } }, '270924291'],
    ['no Authorization', { headers: { Authorization: '' } }, '270924360'],
  ] as const)('ends with the error number for %s', async ([, choice, code], { call }) => {
    const { headers } = await call(choice)
    expect(headers['request-id']).toMatch(new RegExp(`^[0-9A-F]+-${code}$`))
  })

  test('ends with the error number for a signature mismatch', async ({ mock }) => {
    const { headers } = await signedRequest(mock.credentials, { now: PINNED })
    const response = await supertest(mock.app).post(CHANGE_STATUS).set(headers).send(`${OPEN} `)
    expect(response.headers['request-id']).toMatch(/-268443699$/)
  })
})

describe('an unsigned answer', () => {
  test.for([
    ['an unknown path', { target: '/v3/unknown' }, 404],
    ['a wrong method', { method: 'GET' }, 405],
    ['a missing header', { headers: { Accept: '' } }, 400],
    ['no credentials', { headers: { Authorization: '' } }, 401],
  ] as const)('is sent for %s', async ([, choice, status], { call }) => {
    const answer = await call(choice)
    expect(answer.status).toBe(status)
    expect(signatureHeaders(answer)).toEqual([])
  })
})

describe('Accept-Language', () => {
  test.for([
    ['en', 'en'],
    ['zh-CN', 'zh-CN'],
    ['ZH-hk', 'zh-HK'],
    ['zh-TW', 'zh-TW'],
    ['zh', 'zh'],
    ['fr, zh-TW;q=0.5', 'zh-TW'],
    ['en;q=0.5, zh-HK', 'zh-HK'],
    ['*, en', 'en'],
    ['', 'zh-CN'],
  ] as const)('"%s" is answered in %s', async ([header, language], { call }) => {
    const { status, headers } = await call({ headers: { 'Accept-Language': header } })
    expect(status).toBe(200)
    expect(headers['content-language']).toBe(language)
  })

  test.for(['*', 'fr', 'en-US'])(
    '%j names no supported language: the gateway refuses it with 406, after the signature check and before the body check',
    async (header, { call }) => {
      const answer = await call({ headers: { 'Accept-Language': header }, body: '{' })
      expect(answer).toMatchObject({ status: 406, body: '{"code":"PARAM_ERROR","message":"传入了不支持的Accept-Language"}' })
      await verified(answer)
    },
  )
})
