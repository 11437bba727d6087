import { X509Certificate } from 'node:crypto'
import { type CryptoKey, importPKCS8, importSPKI, importX509 } from 'jose'

const PRIVATE_KEY = 'PRIVATE KEY'
const CERTIFICATE = 'CERTIFICATE'
const PUBLIC_KEY = 'PUBLIC KEY'

const MEANINGS: Readonly<Record<string, string>> = {
  [PRIVATE_KEY]: 'a PKCS#8 private key',
  [CERTIFICATE]: 'a certificate',
  [PUBLIC_KEY]: 'a public key',
  'RSA PRIVATE KEY': 'a PKCS#1 private key',
  'RSA PUBLIC KEY': 'a PKCS#1 public key',
  'EC PRIVATE KEY': 'an elliptic-curve private key',
  'ENCRYPTED PRIVATE KEY': 'an encrypted private key',
  'CERTIFICATE REQUEST': 'a certificate request',
}

const CONVERSIONS: Readonly<Record<string, string>> = {
  'RSA PRIVATE KEY': '; convert it with: openssl pkcs8 -topk8 -nocrypt -in key.pem -out apiclient_key.pem',
  'ENCRYPTED PRIVATE KEY': '; decrypt it with: openssl pkcs8 -in key.pem -out apiclient_key.pem',
  'RSA PUBLIC KEY': '; convert it with: openssl rsa -RSAPublicKey_in -in key.pem -pubout -out public_key.pem',
}

const P12_REMEDY = '; a .p12 file is read with: openssl pkcs12 -in apiclient_cert.p12 -nodes'

/**
 * Checks that a value is PEM text of a PKCS#8 private key, by its label alone.
 *
 * @param name What the caller calls it, for the error.
 * @throws {TypeError} Says what was given and what is wanted.
 * @example
 * ```ts
 * import { assertPrivateKeyPem, developmentKeys } from 'wechatpay-goldplan-mock/contracts'
 *
 * assertPrivateKeyPem(developmentKeys.merchant.privateKey, 'privateKey')
 * ```
 */
export function assertPrivateKeyPem(value: unknown, name: string): asserts value is string {
  assertLabel(value, name, [PRIVATE_KEY])
}

/**
 * Checks that a value is PEM text of a certificate, by its label alone.
 *
 * @throws {TypeError} Says what was given and what is wanted.
 * @example
 * ```ts
 * import { assertCertificatePem, developmentKeys } from 'wechatpay-goldplan-mock/contracts'
 *
 * assertCertificatePem(developmentKeys.merchant.certificate, 'certificate')
 * ```
 */
export function assertCertificatePem(value: unknown, name: string): asserts value is string {
  assertLabel(value, name, [CERTIFICATE])
}

/**
 * Checks that a value is PEM text of a certificate or a public key, by its label alone.
 *
 * @throws {TypeError} Says what was given and what is wanted.
 * @example
 * ```ts
 * import { assertPublicKeyPem, developmentKeys } from 'wechatpay-goldplan-mock/contracts'
 *
 * assertPublicKeyPem(developmentKeys.platform.certificate, 'certs')
 * ```
 */
export function assertPublicKeyPem(value: unknown, name: string): asserts value is string {
  assertLabel(value, name, [CERTIFICATE, PUBLIC_KEY])
}

/**
 * Reads an RSA-2048 private key for {@link sign}.
 *
 * @param pem PKCS#8 in PEM: what WeChat Pay delivers as `apiclient_key.pem`.
 * @throws {TypeError} When it is something else, unreadable, or not RSA with 2048 bits.
 * @example
 * ```ts
 * import { developmentKeys, importPrivateKey } from 'wechatpay-goldplan-mock/contracts'
 *
 * const key = await importPrivateKey(developmentKeys.merchant.privateKey)
 * ```
 */
export async function importPrivateKey(pem: string, name = 'privateKey'): Promise<CryptoKey> {
  assertPrivateKeyPem(pem, name)
  return readKey(() => importPKCS8(blockOf(pem, [PRIVATE_KEY]), 'RS256'), name)
}

/**
 * Reads an RSA-2048 public key for {@link verify}.
 *
 * @param pem A certificate or an SPKI public key in PEM.
 * @throws {TypeError} When it is something else, unreadable, or not RSA with 2048 bits.
 * @example
 * ```ts
 * import { developmentKeys, importPublicKey } from 'wechatpay-goldplan-mock/contracts'
 *
 * const key = await importPublicKey(developmentKeys.platform.certificate)
 * ```
 */
