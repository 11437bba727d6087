// Handles notifications with the SDK wechatpay-axios-plugin. The SDK has no function that verifies and decrypts a notification in one step.
// `node handler.mjs readme` only decrypts the notification, as the README of the SDK shows. `node handler.mjs verify` first verifies the
// signature with functions of the SDK.
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin'

const env = (name) => process.env[`WECHATPAY_${name}`]
const key = (name) => Rsa.from(`file://${env(`${name}_PATH`)}`, Rsa.KEY_TYPE_PUBLIC)
const certs = { [env('PLATFORM_SERIAL_NO')]: key('PLATFORM_CERTIFICATE'), [env('PUBLIC_KEY_ID')]: key('PUBLIC_KEY') }

function verify({ headers }, body) {
  const message = Formatter.response(headers['wechatpay-timestamp'], headers['wechatpay-nonce'], body)
  if (!Rsa.verify(message, headers['wechatpay-signature'], certs[headers['wechatpay-serial']])) throw new Error('signature')
}

function decrypt(body) {
  const { ciphertext, nonce, associated_data } = JSON.parse(body).resource
  return JSON.parse(Aes.AesGcm.decrypt(ciphertext, env('API_V3_KEY'), nonce, associated_data))
}

createServer(async (request, response) => {
  try {
    const body = await text(request)
    if (process.argv[2] === 'verify') verify(request, body)
    decrypt(body)
    response.writeHead(204).end()
  } catch (error) {
    console.error(error.message)
    response.writeHead(401).end()
  }
}).listen(Number(process.env.PORT), '127.0.0.1')
