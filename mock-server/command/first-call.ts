/**
 * A program that makes one signed call and prints the answer. It needs nothing but Node, and reads `credentials.json` from its own folder.
 */
export const FIRST_CALL = `// Opens the gold plan of a sub-merchant with one signed request (发送一次签名请求，开通点金计划).
// It does not verify the signature of the answer; the client of wechatpay-goldplan-mock does (未校验应答签名).
import { randomBytes, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'

const mock = JSON.parse(readFileSync(new URL('credentials.json', import.meta.url), 'utf8'))

const method = 'POST'
const target = '/v3/goldplan/merchants/changegoldplanstatus'
const body = JSON.stringify({ sub_mchid: mock.sub_mchids[0], operation_type: 'OPEN' })
const timestamp = Math.floor(Date.now() / 1000)
const nonce = randomBytes(16).toString('hex').toUpperCase()

// The signature message (待签名串): five lines, each with a line feed at its end.
const message = [method, target, timestamp, nonce, body].map((line) => line + '\\n').join('')
const signature = sign('sha256', Buffer.from(message), mock.private_key).toString('base64')
const fields = { mchid: mock.mchid, serial_no: mock.serial_no, nonce_str: nonce, timestamp, signature }
const credentials = Object.entries(fields).map(([name, value]) => name + '="' + value + '"')

const response = await fetch(mock.base_url + target, {
  method,
  headers: {
    Authorization: 'WECHATPAY2-SHA256-RSA2048 ' + credentials.join(','),
    Accept: 'application/json',
    'Accept-Language': 'zh-CN',
    'Content-Type': 'application/json',
    'User-Agent': 'first-call',
  },
  body,
})
console.log(response.status, await response.text())
`