export async function importPublicKey(pem: string, name = 'publicKey'): Promise<CryptoKey> {
  assertPublicKeyPem(pem, name)
  const block = blockOf(pem, [CERTIFICATE, PUBLIC_KEY])
  return readKey(() => (labelsOf(block)[0] === CERTIFICATE ? importX509(block, 'RS256') : importSPKI(block, 'RS256')), name)
}

/**
 * The serial number (证书序列号) of a certificate: 40 upper-case hexadecimal digits.
 *
 * @throws {TypeError} When it is not a certificate in PEM.
 * @example
 * ```ts
 * import { certificateSerial, developmentKeys } from 'wechatpay-goldplan-mock/contracts'
 *
 * console.log(certificateSerial(developmentKeys.merchant.certificate))
 * ```
 */
export function certificateSerial(pem: string, name = 'certificate'): string {
  return readCertificate(pem, name).serialNumber.padStart(40, '0')
}

/**
 * From when until when a certificate holds.
 *
 * @throws {TypeError} When it is not a certificate in PEM.
 * @example
 * ```ts
 * import { certificateValidity, developmentKeys } from 'wechatpay-goldplan-mock/contracts'
 *
 * console.log(certificateValidity(developmentKeys.platform.certificate).to) // 2049-12-31T00:00:00.000Z
 * ```
 */
export function certificateValidity(pem: string, name = 'certificate'): { readonly from: Date; readonly to: Date } {
  const { validFrom, validTo } = readCertificate(pem, name)
  return { from: new Date(validFrom), to: new Date(validTo) }
}

/**
 * Whom a certificate names: the common name of its subject, which in a merchant's certificate is its merchant ID; empty when it has none.
 *
 * @throws {TypeError} When it is not a certificate in PEM.
 * @example
 * ```ts
 * import { certificateCommonName, developmentKeys } from 'wechatpay-goldplan-mock/contracts'
 *
 * console.log(certificateCommonName(developmentKeys.merchant.certificate)) // 1900000100
 * ```
 */
export function certificateCommonName(pem: string, name = 'certificate'): string {
  return /^CN=(.*)$/m.exec(readCertificate(pem, name).subject ?? '')?.[1] ?? ''
}

function readCertificate(pem: string, name: string): X509Certificate {
  assertCertificatePem(pem, name)
  try {
    return new X509Certificate(blockOf(pem, [CERTIFICATE]))
  } catch (cause) {
    throw new TypeError(`${name} can't be read as a certificate: ${reason(cause)}`, { cause })
  }
}

function assertLabel(value: unknown, name: string, wanted: readonly string[]): asserts value is string {
  const want = wanted.map((label) => `${MEANINGS[label]} in PEM (-----BEGIN ${label}-----)`).join(' or ')
  if (typeof value !== 'string') throw new TypeError(`${name} must be ${want} as a string; got ${kindOf(value)}`)
  const labels = labelsOf(value)
  if (labels.some((label) => wanted.includes(label))) return
  const [label] = labels
  if (label === undefined) throw new TypeError(`${name} must be ${want}; got text without a PEM label${P12_REMEDY}`)
  throw new TypeError(`${name} must be ${want}; got ${MEANINGS[label] ?? 'PEM'} (-----BEGIN ${label}-----)${remedy(label, wanted)}`)
}

function remedy(label: string, wanted: readonly string[]): string {
  if (label === CERTIFICATE) return wanted.includes(PRIVATE_KEY) ? '; the private key is the other file, apiclient_key.pem' : ''
  if (label === PRIVATE_KEY) return '; the certificate is the other file, apiclient_cert.pem'
  return CONVERSIONS[label] ?? ''
}

async function readKey(read: () => Promise<CryptoKey>, name: string): Promise<CryptoKey> {
  const key = await read().catch((cause: unknown) => {
    throw new TypeError(`${name} can't be read as an RSA key: ${reason(cause)}`, { cause })
  })
  const { modulusLength } = key.algorithm as { modulusLength?: number }
  if (modulusLength !== 2048) throw new TypeError(`${name} must have an RSA key of 2048 bits; got ${modulusLength} bits`)
  return key
}

/** `openssl pkcs12` writes attributes between its blocks, and a chain has several: the first of a wanted label is meant. */
function blockOf(pem: string, wanted: readonly string[]): string {
  const blocks = [...pem.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[^-]*-----END \1-----/g)]
  return blocks.find(([, label = '']) => wanted.includes(label))?.[0] ?? pem
}

function labelsOf(pem: string): string[] {
  return [...pem.matchAll(/^\s*-----BEGIN ([A-Z0-9 ]+)-----/gm)].map(([, label = '']) => label)
}

function kindOf(value: unknown): string {
  if (value instanceof Uint8Array) return 'bytes (read the file with the encoding "utf8")'
  return value === null ? 'null' : Array.isArray(value) ? 'an array' : `${typeof value}`
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
