import { decryptResource, type EncryptedResource, encryptResource } from './encrypted-resource.ts'

/** A certificate encrypted with the APIv3 key, as `GET /v3/certificates` returns it. */
export type CertificateEnvelope = EncryptedResource

const ASSOCIATED_DATA = 'certificate'

/**
 * Encrypts a certificate for a merchant (AEAD_AES_256_GCM).
 *
 * @param pem The certificate in PEM.
 * @param apiV3Key 32 characters; their bytes are the key.
 * @param nonce 12 characters. Never use the same nonce twice with the same key.
 * @throws {TypeError} When the key is not a string of 32 bytes without blanks.
 * @see https://wechatpay-api.gitbook.io/wechatpay-api-v3/jie-kou-wen-dang/ping-tai-zheng-shu
 * @example
 * ```ts
 * import { developmentKeys, sealCertificate } from 'wechatpay-goldplan-mock/contracts'
 *
 * console.log(await sealCertificate(developmentKeys.platform.certificate, developmentKeys.apiV3Key, '61f9c719728a'))
 * ```
 */
export function sealCertificate(pem: string, apiV3Key: string, nonce: string): Promise<CertificateEnvelope> {
  return encryptResource(pem, { apiV3Key, nonce, associatedData: ASSOCIATED_DATA })
}

/**
 * Decrypts a certificate.
 *
 * @param apiV3Key 32 characters; their bytes are the key.
 * @returns The certificate in PEM.
 * @throws {TypeError} When the key is not a string of 32 bytes without blanks, or when the envelope was encrypted with another key or changed later.
 * @see https://wechatpay-api.gitbook.io/wechatpay-api-v3/jie-kou-wen-dang/ping-tai-zheng-shu
 * @example
 * ```ts
 * import { developmentKeys, openCertificate, sealCertificate } from 'wechatpay-goldplan-mock/contracts'
 *
 * const envelope = await sealCertificate(developmentKeys.platform.certificate, developmentKeys.apiV3Key, '61f9c719728a')
 * console.log(await openCertificate(envelope, developmentKeys.apiV3Key))
 * ```
 */
export function openCertificate(envelope: CertificateEnvelope, apiV3Key: string): Promise<string> {
  return decryptResource(envelope, apiV3Key, 'certificate')
}
