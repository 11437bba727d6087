import type { CryptoKey } from 'jose'
import type { components } from '../control/index.ts'
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

/** The keys that may sign answers, and the current time. */
export interface PlatformKeys {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Functions that load the public keys, by the certificate's serial number or the public-key ID. */
  readonly keys: ReadonlyMap<string, () => Promise<CryptoKey>>
}

/** The check that failed. */
export type ResponseCheck = 'headers' | 'timestamp' | 'serial' | 'signature'

/** Thrown when an answer can't be trusted. */
export class ResponseVerificationError extends Error {
  override readonly name = 'ResponseVerificationError'
  readonly check: ResponseCheck
  /** The value that failed: the names of the missing headers, the timestamp, the serial number or the signature. */
  readonly seen: string
  /** The `Request-ID` of the answer, to give to WeChat Pay's support. */
  readonly requestId: string | undefined
  /** Why the check failed, in a few words. */
  readonly explanation: string
  /**
   * The mistakes that explain the failure, as {@link diagnoseResponse} finds them. The client of this package fills the list;
   * `verifyResponse` leaves the list empty.
   */
  readonly mistakes: readonly components['schemas']['Mistake'][]

  constructor(
    check: ResponseCheck,
    seen: string,
    explanation: string,
    requestId: string | undefined,
    mistakes: ResponseVerificationError['mistakes'] = [],
  ) {
    const [first] = mistakes
    const why = first ? `. ${first.message} ${first.fix}` : ''
    super(`The answer can't be trusted: ${explanation} (Request-ID: ${requestId ?? 'none'})${why}`)
    this.check = check
    this.seen = seen
    this.explanation = explanation
    this.requestId = requestId
    this.mistakes = mistakes
  }
}

/**
 * Verifies the signature of an answer over the bytes received. Call this function before you parse the body.
 *
 * @throws {ResponseVerificationError} When a check fails. The order of the checks is headers, timestamp, serial, signature.
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
  if (!/^\d+$/.test(timestamp))
    return ['timestamp', timestamp, `its Wechatpay-Timestamp ${timestamp} is not whole seconds in decimal digits`]
  if (isFresh(timestamp, now())) return undefined
  return [
    'timestamp',
    timestamp,
    `its Wechatpay-Timestamp ${timestamp} is more than 300 seconds from the time of this clock, ${Math.floor(now() / 1000)}`,
  ]
}

function checkSerial({ serial }: ResponseSignature, { keys }: PlatformKeys): Failure | undefined {
  if (keys.has(serial)) return undefined
  return ['serial', serial, `its Wechatpay-Serial ${serial} is not one of the known serials: ${[...keys.keys()].join(', ')}`]
}

async function checkSignature(signature: ResponseSignature, body: Uint8Array, { keys }: PlatformKeys): Promise<Failure | undefined> {
  const message = responseMessage({ ...signature, body })
  const publicKey = await keys.get(signature.serial)?.()
  if (publicKey && (await verify(message, signature.signature, publicKey))) return undefined
  return [
    'signature',
    signature.signature,
    `its Wechatpay-Signature was not made with the key ${signature.serial} over its timestamp, its nonce and the ${body.length} bytes received`,
  ]
}
