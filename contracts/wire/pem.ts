import { Buffer } from 'node:buffer'
import type { KeyObject } from 'node:crypto'
import { types } from 'node:util'

/** A key in any usual form: PEM as text or as file bytes, or a `KeyObject` of `node:crypto`. A certificate in PEM also works as a public key. */
export type KeyMaterial = string | Uint8Array | KeyObject

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

const P12_REMEDY = '; convert a .p12 file with: openssl pkcs12 -in apiclient_cert.p12 -nodes'

/**
 * Checks that a value is PEM text of a PKCS#8 private key. It checks only the label.
 *
 * @param name What error messages call the value.
 * @throws {TypeError} When the value is something else; the message names what was given and what is wanted.
 * @example
 * ```ts
 * import { assertPrivateKeyPem, developmentKeys } from 'wechatpay-goldplan-mock/contracts'
 *
 * assertPrivateKeyPem(developmentKeys.merchant.privateKey, 'privateKey')
 * ```
 */
export function assertPrivateKeyPem(value: unknown, name: string): asserts value is string {
  assertText(value, name, [PRIVATE_KEY])
}

/**
 * Checks that a value is PEM text of a certificate. It checks only the label.
 *
 * @param name What error messages call the value.
 * @throws {TypeError} When the value is something else; the message names what was given and what is wanted.
 * @example
 * ```ts
 * import { assertCertificatePem, developmentKeys } from 'wechatpay-goldplan-mock/contracts'
 *
 * assertCertificatePem(developmentKeys.merchant.certificate, 'certificate')
 * ```
 */
export function assertCertificatePem(value: unknown, name: string): asserts value is string {
  assertText(value, name, [CERTIFICATE])
}

/**
 * Checks that a value is PEM text of a certificate or a public key. It checks only the label.
 *
 * @param name What error messages call the value.
 * @throws {TypeError} When the value is something else; the message names what was given and what is wanted.
 * @example
 * ```ts
 * import { assertPublicKeyPem, developmentKeys } from 'wechatpay-goldplan-mock/contracts'
 *
 * assertPublicKeyPem(developmentKeys.platform.certificate, 'certs')
 * ```
 */
export function assertPublicKeyPem(value: unknown, name: string): asserts value is string {
  assertText(value, name, [CERTIFICATE, PUBLIC_KEY])
}

/**
 * Returns the PEM block of a private key given in any form. It checks only the label, or the type of a `KeyObject`; it does not parse the key.
 *
 * @param value PKCS#8 in PEM, as text or bytes, or a private `KeyObject`.
 * @param name What error messages call the value.
 * @throws {TypeError} When the value is something else; the message names what was given and what is wanted.
 * @example
 * ```ts
 * import { createPrivateKey } from 'node:crypto'
 * import { developmentKeys, privateKeyPem } from 'wechatpay-goldplan-mock/contracts'
 *
 * const key = createPrivateKey(developmentKeys.merchant.privateKey)
 * console.log(privateKeyPem(key, 'privateKey').split('\n')[0]) // -----BEGIN PRIVATE KEY-----
 * ```
 */
export function privateKeyPem(value: unknown, name: string): string {
  return blockOf(value, name, [PRIVATE_KEY], 'private')
}

/**
 * Returns the PEM block of a public key or a certificate given in any form. It checks only the label, or the type of a `KeyObject`; it does not
 * parse the key.
 *
 * @param value A certificate or an SPKI public key in PEM, as text or bytes, or a public `KeyObject`.
 * @param name What error messages call the value.
 * @throws {TypeError} When the value is something else; the message names what was given and what is wanted.
 * @example
 * ```ts
 * import { developmentKeys, publicKeyPem } from 'wechatpay-goldplan-mock/contracts'
 *
 * const bytes = Buffer.from(developmentKeys.platform.certificate)
 * console.log(publicKeyPem(bytes, 'certs')) // -----BEGIN CERTIFICATE-----…
 * ```
 */
export function publicKeyPem(value: unknown, name: string): string {
  return blockOf(value, name, [CERTIFICATE, PUBLIC_KEY], 'public')
}

