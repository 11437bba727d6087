import { createRequire } from 'node:module'
import axios from 'axios'
import { describe, expect, test } from 'vitest'
import { certificateSerial, randomNonce } from '../../contracts/index.ts'
import { createMockServer, type MockCredentials } from '../../mock-server/index.ts'

const WxPay: typeof import('wechatpay-node-v3') = createRequire(import.meta.url)('wechatpay-node-v3')
const PRODUCTION = 'https://api.mch.weixin.qq.com'

/** The unmodified SDK; its hook for HTTP, which is made for this, sends what it signed to the mock server. */
function sdk({ base_url, mchid, serial_no, certificate, private_key, apiv3_key }: MockCredentials) {
  const pay = new WxPay({
    appid: 'wx0000000000000000',
    mchid,
    // Left out, the SDK reads it from the certificate, in lower case.
    serial_no,
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
    const [certificate] = await sdk(mock.credentials).get_certificates(mock.credentials.apiv3_key)
    expect(certificate?.serial_no).toBe(mock.credentials.platform_certificates[0]?.serial_no)
    expect(String(certificate?.publicKey)).toContain('BEGIN PUBLIC KEY')
  })

  test('signs a call that opens the gold plan, and verifies the answer', async () => {
    await using mock = await createMockServer()
    const pay = sdk(mock.credentials)
    const target = '/v3/goldplan/merchants/changegoldplanstatus'
    const body = { sub_mchid: '1900000109', operation_type: 'OPEN' }
    const [nonce, timestamp] = [randomNonce(), String(Math.floor(Date.now() / 1000))]
    const authorization = pay.getAuthorization(nonce, timestamp, pay.getSignature('POST', nonce, timestamp, target, body))
    const { status, data, headers } = await axios.post(mock.url + target, body, {
      headers: { Authorization: authorization },
      responseType: 'text',
    })
    expect({ status, data }).toEqual({ status: 200, data: '{"sub_mchid":"1900000109"}' })
    const answer = {
      timestamp: headers['wechatpay-timestamp'],
      nonce: headers['wechatpay-nonce'],
      serial: headers['wechatpay-serial'],
      signature: headers['wechatpay-signature'],
    }
    expect(answer.serial).toBe(certificateSerial(mock.credentials.platform_certificates[0]?.certificate ?? ''))
    expect(await pay.verifySign({ ...answer, body: data, apiSecret: mock.credentials.apiv3_key })).toBe(true)
  })
})
