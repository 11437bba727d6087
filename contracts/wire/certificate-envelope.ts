import { Buffer } from 'node:buffer'
import { assertApiV3Key } from './key-material/apiv3-key.ts'

/** A certificate encrypted with the APIv3 key, as `GET /v3/certificates` returns it. */
export interface CertificateEnvelope {
  readonly algorithm: 'AEAD_AES_256_GCM'
  /** 12 characters; their bytes are the nonce. */
  readonly nonce: string
  readonly associated_data: string
  /** Base64 of the ciphertext followed by the 16-byte tag. */
  readonly ciphertext: string
}

const ASSOCIATED_DATA = 'certificate'

/**
 * Encrypts a certificate for a merchant (AEAD_AES_256_GCM).
 *
 * @param pem The certificate in PEM.
 * @param apiV3Key 32 characters; their bytes are the key.
 * @param nonce 12 characters; never use one twice with the same key.
 * @throws {TypeError} When the key is not a string of 32 bytes without blanks.
 * @see https://wechatpay-api.gitbook.io/wechatpay-api-v3/jie-kou-wen-dang/ping-tai-zheng-shu
 * @example
 * ```ts
 * import { developmentKeys, sealCertificate } from 'wechatpay-goldplan-mock/contracts'
 *
 * console.log(await sealCertificate(developmentKeys.platform.certificate, developmentKeys.apiV3Key, '61f9c719728a'))
 * ```
 */
export async function sealCertificate(pem: string, apiV3Key: string, nonce: string): Promise<CertificateEnvelope> {
  const key = await importKey(apiV3Key, 'encrypt')
  const ciphertext = await crypto.subtle.encrypt(parameters(nonce, ASSOCIATED_DATA), key, Buffer.from(pem))
  return { algorithm: 'AEAD_AES_256_GCM', nonce, associated_data: ASSOCIATED_DATA, ciphertext: Buffer.from(ciphertext).toString('base64') }
}

/**
 * Decrypts a certificate.
 *
 * @param apiV3Key 32 characters; their bytes are the key.
 * @returns The certificate in PEM.
 * @throws {TypeError} When the key is not a string of 32 bytes without blanks, or the envelope was encrypted with another key or changed afterwards.
 * @see https://wechatpay-api.gitbook.io/wechatpay-api-v3/jie-kou-wen-dang/ping-tai-zheng-shu
 * @example
 * ```ts
 * import { developmentKeys, openCertificate, sealCertificate } from 'wechatpay-goldplan-mock/contracts'
 *
 * const envelope = await sealCertificate(developmentKeys.platform.certificate, developmentKeys.apiV3Key, '61f9c719728a')
 * console.log(await openCertificate(envelope, developmentKeys.apiV3Key))
 * ```
 */
export async function openCertificate(envelope: CertificateEnvelope, apiV3Key: string): Promise<string> {
  const { nonce, associated_data, ciphertext } = envelope
  const key = await importKey(apiV3Key, 'decrypt')
  try {
    const pem = await crypto.subtle.decrypt(parameters(nonce, associated_data), key, Buffer.from(ciphertext, 'base64'))
    return Buffer.from(pem).toString('utf8')
  } catch (cause) {
    throw new TypeError('The certificate was not encrypted with this APIv3 key (APIv3密钥), or was changed afterwards', { cause })
  }
}

function importKey(apiV3Key: string, usage: 'encrypt' | 'decrypt') {
  assertApiV3Key(apiV3Key, 'apiV3Key')
  return crypto.subtle.importKey('raw', Buffer.from(apiV3Key), 'AES-GCM', false, [usage])
}

function parameters(nonce: string, associatedData: string) {
  return { name: 'AES-GCM', iv: Buffer.from(nonce), additionalData: Buffer.from(associatedData), tagLength: 128 }
}