/**
 * Returns the PEM block of a certificate given as text or bytes. It checks only the label; it does not parse the certificate.
 *
 * @param name What error messages call the value.
 * @throws {TypeError} When the value is something else; the message names what was given and what is wanted.
 * @example
 * ```ts
 * import { certificatePem, developmentKeys } from 'wechatpay-goldplan-mock/contracts'
 *
 * const bytes = Buffer.from(developmentKeys.merchant.certificate)
 * console.log(certificatePem(bytes, 'certificate')) // -----BEGIN CERTIFICATE-----…
 * ```
 */
export function certificatePem(value: unknown, name: string): string {
  return blockOf(value, name, [CERTIFICATE])
}

/** Creates the error for a value with the right PEM label but unreadable content. */
export function unreadable(name: string, what: string, cause: unknown): TypeError {
  return new TypeError(`${name} can't be read as ${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
}

function assertText(value: unknown, name: string, wanted: readonly string[]): asserts value is string {
  if (typeof value !== 'string') throw new TypeError(`${name} must be ${meaningOf(wanted)} as a string; got ${kindOf(value)}`)
  checkLabel(value, 'text', name, wanted)
}

/**
 * Returns the first block with a wanted label. A file may have text around its blocks (`openssl pkcs12` writes attributes) and several blocks.
 *
 * @param kind The type of `KeyObject` that is also accepted; leave it out for a certificate.
 */
function blockOf(value: unknown, name: string, wanted: readonly string[], kind?: 'private' | 'public'): string {
  if (kind && types.isKeyObject(value)) return exported(value, name, kind)
  const isBytes = value instanceof Uint8Array
  const text = isBytes ? Buffer.from(value).toString('utf8') : value
  const forms = kind ? 'as a string or a Buffer, or a KeyObject' : 'as a string or a Buffer'
  if (typeof text !== 'string') throw new TypeError(`${name} must be ${meaningOf(wanted)} ${forms}; got ${kindOf(value)}`)
  checkLabel(text, isBytes ? 'bytes' : 'text', name, wanted)
  const blocks = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[^-]*-----END \1-----/g)]
  // A text whose block has no end line is returned unchanged; the code that parses the text reports the error.
  return blocks.find(([, label = '']) => wanted.includes(label))?.[0] ?? text
}

function exported(key: KeyObject, name: string, kind: 'private' | 'public'): string {
  const { type, asymmetricKeyType } = key
  if (type !== kind) throw new TypeError(`${name} must be a ${kind} key; got a ${type} KeyObject`)
  if (asymmetricKeyType !== 'rsa') throw new TypeError(`${name} must be an RSA key; got a KeyObject of type ${asymmetricKeyType}`)
  return String(key.export({ type: kind === 'private' ? 'pkcs8' : 'spki', format: 'pem' }))
}

function checkLabel(pem: string, form: 'text' | 'bytes', name: string, wanted: readonly string[]): void {
  const labels = [...pem.matchAll(/^\s*-----BEGIN ([A-Z0-9 ]+)-----/gm)].map(([, label = '']) => label)
  if (labels.some((label) => wanted.includes(label))) return
  const [label] = labels
  const seen = label === undefined ? `${form} without a PEM label` : `${MEANINGS[label] ?? 'PEM'} (-----BEGIN ${label}-----)`
  const remedy = label === undefined ? P12_REMEDY : remedyFor(label, wanted)
  throw new TypeError(`${name} must be ${meaningOf(wanted)}; got ${seen}${remedy}`)
}

function remedyFor(label: string, wanted: readonly string[]): string {
  if (label === CERTIFICATE) return wanted.includes(PRIVATE_KEY) ? '; the private key is the other file, apiclient_key.pem' : ''
  if (label === PRIVATE_KEY) return '; the certificate is the other file, apiclient_cert.pem'
  return CONVERSIONS[label] ?? ''
}

function meaningOf(labels: readonly string[]): string {
  return labels.map((label) => `${MEANINGS[label]} in PEM (-----BEGIN ${label}-----)`).join(' or ')
}

function kindOf(value: unknown): string {
  if (value instanceof Uint8Array) return 'bytes (read the file with the encoding "utf8")'
  if (types.isKeyObject(value)) return `a ${value.type} KeyObject`
  return value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value
}
