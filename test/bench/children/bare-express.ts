// A minimal Express server that verifies a request, parses it and signs the answer, without validation, state or journal.
import { Buffer } from 'node:buffer'
import { createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto'
import { promisify } from 'node:util'
import express from 'express'
import { developmentKeys } from '../../../contracts/index.ts'

const AUTHORIZATION =
  /^WECHATPAY2-SHA256-RSA2048 mchid="\d+",serial_no="\w+",nonce_str="(?<nonce>[^"]+)",timestamp="(?<timestamp>\d+)",signature="(?<signature>[^"]+)"$/

const signAsync = promisify(sign)
const merchantKey = createPublicKey(developmentKeys.merchant.certificate)
const platformKey = createPrivateKey(developmentKeys.platform.privateKey)

function isSigned(method: string, target: string, authorization: string, body: Buffer): boolean {
  const { nonce, timestamp, signature = '' } = AUTHORIZATION.exec(authorization)?.groups ?? {}
  const message = Buffer.concat([Buffer.from(`${method}\n${target}\n${timestamp}\n${nonce}\n`), body, Buffer.from('\n')])
  return verify('sha256', message, merchantKey, Buffer.from(signature, 'base64'))
}

async function signedHeaders(body: string): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const nonce = randomBytes(16).toString('hex')
  const signature = await signAsync('sha256', Buffer.from(`${timestamp}\n${nonce}\n${body}\n`), platformKey)
  return {
    'Content-Type': 'application/json',
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Serial': developmentKeys.platform.serial,
    'Wechatpay-Signature': signature.toString('base64'),
    'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
  }
}

const app = express()
app.disable('x-powered-by')
app.use(express.raw({ type: () => true, inflate: false }))
app.post('/v3/goldplan/merchants/changegoldplanstatus', async (request, response) => {
  const received: Buffer = request.body
  if (!isSigned(request.method, request.originalUrl, request.get('Authorization') ?? '', received)) {
    response.writeHead(401).end()
    return
  }
  const { sub_mchid } = JSON.parse(received.toString())
  const body = JSON.stringify({ sub_mchid })
  response.writeHead(200, { ...(await signedHeaders(body)), 'Content-Length': Buffer.byteLength(body) }).end(body)
})
app.listen(Number(process.argv[2]), '127.0.0.1')
