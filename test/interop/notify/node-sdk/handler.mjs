// Handles notifications with wechatpay-node-v3. This SDK downloads the platform certificates when a serial number is new to it.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import WxPay from 'wechatpay-node-v3'

const env = (name) => process.env[`WECHATPAY_${name}`]
const read = (name) => readFileSync(env(`${name}_PATH`))
const pay = new WxPay({
  appid: 'wx0000000000000000',
  mchid: env('MCHID'),
  publicKey: read('CERTIFICATE'),
  privateKey: read('PRIVATE_KEY'),
  key: env('API_V3_KEY'),
})

async function isBelieved({ headers }, body) {
  const value = (name) => headers[`wechatpay-${name}`]
  const [timestamp, nonce, serial, signature] = ['timestamp', 'nonce', 'serial', 'signature'].map(value)
  if (!(await pay.verifySign({ timestamp, nonce, serial, signature, body, apiSecret: env('API_V3_KEY') }))) return false
  const { ciphertext, associated_data, nonce: iv } = JSON.parse(body).resource
  pay.decipher_gcm(ciphertext, associated_data, iv)
  return true
}

createServer(async (request, response) => {
  const believed = await text(request)
    .then((body) => isBelieved(request, body))
    .catch((error) => console.error(error.message))
  response.writeHead(believed ? 204 : 401).end()
}).listen(Number(process.env.PORT), '127.0.0.1')
