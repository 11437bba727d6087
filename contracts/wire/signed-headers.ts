import { Buffer } from 'node:buffer'
import { types } from 'node:util'
import type { CryptoKey } from 'jose'
import { shownValue } from '../shown-value.ts'
import { formatAuthorization } from './authorization.ts'
import type { KeyMaterial } from './pem.ts'
import { formatResponseHeaders } from './response-headers.ts'
import { importPrivateKey } from './rsa-key.ts'
import { sign } from './signature.ts'
import { requestMessage, responseMessage } from './signature-message.ts'
import { signedBody } from './signed-body.ts'

/** A request to sign, as it will be sent. */
export interface UnsignedRequest {
  /** The method as sent: `POST`. */
  readonly method: string
  /** Absolute path and query as sent, without the host: `/v3/certificates?algorithm_type=RSA`. */
  readonly target: string
  /** The body, exactly as it will be sent. */
  readonly body?: string | Uint8Array
  /** The Content-Type header. In a `multipart/form-data` body, only the part `meta` is signed. */
  readonly contentType?: string
}

/** The key that signs an answer, with its serial number, the time and the nonce. */
export interface ResponseSigner {
  /**
   * The serial number of the certificate for `privateKey`: 40 upper-case hexadecimal digits. For an answer, it can instead be the ID of a WeChat
   * Pay public key.
   */
  readonly serial: string
  /** The private key: PKCS#8 in PEM, or a `KeyObject`. To read the key only once, pass the result of {@link importPrivateKey}. */
  readonly privateKey: KeyMaterial | CryptoKey
  /** The signing time: milliseconds since 1970, such as `Date.now()`. */
  readonly now: number
  /** The random string (随机串), such as the result of {@link randomNonce}. */
  readonly nonce: string
}

/** The merchant that signs a request, with its key, the time and the nonce. */
export interface RequestSigner extends ResponseSigner {
  /** The merchant ID (商户号). */
  readonly mchid: string
}

/**
 * Signs a request (签名) and writes the header that carries the signature.
 *
 * @returns The value of `Authorization`.
 * @throws {TypeError} When `privateKey` is given as PEM or a `KeyObject` and is not an RSA-2048 private key, or `now` is not a finite number. A
 * `CryptoKey` is not checked.
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012365870
 * @example
 * ```ts
 * import { developmentKeys, randomNonce, signRequest } from 'wechatpay-goldplan-mock/contracts'
 *
 * const request = { method: 'GET', target: '/v3/certificates' }
 * const authorization = await signRequest(request, { ...developmentKeys.merchant, now: Date.now(), nonce: randomNonce() })
 * console.log(authorization) // WECHATPAY2-SHA256-RSA2048 mchid="1900000100",serial_no="6D6F…",…
 * ```
 */
export async function signRequest(request: UnsignedRequest, { mchid, serial, privateKey, now, nonce }: RequestSigner): Promise<string> {
  const timestamp = secondsOf(now)
  const body = await signedBody(Buffer.from(request.body ?? ''), request.contentType)
  const signature = await sign(requestMessage({ ...request, body, timestamp, nonce }), await keyOf(privateKey))
  return formatAuthorization({ mchid, serial, nonce, timestamp, signature })
}

/**
 * Signs an answer as WeChat Pay does and writes the headers that carry the signature.
 *
 * @param body The body, exactly as it will be sent. Empty for status 204.
 * @returns The `Wechatpay-…` headers.
 * @throws {TypeError} When `privateKey` is given as PEM or a `KeyObject` and is not an RSA-2048 private key, or `now` is not a finite number. A
 * `CryptoKey` is not checked.
 * @see https://pay.weixin.qq.com/doc/v3/merchant/4013053420
 * @example
 * ```ts
 * import { developmentKeys, randomNonce, signResponse } from 'wechatpay-goldplan-mock/contracts'
 *
 * const headers = await signResponse('{}', { ...developmentKeys.platform, now: Date.now(), nonce: randomNonce() })
 * console.log(headers['Wechatpay-Serial']) // 6D6F636B2D706C6174666F726D2D303030303031
 * ```
 */
export async function signResponse(
  body: string | Uint8Array,
  { serial, privateKey, now, nonce }: ResponseSigner,
): Promise<Record<string, string>> {
  const timestamp = secondsOf(now)
  const signature = await sign(responseMessage({ timestamp, nonce, body }), await keyOf(privateKey))
  return formatResponseHeaders({ timestamp, nonce, serial, signature })
}

function secondsOf(now: number): string {
  if (!Number.isFinite(now)) throw new TypeError(`now must be milliseconds since 1970; got ${shownValue(now)}`)
  return String(Math.floor(now / 1000))
}

function keyOf(privateKey: KeyMaterial | CryptoKey): CryptoKey | Promise<CryptoKey> {
  return types.isCryptoKey(privateKey) ? privateKey : importPrivateKey(privateKey)
}
