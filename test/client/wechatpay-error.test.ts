import axios, { AxiosError } from 'axios'
import { describe, expect } from 'vitest'
import { createWechatpay, type ErrorCode, isWechatpayError, ResponseVerificationError, type WechatpayError } from '../../client/index.ts'
import { PINNED, test } from '../mock-test.ts'
import { type Alter, alteringProxy } from './altering-proxy.ts'
import { clientOptions } from './client-options.ts'

const OPEN = { sub_mchid: '1900000109', operation_type: 'OPEN' } as const
const REFUSED = '{"code":"NO_AUTH","message":"商户无权限"}'

/** Returns the error of a call whose answer a proxy alters. */
async function errorOf(options: Parameters<typeof createWechatpay>[0], alter: Alter): Promise<unknown> {
  await using proxy = await alteringProxy(options.baseURL ?? '', alter)
  const wxpay = createWechatpay({ ...options, baseURL: proxy.url, now: () => PINNED })
  return await wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN).catch((error: unknown) => error)
}

describe('isWechatpayError', () => {
  test('is true for the error of a refusal, and the error has the code, message, status and request ID', async ({ mock }) => {
    const wxpay = createWechatpay({ ...clientOptions(mock.credentials), now: () => PINNED })
    const error: unknown = await wxpay.v3.goldplan.merchants.changegoldplanstatus
      .post({ ...OPEN, sub_mchid: '1' })
      .catch((reason: unknown) => reason)
    if (!isWechatpayError(error)) throw new Error('The error must be a refusal')
    const code: ErrorCode = error.code
    expect([code, error.message, error.status, error.requestId]).toEqual([
      'MCH_NOT_EXISTS',
      '特约商户号不存在，请确认特约商户号准确性',
      400,
      error.response.headers['request-id'],
    ])
    expect(error.requestId).toMatch(/^[0-9A-F]+-\d+$/)
    expect(error.response.data).toEqual({ code: 'MCH_NOT_EXISTS', message: error.message })
    // @ts-expect-error an undocumented code
    expect(error.code === 'MCH_NOT_FOUND').toBe(false)
  })

  test('is true for an unsigned refusal with an undocumented code and no request ID', async ({ mock }) => {
    const body = Buffer.from('{"code":"NEW","message":"新错误","detail":{"field":"x"}}')
    const error = await errorOf(clientOptions(mock.credentials), () => ({ status: 403, headers: {}, body }))
    expect(isWechatpayError(error)).toBe(true)
    expect(error).toMatchObject({ code: 'NEW', message: '新错误', status: 403, response: { data: { detail: { field: 'x' } } } })
    expect((error as WechatpayError).requestId).toBeUndefined()
  })

  test.for([
    ['HTML', '<html>502 Bad Gateway</html>'],
    ['no body', ''],
    ['null', 'null'],
    ['a text', '"code"'],
    ['a list', '[]'],
    ['only a code', '{"code":"NO_AUTH"}'],
    ['only a message', '{"message":"商户无权限"}'],
    ['a code that is a number', '{"code":268447840,"message":"请求频率超过限制"}'],
    ['truncated JSON', REFUSED.slice(0, -1)],
  ] as const)('is false for an error answer with %s, and the error keeps the code of axios', async ([, body], { mock }) => {
    const error = await errorOf(clientOptions(mock.credentials), () => ({ status: 502, headers: {}, body: Buffer.from(body) }))
    expect(error).toBeInstanceOf(AxiosError)
    expect(error).toMatchObject({ code: 'ERR_BAD_RESPONSE', message: 'Request failed with status code 502', status: 502 })
    expect(error).not.toHaveProperty('requestId')
    expect(isWechatpayError(error)).toBe(false)
  })

  test('is false for a refusal with a wrong signature', async ({ mock }) => {
    const error = await errorOf(clientOptions(mock.credentials), (answer) => ({ ...answer, body: Buffer.from(REFUSED) }))
    expect(error).toBeInstanceOf(ResponseVerificationError)
    expect(isWechatpayError(error)).toBe(false)
  })

  test('is false when the server does not answer', async ({ mock }) => {
    const wxpay = createWechatpay({ ...clientOptions(mock.credentials), baseURL: 'http://127.0.0.1:1' })
    const error = await wxpay.v3.certificates.get().catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'ECONNREFUSED' })
    expect(isWechatpayError(error)).toBe(false)
  })

  test('is false for an error of plain axios, which keeps the code of axios', async ({ mock }) => {
    const error = await axios.post(`${mock.url}/v3/goldplan/merchants/changegoldplanstatus`, OPEN).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'ERR_BAD_REQUEST', response: { data: { code: 'SIGN_ERROR' } } })
    expect(isWechatpayError(error)).toBe(false)
  })

  test.for([undefined, null, 'NO_AUTH', new Error('x'), { code: 'NO_AUTH', message: 'x' }] as const)('is false for %s', (value) => {
    expect(isWechatpayError(value)).toBe(false)
  })
})
