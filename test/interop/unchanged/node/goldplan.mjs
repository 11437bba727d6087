// Calls the gold plan with SDKs for Node as an application does. Only `breakNextAnswer` depends on the mock server.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Rsa, Wechatpay } from 'wechatpay-axios-plugin'
import WxPay from 'wechatpay-node-v3'

const env = (name) => process.env[`WECHATPAY_${name}`]
const read = (name) => readFileSync(env(`${name}_PATH`))
const SUB_MCHID = env('SUB_MCHID')
const body = { sub_mchid: SUB_MCHID, operation_type: 'OPEN' }

async function breakNextAnswer() {
  const fault = { operation: 'changegoldplanstatus', signature: 'tampered', times: 1 }
  const headers = { 'Content-Type': 'application/json' }
  const url = `${env('BASE_URL')}/__mock/merchants/${env('MCHID')}/faults`
  assert.equal((await fetch(url, { method: 'POST', headers, body: JSON.stringify(fault) })).status, 201)
}

function axiosPlugin() {
  return new Wechatpay({
    mchid: env('MCHID'),
    serial: env('SERIAL_NO'),
    privateKey: Rsa.from(String(read('PRIVATE_KEY')), Rsa.KEY_TYPE_PRIVATE),
    certs: {
      [env('PLATFORM_SERIAL_NO')]: Rsa.from(String(read('PLATFORM_CERTIFICATE')), Rsa.KEY_TYPE_PUBLIC),
      [env('PUBLIC_KEY_ID')]: Rsa.from(String(read('PUBLIC_KEY')), Rsa.KEY_TYPE_PUBLIC),
    },
  })
}

test('wechatpay-axios-plugin opens the gold plan', async () => {
  const { data } = await axiosPlugin().v3.goldplan.merchants.changegoldplanstatus.post(body)
  assert.equal(data.sub_mchid, SUB_MCHID)
})

test('wechatpay-axios-plugin opens the gold plan with the public key', async () => {
  const headers = { 'Wechatpay-Serial': env('PUBLIC_KEY_ID') }
  const { data } = await axiosPlugin().v3.goldplan.merchants.changegoldplanstatus.post(body, { headers })
  assert.equal(data.sub_mchid, SUB_MCHID)
})

test('wechatpay-axios-plugin gets a business error', async () => {
  const call = axiosPlugin().v3.goldplan.merchants.changegoldplanstatus.post({ ...body, sub_mchid: '1900000999' })
  await assert.rejects(call, (error) => error.response.status >= 400 && typeof error.response.data.code === 'string')
})

test('wechatpay-axios-plugin refuses a tampered answer', async () => {
  await breakNextAnswer()
  await assert.rejects(axiosPlugin().v3.goldplan.merchants.changegoldplanstatus.post(body))
})

/** wechatpay-node-v3 ignores the proxy variables. So NODE_OPTIONS loads a module that connects this SDK to the mock server. */
function nodeV3() {
  return new WxPay({
    appid: 'wx0000000000000000',
    mchid: env('MCHID'),
    serial_no: env('SERIAL_NO'),
    publicKey: read('CERTIFICATE'),
    privateKey: read('PRIVATE_KEY'),
    key: env('API_V3_KEY'),
  })
}

function open(pay, subMchid) {
  const url = 'https://api.mch.weixin.qq.com/v3/goldplan/merchants/changegoldplanstatus'
  const body = { sub_mchid: subMchid, operation_type: 'OPEN' }
  return pay.httpService.post(url, body, {
    Accept: 'application/json',
    'Content-Type': 'application/json',
    'User-Agent': 'node',
    Authorization: pay.buildAuthorization('POST', url, body),
  })
}

test('wechatpay-node-v3 downloads the certificates and opens the gold plan', async () => {
  const pay = nodeV3()
  const [certificate] = await pay.get_certificates(env('API_V3_KEY'))
  assert.equal(certificate.serial_no, env('PLATFORM_SERIAL_NO'))
  assert.deepEqual((await open(pay, SUB_MCHID)).data, { sub_mchid: SUB_MCHID })
})

test('wechatpay-node-v3 gets a business error', async () => {
  const { status, errRaw } = await open(nodeV3(), '1900000999')
  assert.equal(Math.floor(status / 100), 4)
  assert.equal(typeof errRaw, 'object')
})

test('wechatpay-node-v3 accepts a tampered answer, because it verifies signatures only in verifySign', async () => {
  await breakNextAnswer()
  assert.equal((await open(nodeV3(), SUB_MCHID)).status, 200)
})
