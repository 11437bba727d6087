import { createRequire } from 'node:module'
import axios from 'axios'
import { describe, expect, test } from 'vitest'
import { createMockServer, type MockCredentials } from '../../mock-server/index.ts'
import { send } from '../send.ts'
import { signedRequest } from '../signed-request.ts'

const WxPay: typeof import('wechatpay-node-v3') = createRequire(import.meta.url)('wechatpay-node-v3')
const PRODUCTION = 'https://api.mch.weixin.qq.com'

/** Adds a method for gold plan calls, which the SDK lacks. The method signs and sends a call as the SDK's methods do. */
class GoldPlanPay extends WxPay {
  call(target: string, body: Record<string, unknown>) {
    const url = PRODUCTION + target
    const authorization = this.buildAuthorization('POST', url, body)
    return this.httpService.post(url, body, this.getHeaders(authorization, { 'Content-Type': 'application/json' }))
  }
}

/** Creates a client of the SDK. Its HTTP hook sends the signed requests to the mock server instead of production. */
function sdk({ base_url, mchid, certificate, private_key, apiv3_key }: MockCredentials, serial_no?: string) {
  const pay = new GoldPlanPay({
    appid: 'wx0000000000000000',
    mchid,
    // Without serial_no, the SDK reads the serial number from the certificate, but in lower case.
    ...(serial_no !== undefined && { serial_no }),
    publicKey: Buffer.from(certificate),
    privateKey: Buffer.from(private_key),
    key: apiv3_key,
  })
  const send = async (method: string, url: string, data: unknown, headers: Record<string, string>) => {
    const { status, data: body } = await axios.request({
      method,
      url: url.replace(PRODUCTION, base_url),
      data,
      headers: { ...headers, 'Accept-Language': 'zh-CN' },
    })
    return { status, data: body }
  }
  pay.createHttp({
    get: (url, headers) => send('GET', url, undefined, headers),
    post: (url, params, headers) => send('POST', url, params, headers),
    upload: () => Promise.reject(new Error('not used')),
  })
  return pay
}

describe('wechatpay-node-v3', () => {
  test('fetches the platform certificates and decrypts them', async () => {
    await using mock = await createMockServer()
    const [certificate] = await sdk(mock.credentials, mock.credentials.serial_no).get_certificates(mock.credentials.apiv3_key)
    expect(certificate?.serial_no).toBe(mock.credentials.platform_certificates[0]?.serial_no)
    expect(String(certificate?.publicKey)).toContain('BEGIN PUBLIC KEY')
  })

  test('opens the gold plan through its HTTP hook', async () => {
    await using mock = await createMockServer()
    const body = { sub_mchid: '1900000109', operation_type: 'OPEN' }
    const pay = sdk(mock.credentials, mock.credentials.serial_no)
    expect(await pay.call('/v3/goldplan/merchants/changegoldplanstatus', body)).toMatchObject({
      status: 200,
      data: { sub_mchid: '1900000109' },
    })
  })

  test('sends its default serial number in lower case, and the mock server accepts the number with a warning', async () => {
    await using mock = await createMockServer()
    const body = { sub_mchid: '1900000109', operation_type: 'OPEN' }
    expect(await sdk(mock.credentials).call('/v3/goldplan/merchants/changegoldplanstatus', body)).toMatchObject({ status: 200 })
    const [request] = await mock.control.merchant(mock.credentials.mchid).requests()
    expect(request?.warnings).toEqual([expect.stringContaining('serial_no is in lower case')])
  })

  test('verifies the signature of an answer, and refuses the same signature for a changed body', async () => {
    await using mock = await createMockServer()
    const answer = await send(mock.url, await signedRequest(mock.credentials))
    const header = (name: string) => String(answer.headers[`wechatpay-${name}`])
    const signed = { timestamp: header('timestamp'), nonce: header('nonce'), serial: header('serial'), signature: header('signature') }
    const pay = sdk(mock.credentials)
    const verdict = (body: string) => pay.verifySign({ ...signed, body, apiSecret: mock.credentials.apiv3_key })
    expect(await verdict(answer.body)).toBe(true)
    expect(await verdict(`${answer.body} `)).toBe(false)
  })
})
