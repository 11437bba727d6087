import { Buffer } from 'node:buffer'
import { developmentKeys } from '../../keys/development-keys.ts'
import { formatResponseHeaders, type ResponseSignature, readResponseHeaders } from '../../wire/response-headers.ts'
import { responseMessage } from '../../wire/signature-message.ts'
import { signResponse } from '../../wire/signed-headers.ts'
import type { ResponseCheck } from '../../wire/verify-response.ts'

const DESCRIPTION =
  'Answers signed by the platform. Each vector has the answer, message, signature and headers, and the verdict of a client that knows the keys below at the time now (seconds since 1970): ' +
  'valid, or the check that fails (headers, timestamp, serial or signature).'

const TIMESTAMP = 1_700_000_000
const NONCE = 'd824f2e086d3c1df967785d13fcd22ef'
const { platform, nextPlatform, platformPublicKey } = developmentKeys

/** The input of a vector; omitted fields take valid defaults. */
interface VectorInput {
  readonly name: string
  readonly status?: number
  readonly body?: string
  readonly signer?: { readonly serial: string; readonly privateKey: string }
  /** The client's time minus the timestamp, in seconds. */
  readonly later?: number
  readonly sentBody?: string
  readonly change?: (signature: ResponseSignature) => Partial<ResponseSignature>
  readonly without?: string
  readonly verdict?: ResponseCheck
}

const PUBLIC_KEY = { serial: platformPublicKey.id, privateKey: platformPublicKey.privateKey }
const PROBE = 'WECHATPAY/SIGNTEST/'

const INPUTS: readonly VectorInput[] = [
  { name: 'a body' },
  { name: 'Chinese text', body: '{"code":"PARAM_ERROR","message":"参数错误"}', status: 400 },
  { name: 'no body, 204', status: 204, body: '' },
  { name: 'spaces in the body', body: '{ "sub_mchid" : "1900000109" }' },
  { name: 'the next platform certificate', signer: nextPlatform },
  { name: 'the WeChat Pay public key', signer: PUBLIC_KEY },
  { name: 'the clock 299 seconds later', later: 299 },
  { name: 'the clock 300 seconds later', later: 300 },
  { name: 'the clock 301 seconds later', later: 301, verdict: 'timestamp' },
  { name: 'the clock 299 seconds earlier', later: -299 },
  { name: 'the clock 300 seconds earlier', later: -300 },
  { name: 'the clock 301 seconds earlier', later: -301, verdict: 'timestamp' },
  {
    name: 'a signature probe',
    change: ({ signature }) => ({ signature: PROBE + signature.slice(PROBE.length) }),
    verdict: 'signature',
  },
  { name: 'a different body than was signed', sentBody: '{"sub_mchid":"1900000110"}', verdict: 'signature' },
  { name: 'a different random string than was signed', change: () => ({ nonce: NONCE.toUpperCase() }), verdict: 'signature' },
  { name: 'an unknown serial number', change: () => ({ serial: '00'.repeat(20) }), verdict: 'serial' },
  { name: 'the serial number of another certificate', change: () => ({ serial: nextPlatform.serial }), verdict: 'signature' },
  { name: 'a missing header', without: 'Wechatpay-Nonce', verdict: 'headers' },
]

/** The contents of `responses.json`. */
export async function responseVectors(): Promise<unknown> {
  return {
    description: DESCRIPTION,
    keys: [
      ...[platform, nextPlatform].map(({ serial, certificate }) => ({ serial_no: serial, certificate })),
      { serial_no: platformPublicKey.id, public_key: platformPublicKey.publicKey },
    ],
    responses: await Promise.all(INPUTS.map((input) => responseVector(input))),
  }
}

async function responseVector(input: VectorInput) {
  const { name, status = 200, body = '{"sub_mchid":"1900000109"}', signer = platform, later = 0, sentBody = body } = input
  const written = new Headers(await signResponse(body, { ...signer, now: TIMESTAMP * 1000, nonce: NONCE }))
  const signed = readResponseHeaders((header) => written.get(header))
  const { [input.without ?? '']: _, ...headers } = formatResponseHeaders({ ...signed, ...input.change?.(signed) })
  return {
    name,
    status,
    message: String(responseMessage({ ...signed, body })),
    signature: signed.signature,
    headers,
    body: String(Buffer.from(sentBody)),
    now: TIMESTAMP + later,
    verdict: input.verdict ?? 'valid',
  }
}
