import { X509Certificate } from 'node:crypto'
import { certificatePem, type KeyMaterial, unreadable } from './pem.ts'
import { readPrivateKey } from './private-key.ts'

/**
 * Reads the serial number (证书序列号) of a certificate: 40 upper-case hexadecimal digits.
 *
 * @param certificate PEM as text or bytes.
 * @param name What error messages call the certificate.
 * @throws {TypeError} When the value is not a certificate in PEM.
 * @example
 * ```ts
 * import { certificateSerial, developmentKeys } from 'wechatpay-goldplan-mock/contracts'
 *
 * console.log(certificateSerial(developmentKeys.merchant.certificate))
 * ```
 */
export function certificateSerial(certificate: string | Uint8Array, name = 'certificate'): string {
  return serialOf(readCertificate(certificate, name))
}

/**
 * Reads the validity period of a certificate.
 *
 * @param certificate PEM as text or bytes.
 * @param name What error messages call the certificate.
 * @throws {TypeError} When the value is not a certificate in PEM.
 * @example
 * ```ts
 * import { certificateValidity, developmentKeys } from 'wechatpay-goldplan-mock/contracts'
 *
 * console.log(certificateValidity(developmentKeys.platform.certificate).to) // 2049-12-31T00:00:00.000Z
 * ```
 */
export function certificateValidity(certificate: string | Uint8Array, name = 'certificate'): { readonly from: Date; readonly to: Date } {
  const { validFrom, validTo } = readCertificate(certificate, name)
  return { from: new Date(validFrom), to: new Date(validTo) }
}

/**
 * Reads the common name (CN) of a certificate's subject. In a merchant certificate it is the merchant ID.
 *
 * @param certificate PEM as text or bytes.
 * @param name What error messages call the certificate.
 * @returns An empty string when the subject has no common name.
 * @throws {TypeError} When the value is not a certificate in PEM.
 * @example
 * ```ts
 * import { certificateCommonName, developmentKeys } from 'wechatpay-goldplan-mock/contracts'
 *
 * console.log(certificateCommonName(developmentKeys.merchant.certificate)) // 1900000100
 * ```
 */
export function certificateCommonName(certificate: string | Uint8Array, name = 'certificate'): string {
  return commonName(readCertificate(certificate, name))
}

/**
 * Checks that a certificate and a private key belong together.
 *
 * @param privateKey PKCS#8 in PEM, as text or bytes; or a private `KeyObject`.
 * @param certificate PEM as text or bytes.
 * @throws {TypeError} When one of them can't be read, the private key is not an RSA key, or the two don't belong together.
 * @example
 * ```ts
 * import { assertKeyPair, developmentKeys } from 'wechatpay-goldplan-mock/contracts'
 *
 * assertKeyPair(developmentKeys.merchant.privateKey, developmentKeys.merchant.certificate)
 * ```
 */
export function assertKeyPair(privateKey: KeyMaterial, certificate: string | Uint8Array): void {
  const x509 = readCertificate(certificate, 'certificate')
  if (x509.checkPrivateKey(readPrivateKey(privateKey, 'privateKey'))) return
  const owner = commonName(x509)
  const whose = /^\d+$/.test(owner)
    ? ''
    : ` The certificate's common name is ${JSON.stringify(owner)}, not a merchant ID, so it may be a certificate of the platform.`
  throw new TypeError(
    `privateKey is not the key of the certificate ${serialOf(x509)}: were both issued to the same merchant, at the same time?${whose}`,
  )
}

function readCertificate(certificate: string | Uint8Array, name: string): X509Certificate {
  const pem = certificatePem(certificate, name)
  try {
    return new X509Certificate(pem)
  } catch (cause) {
    throw unreadable(name, 'a certificate', pem, cause)
  }
}

function commonName({ subject }: X509Certificate): string {
  return /^CN=(.*)$/m.exec(subject ?? '')?.[1] ?? ''
}

function serialOf({ serialNumber }: X509Certificate): string {
  return serialNumber.padStart(40, '0')
}
