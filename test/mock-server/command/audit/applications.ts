import { pathToFileURL } from 'node:url'

const module = (path: string) => JSON.stringify(pathToFileURL(new URL(`../../../../${path}`, import.meta.url).pathname).href)

const COMMON = `
import { readFileSync } from 'node:fs'
import { importPublicKey, randomNonce, signRequest, verifyResponse } from ${module('contracts/index.ts')}
const env = (name) => process.env['WECHATPAY_' + name]
const read = (name) => readFileSync(env(name + '_PATH'), 'utf8')
const merchant = { mchid: env('MCHID'), serial: env('SERIAL_NO'), privateKey: read('PRIVATE_KEY') }
// The client of this package refuses to call WeChat Pay with development keys, so it calls this URL.
const baseURL = env('BASE_URL')
const body = JSON.stringify({ sub_mchid: env('SUB_MCHID'), operation_type: 'OPEN' })
`

const CALL = `${COMMON}
const target = '/v3/goldplan/merchants/changegoldplanstatus'
const Authorization = await signRequest({ method: 'POST', target, body }, { ...merchant, now: Date.now(), nonce: randomNonce() })
const headers = { Authorization, Accept: 'application/json', 'Content-Type': 'application/json', 'Accept-Language': 'zh-CN', 'User-Agent': 'node' }
const answer = await fetch('https://api.mch.weixin.qq.com' + target, { method: 'POST', body, headers })
const bytes = Buffer.from(await answer.arrayBuffer())
if (!answer.ok) process.exit(1)
`

/** Programs that open the gold plan. They differ in how they verify the answer. */
export const APPLICATIONS = {
  verifiesNothing: CALL,
  /** Verifies answers, but ignores their age. */
  ignoresAge: `${CALL}
const keys = new Map([[env('PLATFORM_SERIAL_NO'), () => importPublicKey(read('PLATFORM_CERTIFICATE'))]])
const now = () => Number(answer.headers.get('wechatpay-timestamp')) * 1000
await verifyResponse({ header: (name) => answer.headers.get(name) ?? undefined, body: bytes }, { now, keys })
`,
  /** Uses the client of this package, with downloaded platform certificates. */
  ownClient: `${COMMON}
import { createWechatpay, downloadCertificates } from ${module('client/index.ts')}
const certs = await downloadCertificates({ ...merchant, baseURL, apiV3Key: env('API_V3_KEY') })
await createWechatpay({ ...merchant, baseURL, certs }).v3.goldplan.merchants.changegoldplanstatus.post(JSON.parse(body))
`,
  /** Uses the client of this package, with the public key of the platform. */
  ownClientWithPublicKey: `${COMMON}
import { createWechatpay } from ${module('client/index.ts')}
const headers = { 'Wechatpay-Serial': env('PUBLIC_KEY_ID') }
const wxpay = createWechatpay({ ...merchant, baseURL, certs: { [env('PUBLIC_KEY_ID')]: read('PUBLIC_KEY') }, headers })
await wxpay.v3.goldplan.merchants.changegoldplanstatus.post(JSON.parse(body))
`,
} as const
