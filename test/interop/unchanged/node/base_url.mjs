// Calls the gold plan at WECHATPAY_BASE_URL, or at WeChat Pay when that variable is not set.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Rsa, Wechatpay } from 'wechatpay-axios-plugin'
import WxPay from 'wechatpay-node-v3'

const PRODUCTION = 'https://api.mch.weixin.qq.com'
const baseURL = process.env.WECHATPAY_BASE_URL ?? PRODUCTION
const env = (name) => process.env[`WECHATPAY_${name}`]
const read = (name) => readFileSync(env(`${name}_PATH`))
const body = { sub_mchid: env('SUB_MCHID'), operation_type: 'OPEN' }

test('wechatpay-axios-plugin opens the gold plan at the base URL', async () => {
  const wxpay = new Wechatpay({
    mchid: env('MCHID'),
    serial: env('SERIAL_NO'),
    privateKey: Rsa.from(String(read('PRIVATE_KEY')), Rsa.KEY_TYPE_PRIVATE),
    certs: { [env('PLATFORM_SERIAL_NO')]: Rsa.from(String(read('PLATFORM_CERTIFICATE')), Rsa.KEY_TYPE_PUBLIC) },
    baseURL: `${baseURL}/`,
  })
  const { data } = await wxpay.v3.goldplan.merchants.changegoldplanstatus.post(body)
  assert.deepEqual(data, { sub_mchid: env('SUB_MCHID') })
})

/**
 * Sends a request of wechatpay-node-v3 to the base URL. The signature does not cover the host, so it stays valid. Returns the parsed body,
 * and the text and headers of the answer, which verifySign needs.
 */
async function send(method, url, data, headers) {
  const answer = await fetch(url.replace(PRODUCTION, baseURL), {
    method,
    headers: { ...headers, 'Accept-Language': 'zh-CN' },
    ...(data && { body: JSON.stringify(data) }),
  })
  const text = await answer.text()
  return { status: answer.status, data: JSON.parse(text), text, headers: answer.headers }
}

test('wechatpay-node-v3 opens the gold plan at the base URL and verifies the answer', async () => {
  const pay = new WxPay({
    appid: 'wx0000000000000000',
    mchid: env('MCHID'),
    serial_no: env('SERIAL_NO'),
    publicKey: read('CERTIFICATE'),
    privateKey: read('PRIVATE_KEY'),
    key: env('API_V3_KEY'),
  })
  pay.createHttp({
    get: (url, headers) => send('GET', url, undefined, headers),
    post: (url, data, headers) => send('POST', url, data, headers),
  })
  const url = `${PRODUCTION}/v3/goldplan/merchants/changegoldplanstatus`
  const { data, text, headers } = await pay.httpService.post(url, body, {
    Accept: 'application/json',
    'Content-Type': 'application/json',
    'User-Agent': 'node',
    Authorization: pay.buildAuthorization('POST', url, body),
  })
  const signed = Object.fromEntries(['timestamp', 'nonce', 'serial', 'signature'].map((name) => [name, headers.get(`Wechatpay-${name}`)]))
  // verifySign downloads the platform certificates.
  assert.equal(await pay.verifySign({ ...signed, body: text, apiSecret: env('API_V3_KEY') }), true)
  assert.deepEqual(data, { sub_mchid: env('SUB_MCHID') })
})
