import { createHash, sign } from 'node:crypto'
import { type Body, bytesOf, readBody } from '../../diagnosis/body.ts'
import type { Digesting } from '../../diagnosis/catalogue/key-and-algorithm.ts'
import type { SentCircumstances } from '../../diagnosis/circumstances.ts'
import { frameOf, type Head, LINES } from '../../diagnosis/head.ts'
import { type Diagnosis, developmentKeys, diagnose, formatAuthorization, type ReceivedRequest } from '../../index.ts'

/** A client of the gateway: what the client sends, and how it signs. It signs with node:crypto, not with the code of this project. */
export interface Client {
  readonly sent: {
    readonly method: string
    readonly target: string
    readonly body: Buffer
    readonly contentType?: string
    /** The bytes that follow `body` when Content-Length is too small. */
    readonly rest?: Buffer
  }
  readonly timestamp: string
  readonly nonce: string
  readonly mchid: string
  readonly serial: string
  readonly head: Head
  readonly body: Body
  readonly digesting: Digesting
  readonly privateKey: string
  /** Signs the message. Returns `undefined` when this way of signing can't sign it, for example because it is too long. */
  readonly sign: (message: Buffer, privateKey: string) => Buffer | undefined
  readonly write: (signature: Buffer) => string
  readonly authorization: (header: string) => string | undefined
  readonly circumstances: SentCircumstances
}

const { merchant, platform, nextPlatform, platformPublicKey } = developmentKeys

// `OTHER` is another merchant, and `OLDER` is a replaced certificate of the client's own merchant. Both use keys that are published with
// this project. With newly created keys, the vectors would change each time they are generated.
export const OTHER = { mchid: '1900009999', serial: '7A'.repeat(20), privateKey: nextPlatform.privateKey, pem: nextPlatform.certificate }
export const OLDER = {
  mchid: merchant.mchid,
  serial: '5B'.repeat(20),
  privateKey: platformPublicKey.privateKey,
  pem: platformPublicKey.publicKey,
  status: 'replaced',
} as const

const KEYS = [
  { mchid: merchant.mchid, serial: merchant.serial, pem: merchant.certificate },
  OLDER,
  { mchid: null, serial: platform.serial, pem: platform.certificate },
  OTHER,
]

export const NOW = 1_700_000_000

/** A client that signs this request correctly. */
export function correctClient(sent: { method: string; target: string; body: string | Buffer }): Client {
  const [timestamp, nonce] = [String(NOW), '593BEC0C930bf1afeb40b4a08c8fb242']
  return {
    sent: { ...sent, body: Buffer.from(sent.body) },
    timestamp,
    nonce,
    mchid: merchant.mchid,
    serial: merchant.serial,
    head: { ...sent, timestamp, nonce, lines: LINES, lineFeed: '\n', lastLineFeed: '\n' },
    body: readBody(Buffer.from(sent.body)),
    digesting: 'none',
    privateKey: merchant.privateKey,
    sign: (message, privateKey) => sign('sha256', message, privateKey),
    write: (signature) => signature.toString('base64'),
    authorization: (header) => header,
    circumstances: {
      now: NOW * 1000,
      keys: KEYS,
      previousBodies: [Buffer.from('{"sub_mchid":"1900000110","operation_type":"CLOSE","operation_pay_scene":"JSAPI"}')],
      host: '127.0.0.1:8920',
      subMchids: ['1900000109'],
    },
  }
}

/** The signature message that a client signs. It contains the client's mistakes. */
export function messageOf({ head, body }: Client): Buffer {
  const { before, after } = frameOf(head)
  return Buffer.concat([Buffer.from(before, 'latin1'), bytesOf(body), Buffer.from(after, 'latin1')])
}

/** The request that a client sends; `undefined` when it can't sign its message. */
export function requestOf(client: Client): ReceivedRequest | undefined {
  const { sent, timestamp, nonce, mchid, serial } = client
  const signature = client.sign(digested(messageOf(client), client.digesting), client.privateKey)
  if (!signature) return undefined
  const header = formatAuthorization({ mchid, serial, timestamp, nonce, signature: client.write(signature) })
  return { ...sent, authorization: client.authorization(header) }
}

export async function diagnosisOf(client: Client): Promise<Diagnosis> {
  const request = requestOf(client)
  if (!request) throw new Error('The client cannot sign this message')
  return diagnose(request, client.circumstances)
}

/** The input of the signing function. */
export function digested(message: Buffer, form: Digesting): Buffer {
  if (form === 'none') return message
  const digest = createHash('sha256').update(message).digest()
  if (form === 'bytes') return digest
  const digits = digest.toString('hex')
  return Buffer.from({ hex: digits, HEX: digits.toUpperCase(), base64: digest.toString('base64') }[form])
}
