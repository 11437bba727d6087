import { Buffer } from 'node:buffer'
import type { KeyObject } from 'node:crypto'
import { types } from 'node:util'
import { errorMessage } from '../error-message.ts'
import { conversionOf, kindOf, seenInstead } from './key-material/describe-key.ts'
import { CERTIFICATE, PRIVATE_KEY, PUBLIC_KEY, wantedForms } from './key-material/labels.ts'
import { whyUnreadable } from './key-material/why-unreadable.ts'

/** A key: PEM as text or file bytes, or a `KeyObject` of `node:crypto`. A certificate in PEM also works as a public key. */
export type KeyMaterial = string | Uint8Array | KeyObject

/**
 * Checks that a value is PEM text of a PKCS#8 private key. The text must have a complete block with the right label. The block is not
 * parsed.
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
 * Checks that a value is PEM text of a certificate. The text must have a complete block with the right label. The block is not parsed.
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
 * Checks that a value is PEM text of a certificate or a public key. The text must have a complete block with the right label. The block is
 * not parsed.
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
 * Returns the PEM block of a private key. Text must have a complete block with the right label. The block is not parsed. A `KeyObject` must
 * be a private RSA key.
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
 * Returns the PEM block of a public key or a certificate. Text must have a complete block with the right label. The block is not parsed. A
 * `KeyObject` must be a public RSA key.
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
 * Returns the PEM block of a certificate that is given as text or bytes. The block must have the right label. The block is not parsed.
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
export function unreadable(name: string, what: string, pem: string, cause: unknown): TypeError {
  const reason = whyUnreadable(pem) ?? errorMessage(cause)
  return new TypeError(`${name} can't be read as ${what}: ${reason}`, { cause })
}

function assertText(value: unknown, name: string, wanted: readonly string[]): asserts value is string {
  if (typeof value !== 'string') throw new TypeError(`${name} must be ${wantedForms(wanted)} as a string; got ${kindOf(value)}`)
  wantedBlock(value, value, name, wanted)
}

/**
 * Returns the first PEM block with a wanted label. A file may have several blocks, and text around them. `openssl pkcs12`, for
 * example, writes attributes there.
 *
 * @param kind The type of `KeyObject` that is also accepted; leave it out for a certificate.
 */
function blockOf(value: unknown, name: string, wanted: readonly string[], kind?: 'private' | 'public'): string {
  if (kind && types.isKeyObject(value)) return exported(value, name, kind)
  if (typeof value === 'string') return wantedBlock(value, value, name, wanted)
  if (types.isUint8Array(value)) return wantedBlock(Buffer.from(value).toString('utf8'), value, name, wanted)
  const forms = kind ? 'as a string or a Buffer, or a KeyObject' : 'as a string or a Buffer'
  throw new TypeError(`${name} must be ${wantedForms(wanted)} ${forms}; got ${kindOf(value)}${conversionOf(value, kind)}`)
}

function exported(key: KeyObject, name: string, kind: 'private' | 'public'): string {
  const { type, asymmetricKeyType } = key
  if (type !== kind) throw new TypeError(`${name} must be a ${kind} key; got a ${type} KeyObject`)
  if (asymmetricKeyType !== 'rsa') throw new TypeError(`${name} must be an RSA key; got a KeyObject of type ${asymmetricKeyType}`)
  return String(key.export({ type: kind === 'private' ? 'pkcs8' : 'spki', format: 'pem' }))
}

const BLOCKS = /^[^\S\r\n]*(-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]*[A-Za-z0-9+/=])\s*-----END \2-----)/gm

function wantedBlock(text: string, given: string | Uint8Array, name: string, wanted: readonly string[]): string {
  const [, block, label = '', body = ''] = [...text.matchAll(BLOCKS)].find(([, , each = '']) => wanted.includes(each)) ?? []
  if (block === undefined) throw new TypeError(`${name} must be ${wantedForms(wanted)}; got ${seenInstead(given, wanted)}`)
  return /^[^\n]+\r?\n(?:\S{1,76}\r?\n)+[^\n]+$/.test(block) ? block : inLines(label, body)
}

/** Writes a block with the short lines that OpenSSL needs. Environment variables and YAML often have a key on one line, or indented. */
function inLines(label: string, body: string): string {
  const lines = body.replace(/\s/g, '').match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n')
}
