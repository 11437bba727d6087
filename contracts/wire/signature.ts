import { Buffer } from 'node:buffer'
import type { CryptoKey } from 'jose'

const ALGORITHM = 'RSASSA-PKCS1-v1_5'
const SIGNATURE_BYTES = 256

/**
 * Signs a message with SHA-256 and RSA-2048 (PKCS#1 v1.5). The work is done on the thread pool.
 *
 * @param privateKey The result of {@link importPrivateKey}.
 * @returns The signature in base64, without line breaks.
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012365870
 * @example
 * ```ts
 * import { developmentKeys, importPrivateKey, requestMessage, sign } from 'wechatpay-goldplan-mock/contracts'
 *
 * const key = await importPrivateKey(developmentKeys.merchant.privateKey)
 * console.log(await sign(requestMessage({ method: 'GET', target: '/', timestamp: 1, nonce: 'n' }), key))
 * ```
 */
export async function sign(message: Uint8Array<ArrayBuffer>, privateKey: CryptoKey): Promise<string> {
  return Buffer.from(await crypto.subtle.sign(ALGORITHM, privateKey, message)).toString('base64')
}

/**
 * Verifies a signature. Its text must be standard base64 of 256 bytes, exactly as an encoder writes it. A lenient decoder would accept many
 * spellings of one signature.
 *
 * @param signature The signature in base64. For a malformed text, the result is `false`.
 * @param publicKey The result of {@link importPublicKey}.
 * @example
 * ```ts
 * import { developmentKeys, importPublicKey, verify } from 'wechatpay-goldplan-mock/contracts'
 *
 * const key = await importPublicKey(developmentKeys.platform.certificate)
 * console.log(await verify(Buffer.from('message'), 'not a signature', key)) // false
 * ```
 */
export async function verify(message: Uint8Array<ArrayBuffer>, signature: string, publicKey: CryptoKey): Promise<boolean> {
  const bytes = Buffer.from(signature, 'base64')
  if (bytes.length !== SIGNATURE_BYTES || bytes.toString('base64') !== signature) return false
  return crypto.subtle.verify(ALGORITHM, publicKey, bytes, message)
}
