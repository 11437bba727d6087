import type { Buffer } from 'node:buffer'
import type { CryptoKey } from 'jose'
import { ApiError } from '../api-error.ts'
import { type Credentials, parseAuthorization } from './authorization.ts'
import { isFresh } from './clock-tolerance.ts'
import { verify } from './signature.ts'
import { requestMessage } from './signature-message.ts'
import { signedBody } from './signed-body.ts'

/** The parts of a received request that its signature covers, except the fields of Authorization. */
export interface SignedParts {
  readonly method: string
  /** Absolute path and query as received. */
  readonly target: string
  /** The bytes received. */
  readonly body: Uint8Array
  /** The Content-Type header. In a `multipart/form-data` body, only the part `meta` is signed. */
  readonly contentType?: string | undefined
}

/** A request as it was received. */
export interface ReceivedRequest extends SignedParts {
  /** The Authorization header. */
  readonly authorization: string | undefined
  /** The bytes that arrived after the body when Content-Length was too small. The diagnosis uses them. */
  readonly rest?: Uint8Array
}

/** Finds the merchants that may sign requests, and gives the gateway's time. */
export interface Registry<Merchant> {
  /** The gateway's time for this merchant ID, in milliseconds since 1970. */
  now(mchid: string): number
  /**
   * Finds the merchant with this merchant ID and this certificate; `undefined` when there is none.
   *
   * @throws {ApiError} When the certificate is no longer valid.
   */
  find(mchid: string, serial: string): Found<Merchant> | undefined | Promise<Found<Merchant> | undefined>
}

/** A merchant, and the public key of its certificate. */
export interface Found<Merchant> {
  readonly merchant: Merchant
  readonly publicKey: CryptoKey
}

declare const verified: unique symbol
/** A merchant returned by {@link verifyRequest} or {@link verifyCredentials}. The type proves that the merchant signed the request. */
export type Verified<Merchant> = Merchant & { readonly [verified]: true }

const TRUNCATED_BODY_BYTES = 8

/**
 * Verifies a request in the order of the gateway (credentials, timestamp, certificate, signature) and returns the merchant that signed it.
 *
 * @throws {ApiError} With the documented 401 error of the first check that fails.
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012365873
 * @example
 * ```ts
 * import { certificateSerial, developmentKeys, importPublicKey, verifyRequest } from 'wechatpay-goldplan-mock/contracts'
 *
 * const publicKey = await importPublicKey(developmentKeys.merchant.certificate)
 * const registry = { now: Date.now, find: () => ({ merchant: 'me', publicKey }) }
 * const request = { method: 'GET', target: '/', authorization: undefined, body: Buffer.alloc(0) }
 * await verifyRequest(request, registry).catch((error) => console.log(error.example)) // SIGN_ERROR_AUTHORIZATION_FORMAT
 * ```
 */
export async function verifyRequest<Merchant>(request: ReceivedRequest, registry: Registry<Merchant>): Promise<Verified<Merchant>> {
  return verifyCredentials(request, parseAuthorization(request.authorization), registry)
}

/**
 * Like {@link verifyRequest}, for credentials already read from the Authorization header.
 *
 * @throws {ApiError} With the documented 401 error of the first check that fails: timestamp, certificate, signature.
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012365873
 * @example
 * ```ts
 * import { developmentKeys, importPublicKey, parseAuthorization, verifyCredentials } from 'wechatpay-goldplan-mock/contracts'
 *
 * const header = 'WECHATPAY2-SHA256-RSA2048 mchid="1900000100",serial_no="6D6F",nonce_str="n",timestamp="1",signature="uOVR"'
 * const publicKey = await importPublicKey(developmentKeys.merchant.certificate)
 * const registry = { now: Date.now, find: () => ({ merchant: 'me', publicKey }) }
 * const request = { method: 'GET', target: '/', body: Buffer.alloc(0) }
 * await verifyCredentials(request, parseAuthorization(header), registry).catch((error) => console.log(error.example)) // SIGN_ERROR_TIMESTAMP
 * ```
 */
export async function verifyCredentials<Merchant>(
  request: SignedParts,
  credentials: Credentials,
  registry: Registry<Merchant>,
): Promise<Verified<Merchant>> {
  checkFreshness(credentials, registry.now(credentials.mchid))
  const { merchant, publicKey } = await findCertificate(credentials, registry)
  await verifySignature(request, credentials, publicKey)
  return merchant as Verified<Merchant>
}

function checkFreshness({ timestamp }: Credentials, now: number): void {
  if (!isFresh(timestamp, now)) throw new ApiError('SIGN_ERROR_TIMESTAMP')
}

async function findCertificate<Merchant>({ mchid, serial }: Credentials, registry: Registry<Merchant>): Promise<Found<Merchant>> {
  const found = await registry.find(mchid, serial)
  if (!found) throw new ApiError('SIGN_ERROR_CERTIFICATE_SERIAL')
  return found
}

async function verifySignature(request: SignedParts, credentials: Credentials, publicKey: CryptoKey): Promise<void> {
  const signed = { ...request, body: await signedBody(request.body, request.contentType) }
  const message = requestMessage({ ...signed, ...credentials })
  if (await verify(message, credentials.signature, publicKey)) return
  throw new ApiError('SIGN_ERROR_SIGNATURE', { detail: mismatchDetail(signed, message) })
}

/**
 * Returns the `detail` of the error for a signature that does not match. The live gateway sends it in this form:
 * https://developers.weixin.qq.com/community/pay/doc/00004839bf4710761b8fd15dc51000
 */
function mismatchDetail({ method, target, body }: SignedParts, message: Buffer<ArrayBuffer>) {
  const bodyStart = message.length - body.length - 1
  return {
    detail: { issue: 'sign not match' },
    field: 'signature',
    location: 'authorization',
    sign_information: {
      method,
      sign_message_length: message.length,
      truncated_sign_message: `${message.subarray(0, bodyStart + Math.min(body.length, TRUNCATED_BODY_BYTES))}\n`,
      url: target,
    },
  }
}
