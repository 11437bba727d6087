import type { CryptoKey } from 'jose'
import { isFresh } from './clock-tolerance.ts'
import { missingResponseHeaders, type ResponseSignature, readResponseHeaders } from './response-headers.ts'
import { verify } from './signature.ts'
import { responseMessage } from './signature-message.ts'

/** An answer as it was received. */
export interface ReceivedResponse {
  /** Looks a header up by its lower-case name. */
  readonly header: (name: string) => string | null | undefined
  /** The bytes received. */
  readonly body: Uint8Array
}

/** The keys that may sign answers, and the clock. */
export interface PlatformKeys {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Gives a public key, by the serial number of its certificate or its public-key ID. */
  readonly keys: ReadonlyMap<string, () => Promise<CryptoKey>>
}

/** The check that failed. */
export type ResponseCheck = 'headers' | 'timestamp' | 'serial' | 'signature'

/** The signature of an answer does not hold: `check` says which check failed, `seen` what was there. */
export class ResponseVerificationError extends Error {
  override readonly name = 'ResponseVerificationError'
  readonly check: ResponseCheck
  /** What was seen: the headers missing, the timestamp, the serial number or the signature. */
  readonly seen: string
  /** The `Request-ID` of the answer, to quote to WeChat Pay; `undefined` when it had none. */
  readonly requestId: string | undefined

  constructor(check: ResponseCheck, seen: string, explanation: string, requestId: string | undefined) {
    super(`The answer can't be trusted: ${explanation} (Request-ID: ${requestId ?? 'none'})`)
    this.check = check
    this.seen = seen
    this.requestId = requestId
  }
}

/**
 * Verifies the signature of an answer over the bytes received. Call it before you parse them.
 *
 * @throws {ResponseVerificationError} With the first check that fails: headers, timestamp, serial, signature.
 * @see https://pay.weixin.qq.com/doc/v3/merchant/4013053420
 * @example
 * ```ts
 * import { developmentKeys, importPublicKey, verifyResponse } from 'wechatpay-goldplan-mock/contracts'
 *
 * const { serial, certificate } = developmentKeys.platform
 * const keys = new Map([[serial, () => importPublicKey(certificate)]])
 * await verifyResponse({ header: () => undefined, body: Buffer.from('{}') }, { now: Date.now, keys }).catch((error) => console.log(error.check)) // headers
 * ```
 */
export async function verifyResponse(response: ReceivedResponse, platform: PlatformKeys): Promise<void> {
  const signature = readResponseHeaders(response.header)
  const failure =
    checkHeaders(signature) ??
    checkTimestamp(signature, platform) ??
    checkSerial(signature, platform) ??
    (await checkSignature(signature, response.body, platform))
  if (failure) throw new ResponseVerificationError(...failure, response.header('request-id') ?? undefined)
}

type Failure = readonly [check: ResponseCheck, seen: string, explanation: string]

function checkHeaders(signature: ResponseSignature): Failure | undefined {
  const missing = missingResponseHeaders(signature).join(', ')
  return missing ? ['headers', missing, `it lacks ${missing}`] : undefined
}

function checkTimestamp({ timestamp }: ResponseSignature, { now }: PlatformKeys): Failure | undefined {
  if (/^\d+$/.test(timestamp) && isFresh(timestamp, now())) return undefined
  return [
    'timestamp',
    timestamp,
    `its Wechatpay-Timestamp ${timestamp} is more than 300 seconds from this clock's ${Math.floor(now() / 1000)}`,
  ]
}

function checkSerial({ serial }: ResponseSignature, { keys }: PlatformKeys): Failure | undefined {
  if (keys.has(serial)) return undefined
  return ['serial', serial, `its Wechatpay-Serial ${serial} is none of the certs known here: ${[...keys.keys()].join(', ')}`]
}

async function checkSignature(signature: ResponseSignature, body: Uint8Array, { keys }: PlatformKeys): Promise<Failure | undefined> {
  const message = responseMessage({ ...signature, body })
  const publicKey = await keys.get(signature.serial)?.()
  if (publicKey && (await verify(message, signature.signature, publicKey))) return undefined
  return ['signature', signature.signature, `its Wechatpay-Signature is not that of ${signature.serial} over these ${body.length} bytes`]
}
