import { Buffer } from 'node:buffer'
import { formatResponseHeaders, responseMessage, sign } from '../../contracts/index.ts'
import type { HttpAnswer } from '../edge/http-exchange.ts'
import { type SignedMessage, type Signing, signMessage } from '../gateway/sign-message.ts'
import type { Fault } from '../store/records.ts'
import type { PlatformKey } from '../tenant/platform.ts'
import type { ScriptedResult } from './fault-script.ts'

/** A way to sign an answer wrongly, such as an invalid or missing signature, another key, or an old timestamp. */
export type SignatureFault = NonNullable<Fault['signature']>

/** The gateway begins the wrong signatures of its probes (签名探测) with this text: https://pay.weixin.qq.com/doc/v3/merchant/4013053249 */
const PROBE = 'WECHATPAY/SIGNTEST/'
const TEN_MINUTES = 600_000
/** `mock-unknown-0000001` in hexadecimal. */
export const UNKNOWN_SERIAL = '6D6F636B2D756E6B6E6F776E2D30303030303031'

/** What is needed to sign wrongly: everything that a correct signature needs, and two more keys. */
export interface WrongSigning extends Signing {
  /** The key of a platform certificate. */
  readonly certificate: () => PlatformKey
  /** The key of the merchant's certificate. */
  readonly own: () => Promise<PlatformKey>
}

type Way = (message: SignedMessage, signing: WrongSigning) => Promise<SignedMessage>

const WAYS: Readonly<Record<SignatureFault, Way>> = {
  probe: (message, signing) => altered(message, signing, (signature) => PROBE + signature.slice(PROBE.length)),
  tampered: (message, signing) => altered(message, signing, flipped),
  other_body: signedForAnother,
  tampered_body: async (message, signing) =>
    message.body.length > 0 ? changed(await signMessage(message, signing)) : signedForAnother(message, signing),
  expired: (message, signing) => signMessage(message, { ...signing, now: signing.now - TEN_MINUTES }),
  future: (message, signing) => signMessage(message, { ...signing, now: signing.now + TEN_MINUTES }),
  unknown_serial: (message, signing) => signMessage(message, { ...signing, signer: { ...signing.signer, serial: UNKNOWN_SERIAL } }),
  own_certificate: async (message, signing) => signMessage(message, { ...signing, signer: await signing.own() }),
  certificate: (message, signing) => signMessage(message, { ...signing, signer: signing.certificate() }),
  missing_headers: async (message) => message,
  async no_signature(message, signing) {
    const { 'Wechatpay-Signature': _, ...headers } = (await signMessage(message, signing)).headers
    return { ...message, headers }
  },
  async empty_headers(message, signing) {
    const { headers } = await signMessage(message, signing)
    const emptied = Object.entries(headers).map(([name, value]) => [name, name.startsWith('Wechatpay-') ? '' : value])
    return { ...message, headers: Object.fromEntries(emptied) }
  },
  wrong_charset: signedInUtf16,
}

/** Signs an answer. The signature is wrong if the scripted result has a signature fault. */
export async function signScripted(answer: HttpAnswer, signing: WrongSigning, { result }: ScriptedResult): Promise<HttpAnswer> {
  return { ...answer, ...(await signAs(answer, signing, result?.signature)) }
}

/** Signs an answer or a notification. The signature is wrong if a `fault` is given. */
export function signAs(message: SignedMessage, signing: WrongSigning, fault?: SignatureFault): Promise<SignedMessage> {
  const way = fault ? WAYS[fault] : signMessage
  return way(message, signing)
}

async function altered(message: SignedMessage, signing: Signing, alter: (signature: string) => string): Promise<SignedMessage> {
  const { headers, ...rest } = await signMessage(message, signing)
  return { ...rest, headers: { ...headers, 'Wechatpay-Signature': alter(headers['Wechatpay-Signature'] ?? '') } }
}

async function signedForAnother(message: SignedMessage, signing: Signing): Promise<SignedMessage> {
  const { headers } = await signMessage({ ...message, body: Buffer.concat([message.body, Buffer.from(' ')]) }, signing)
  return { ...message, headers }
}

/** Adds a member to a JSON object that is not empty, so that a client still finds the other members. Adds a space to any other body. */
function changed(message: SignedMessage): SignedMessage {
  const text = Buffer.from(message.body).toString()
  const body = Buffer.from(/^\{.+\}$/s.test(text) ? `${text.slice(0, -1)},"tampered":true}` : `${text} `)
  return { ...message, headers: { ...message.headers, 'Content-Length': String(body.length) }, body }
}

/** Changes one bit of a signature. The result is still the base64 of 256 bytes. */
function flipped(signature: string): string {
  const bytes = Buffer.from(signature, 'base64')
  bytes[128] = (bytes[128] ?? 0) ^ 1
  return bytes.toString('base64')
}

/** Encodes the body and the signature message as UTF-16, and names this charset in the Content-Type. */
async function signedInUtf16(message: SignedMessage, { signer, now, nonce }: Signing): Promise<SignedMessage> {
  const utf16 = (bytes: Buffer) => Buffer.from(bytes.toString('utf8'), 'utf16le')
  const timestamp = String(Math.floor(now / 1000))
  const signature = await sign(utf16(responseMessage({ timestamp, nonce, body: message.body })), signer.privateKey)
  const body = utf16(Buffer.from(message.body))
  const headers = {
    ...message.headers,
    'Content-Type': 'application/json; charset=utf-16le',
    ...('Content-Length' in message.headers && { 'Content-Length': String(body.length) }),
    ...formatResponseHeaders({ timestamp, nonce, serial: signer.serial, signature }),
  }
  return { ...message, headers, body }
}
