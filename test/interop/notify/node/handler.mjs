// A handler of notifications (回调通知) with Express.
import { readFileSync } from 'node:fs'
import express from 'express'
import { NotificationError, readNotification } from 'wechatpay-goldplan-mock/client'

const env = (name) => process.env[`WECHATPAY_${name}`]
const read = (name) => readFileSync(env(`${name}_PATH`), 'utf8')
const options = {
  certs: { [env('PLATFORM_SERIAL_NO')]: read('PLATFORM_CERTIFICATE'), [env('PUBLIC_KEY_ID')]: read('PUBLIC_KEY') },
  apiV3Key: env('API_V3_KEY'),
  // Not in production: a diagnosis takes time, so strangers could slow this server down with wrong signatures.
  diagnose: process.env.NODE_ENV !== 'production',
}
const handled = new Set() // in your application, a table with the ID as its key

const app = express()
// express.raw() keeps the bytes that are signed. express.json() does not.
app.post('/notify', express.raw({ type: () => true }), async (request, response) => {
  try {
    const body = Buffer.isBuffer(request.body) ? request.body : ''
    const { id, event_type, resource } = await readNotification({ headers: request.headers, body }, options)
    if (!handled.has(id)) console.log(event_type, resource)
    handled.add(id)
    response.status(204).end()
  } catch (error) {
    if (!(error instanceof NotificationError)) throw error
    console.error(error.message)
    response.status(401).json({ code: 'FAIL', message: '失败' })
  }
})
app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1')
