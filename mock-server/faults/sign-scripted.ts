import { Buffer } from 'node:buffer'
import { formatResponseHeaders, responseMessage, sign } from '../../contracts/index.ts'
import type { HttpAnswer } from '../edge/http-exchange.ts'
import { type Signing, signAnswer } from '../gateway/sign-answer.ts'
import type { Fault } from '../store/records.ts'
import type { PlatformKey } from '../tenant/platform.ts'
import type { ScriptedResult } from './fault-script.ts'

/** A way to make the signature of an answer invalid. */
export type SignatureFault = NonNullable<Fault['signature']>

/** The prefix of the gateway's own probes: https://pay.weixin.qq.com/doc/v3/merchant/4013053249 */
const PROBE = 'WECHATPAY/SIGNTEST/'
const TEN_MINUTES = 600_000
/** `mock-unknown-0000001` in hexadecimal. */
const UNKNOWN_SERIAL = '6D6F636B2D756E6B6E6F776E2D30303030303031'

/** What a wrong signature may need besides the key that signs correctly. */
export interface WrongSigning extends Signing {
  /** The platform certificate of the merchant. */
  readonly certificate: () => PlatformKey
  /** The merchant's own certificate. */
  readonly own: () => Promise<PlatformKey>
}

const WAYS: Readonly<Record<SignatureFault, (answer: HttpAnswer, signing: WrongSigning) => Promise<HttpAnswer>>> = {
  probe: (answer, signing) => altered(answer, signing, (signature) => PROBE + signature.slice(PROBE.length)),
  tampered: (answer, signing) => altered(answer, signing, flipped),
  other_body: signedForAnother,
  tampered_body: async (answer, signing) =>
    answer.body.length > 0 ? changed(await signAnswer(answer, signing)) : signedForAnother(answer, signing),
  expired: (answer, signing) => signAnswer(answer, { ...signing, now: signing.now - TEN_MINUTES }),
  future: (answer, signing) => signAnswer(answer, { ...signing, now: signing.now + TEN_MINUTES }),
  unknown_serial: (answer, signing) => signAnswer(answer, { ...signing, signer: { ...signing.signer, serial: UNKNOWN_SERIAL } }),
  own_certificate: async (answer, signing) => signAnswer(answer, { ...signing, signer: await signing.own() }),
  certificate: (answer, signing) => signAnswer(answer, { ...signing, signer: signing.certificate() }),
  missing_headers: async (answer) => answer,
  async no_signature(answer, signing) {
    const { 'Wechatpay-Signature': _, ...headers } = (await signAnswer(answer, signing)).headers
    return { ...answer, headers }
  },
  async empty_headers(answer, signing) {
    const { headers } = await signAnswer(answer, signing)
    const emptied = Object.entries(headers).map(([name, value]) => [name, name.startsWith('Wechatpay-') ? '' : value])
    return { ...answer, headers: Object.fromEntries(emptied) }
  },
  wrong_charset: signedInUtf16,
}

/** Signs an answer, wrongly if a test has scripted that. */
export function signScripted(answer: HttpAnswer, signing: WrongSigning, { result }: ScriptedResult): Promise<HttpAnswer> {
  const sign = result?.signature ? WAYS[result.signature] : signAnswer
  return sign(answer, signing)
}

async function altered(answer: HttpAnswer, signing: Signing, alter: (signature: string) => string): Promise<HttpAnswer> {
  const { headers, ...rest } = await signAnswer(answer, signing)
  return { ...rest, headers: { ...headers, 'Wechatpay-Signature': alter(headers['Wechatpay-Signature'] ?? '') } }
}

async function signedForAnother(answer: HttpAnswer, signing: Signing): Promise<HttpAnswer> {
  const { headers } = await signAnswer({ ...answer, body: Buffer.concat([answer.body, Buffer.from(' ')]) }, signing)
  return { ...answer, headers }
}

/** Adds a member to a body of JSON, so that a client still finds all that it expects; any other body gets a space. */
function changed(answer: HttpAnswer): HttpAnswer {
  const text = Buffer.from(answer.body).toString()
  const body = Buffer.from(/^\{.+\}$/s.test(text) ? `${text.slice(0, -1)},"tampered":true}` : `${text} `)
  return { ...answer, headers: { ...answer.headers, 'Content-Length': String(body.length) }, body }
}

/** Changes one bit; the result is still the base64 of 256 bytes. */
function flipped(signature: string): string {
  const bytes = Buffer.from(signature, 'base64')
  bytes[128] = (bytes[128] ?? 0) ^ 1
  return bytes.toString('base64')
}

/** Encodes the body and the signed message as UTF-16, and names this charset in the Content-Type. */
async function signedInUtf16(answer: HttpAnswer, { signer, now, nonce }: Signing): Promise<HttpAnswer> {
  const utf16 = (bytes: Buffer) => Buffer.from(bytes.toString('utf8'), 'utf16le')
  const timestamp = String(Math.floor(now / 1000))
  const signature = await sign(utf16(responseMessage({ timestamp, nonce, body: answer.body })), signer.privateKey)
  const body = utf16(Buffer.from(answer.body))
  const headers = {
    ...answer.headers,
    'Content-Type': 'application/json; charset=utf-16le',
    ...('Content-Length' in answer.headers && { 'Content-Length': String(body.length) }),
    ...formatResponseHeaders({ timestamp, nonce, serial: signer.serial, signature }),
  }
  return { ...answer, headers, body }
}
