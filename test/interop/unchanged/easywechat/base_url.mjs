// Calls the gold plan at WECHATPAY_BASE_URL, or at WeChat Pay when that variable is not set.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Pay } from 'node-easywechat'

const env = (name) => process.env[`WECHATPAY_${name}`]

test('node-easywechat downloads the certificates and opens the gold plan at the base URL', async () => {
  const app = new Pay({
    mch_id: env('MCHID'),
    private_key: env('PRIVATE_KEY_PATH'),
    certificate: env('CERTIFICATE_PATH'),
    secret_key: env('API_V3_KEY'),
    http: { baseURL: env('BASE_URL') },
  })
  assert.deepEqual(Object.keys(await app.getMerchant().getPlatformCerts()), [env('PLATFORM_SERIAL_NO')])
  const data = { sub_mchid: env('SUB_MCHID'), operation_type: 'OPEN' }
  const answer = await app.getClient().post('/v3/goldplan/merchants/changegoldplanstatus', { data })
  assert.deepEqual(answer.toObject(), { sub_mchid: env('SUB_MCHID') })
})
