// Calls the gold plan with node-easywechat as an application does. Only `breakNextAnswer` depends on the mock server.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Pay } from 'node-easywechat'

const env = (name) => process.env[`WECHATPAY_${name}`]
const SUB_MCHID = env('SUB_MCHID')

/** Creates a client of the SDK. Without platform_certs, the client downloads the platform certificates when it needs one. */
function pay(options) {
  return new Pay({
    mch_id: env('MCHID'),
    private_key: env('PRIVATE_KEY_PATH'),
    certificate: env('CERTIFICATE_PATH'),
    secret_key: env('API_V3_KEY'),
    ...options,
  })
}

/** Opens the gold plan. The body is passed as `data`, because the SDK does not sign a body that is passed as `json`. */
function open(app, subMchid = SUB_MCHID) {
  const data = { sub_mchid: subMchid, operation_type: 'OPEN' }
  return app.getClient().post('/v3/goldplan/merchants/changegoldplanstatus', { data })
}

async function breakNextAnswer() {
  const fault = { operation: 'changegoldplanstatus', signature: 'tampered', times: 1 }
  const headers = { 'Content-Type': 'application/json' }
  const url = `${env('BASE_URL')}/__mock/merchants/${env('MCHID')}/faults`
  assert.equal((await fetch(url, { method: 'POST', headers, body: JSON.stringify(fault) })).status, 201)
}

test('node-easywechat opens the gold plan', async () => {
  assert.deepEqual((await open(pay())).toObject(), { sub_mchid: SUB_MCHID })
})

test('node-easywechat downloads the certificates', async () => {
  assert.deepEqual(Object.keys(await pay().getMerchant().getPlatformCerts()), [env('PLATFORM_SERIAL_NO')])
})

test('node-easywechat gets a business error', async () => {
  const answer = await open(pay(), '1900000999')
  assert.equal(Math.floor(answer.getStatusCode() / 100), 4)
  assert.equal(typeof answer.toObject().code, 'string')
})

test('node-easywechat believes a tampered answer, because it verifies no answer by itself', async () => {
  await breakNextAnswer()
  assert.equal((await open(pay())).getStatusCode(), 200)
})

test('node-easywechat refuses a tampered answer when its validator is called', async () => {
  const app = pay()
  await app.getValidator().validate((await open(app)).toHttpResponse())
  await breakNextAnswer()
  await assert.rejects(app.getValidator().validate((await open(app)).toHttpResponse()))
})
