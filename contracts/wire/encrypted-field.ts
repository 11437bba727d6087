import { Buffer } from 'node:buffer'
import { constants, createPublicKey, type KeyObject, privateDecrypt, publicEncrypt } from 'node:crypto'
import { type KeyMaterial, publicKeyPem, unreadable } from './pem.ts'
import { readPrivateKey } from './private-key.ts'

/** The longest text that a key of 2048 bits encrypts, in bytes: 256 for the key minus 42 for the padding (RFC 8017, section 7.1.1). */
export const FIELD_BYTES_LIMIT = 214

/** The length of an encrypted field after decoding from base64, in bytes. */
const CIPHERTEXT_BYTES = 256

/** RSAES-OAEP with SHA-1 and MGF1: https://pay.weixin.qq.com/doc/v3/partner/4013059053 */
const OAEP = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }

/**
 * Encrypts a sensitive field (敏感信息) of a request. The request's `Wechatpay-Serial` must be the serial number or ID of the key.
 *
 * @param text The plain text: at most 214 bytes in UTF-8.
 * @param key A platform certificate or the WeChat Pay public key: PEM as text or bytes, or a public `KeyObject`.
 * @returns Base64 of 256 bytes. It differs between calls, because the padding is random.
 * @throws {TypeError} When the key can't be read or is not an RSA key of 2048 bits, or when the text is too long.
 * @see https://pay.weixin.qq.com/doc/v3/partner/4013059053
 * @example
 * ```ts
 * import { developmentKeys, encryptField } from 'wechatpay-goldplan-mock/contracts'
 *
 * const { id, publicKey } = developmentKeys.platformPublicKey
 * console.log({ 'Wechatpay-Serial': id, name: encryptField('张三', publicKey) })
 * ```
 */
export function encryptField(text: string, key: KeyMaterial): string {
  const bytes = Buffer.from(text)
  if (bytes.length > FIELD_BYTES_LIMIT)
    throw new TypeError(`text must have at most ${FIELD_BYTES_LIMIT} bytes in UTF-8 to be encrypted; got ${bytes.length}`)
  return publicEncrypt({ key: readPublicKey(key), ...OAEP }, bytes).toString('base64')
}

/**
 * Decrypts a sensitive field of an answer or a notification. WeChat Pay encrypts it with the merchant's certificate.
 *
 * @param ciphertext Base64 of 256 bytes.
 * @param privateKey The merchant's private key: PKCS#8 in PEM, as text or bytes; or a private `KeyObject`.
 * @throws {TypeError} When the key can't be read or is not an RSA key.
 * @throws {TypeError} When the ciphertext is not base64 of 256 bytes, or was encrypted for another key or with another padding.
 * @throws {TypeError} When the decrypted text is not UTF-8.
 * @see https://pay.weixin.qq.com/doc/v3/partner/4013059053
 * @example
 * ```ts
 * import { decryptField, developmentKeys, encryptField } from 'wechatpay-goldplan-mock/contracts'
 *
 * const { certificate, privateKey } = developmentKeys.merchant
 * console.log(decryptField(encryptField('张三', certificate), privateKey)) // 张三
 * ```
 */
export function decryptField(ciphertext: string, privateKey: KeyMaterial): string {
  const bytes = Buffer.from(ciphertext, 'base64')
  if (bytes.length !== CIPHERTEXT_BYTES || bytes.toString('base64') !== ciphertext)
    throw new TypeError(
      `An encrypted field must be base64 of ${CIPHERTEXT_BYTES} bytes; this text of ${ciphertext.length} characters is not`,
    )
  return decoded(decrypted(bytes, readPrivateKey(privateKey, 'privateKey')))
}

function decrypted(bytes: Buffer, key: KeyObject): Buffer {
  try {
    return privateDecrypt({ key, ...OAEP }, bytes)
  } catch (cause) {
    throw new TypeError('The field was not encrypted for this key with RSAES-OAEP (SHA-1)', { cause })
  }
}

function decoded(text: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text)
  } catch (cause) {
    throw new TypeError('The decrypted field is not UTF-8', { cause })
  }
}

/**
 * Tells whether a text may be an encrypted field: base64 of 256 bytes, 512 bytes or another multiple of 256 bytes. The text may have line
 * breaks, and spaces instead of plus signs. The mock server refuses any other text as not encrypted.
 */
export function isFieldCiphertext(text: string): boolean {
  const mended = text.replace(/[\r\n]/g, '').replaceAll(' ', '+')
  const bytes = Buffer.from(mended, 'base64')
  return bytes.length > 0 && bytes.length % CIPHERTEXT_BYTES === 0 && bytes.toString('base64') === mended
}

function readPublicKey(key: KeyMaterial): KeyObject {
  const pem = publicKeyPem(key, 'key')
  const read = readable(pem)
  const { asymmetricKeyType: type, asymmetricKeyDetails: { modulusLength } = {} } = read
  if (type === 'rsa' && modulusLength === CIPHERTEXT_BYTES * 8) return read
  throw new TypeError(`key must be an RSA key of 2048 bits; got ${type === 'rsa' ? `${modulusLength} bits` : `a key of type ${type}`}`)
}

function readable(pem: string): KeyObject {
  try {
    return createPublicKey(pem)
  } catch (cause) {
    throw unreadable('key', 'an RSA key', pem, cause)
  }
}
