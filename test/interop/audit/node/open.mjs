// Opens the gold plan with an SDK for Node. Exits with code 0 when the SDK accepts an answer that reports success.
import { readFileSync } from 'node:fs'

const [sdk, mode] = process.argv.slice(2)
const env = (name) => process.env[`WECHATPAY_${name}`]
const read = (name) => readFileSync(env(`${name}_PATH`))
const body = { sub_mchid: env('SUB_MCHID'), operation_type: 'OPEN' }
const path = '/v3/goldplan/merchants/changegoldplanstatus'

const SDKS = {
  async 'wechatpay-axios-plugin'() {
    const { Rsa, Wechatpay } = await import('wechatpay-axios-plugin')
    const isPublicKey = mode === 'public-key'
    const [serial, key] = isPublicKey ? ['PUBLIC_KEY_ID', 'PUBLIC_KEY'] : ['PLATFORM_SERIAL_NO', 'PLATFORM_CERTIFICATE']
    const wxpay = new Wechatpay({
      mchid: env('MCHID'),
      serial: env('SERIAL_NO'),
      privateKey: Rsa.from(String(read('PRIVATE_KEY')), Rsa.KEY_TYPE_PRIVATE),
      certs: { [env(serial)]: Rsa.from(String(read(key)), Rsa.KEY_TYPE_PUBLIC) },
    })
    const headers = isPublicKey ? { 'Wechatpay-Serial': env('PUBLIC_KEY_ID') } : {}
    await wxpay.v3.goldplan.merchants.changegoldplanstatus.post(body, { headers })
  },
  async 'wechatpay-node-v3'() {
    const { default: WxPay } = await import('wechatpay-node-v3')
    const pay = new WxPay({
      appid: 'wx0000000000000000',
      mchid: env('MCHID'),
      serial_no: env('SERIAL_NO'),
      publicKey: read('CERTIFICATE'),
      privateKey: read('PRIVATE_KEY'),
      key: env('API_V3_KEY'),
    })
    const authorization = pay.buildAuthorization('POST', path, body)
    const headers = {
      Accept: 'application/json',
      'Content-Type': 'application/json',
      'Accept-Language': 'zh-CN',
      'User-Agent': 'node',
      Authorization: authorization,
    }
    const url = `https://api.mch.weixin.qq.com${path}`
    if (mode !== 'verify-sign') return check((await pay.httpService.post(url, body, headers)).status)
    // The SDK returns answers without the headers that verifySign needs, so this program sends the request itself.
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body), headers })
    check(answer.status)
    const [timestamp, nonce, serial, signature] = ['Timestamp', 'Nonce', 'Serial', 'Signature'].map((name) =>
      answer.headers.get(`Wechatpay-${name}`),
    )
    const signed = { timestamp, nonce, serial, signature, body: await answer.text(), apiSecret: env('API_V3_KEY') }
    if (!(await pay.verifySign(signed))) throw new Error('the signature does not match')
  },
  async 'node-easywechat'() {
    // Imports one file of the package. The index of the package can't be imported: it needs a file that a dependency no longer has.
    const { default: Pay } = await import('node-easywechat/dist/Pay/Application.js')
    const app = new Pay({
      mch_id: env('MCHID'),
      private_key: env('PRIVATE_KEY_PATH'),
      certificate: env('CERTIFICATE_PATH'),
      secret_key: env('API_V3_KEY'),
      platform_certs: { [env('PLATFORM_SERIAL_NO')]: env('PLATFORM_CERTIFICATE_PATH') },
    })
    const answer = await app.getClient().request('POST', path, { data: body })
    check(answer.getStatusCode())
  },
}

function check(status) {
  if (status < 200 || status > 299) throw new Error(`status ${status}`)
}

await SDKS[sdk]()
process.exit(0)
