import { Buffer } from 'node:buffer'
import { X509Certificate } from 'node:crypto'
import { types } from 'node:util'
import { shownValue } from '../../shown-value.ts'
import { type DerContent, derContent } from './der.ts'
import { CERTIFICATE, meaningOf, PKCS12, PRIVATE_KEY, PUBLIC_KEY, remedyFor } from './labels.ts'
import { damageOf, looksLikePem } from './pem-damage.ts'
import { plainText, type Seen } from './plain-text.ts'

const P12_REMEDY = '; convert a .p12 file with: openssl pkcs12 -in apiclient_cert.p12 -nodes'

/**
 * Describes a text or bytes that are not the wanted key or certificate, and says what to do. The result is the end of an error message and
 * does not show a key.
 *
 * @param wanted The PEM labels that are wanted.
 */
export function seenInstead(value: string | Uint8Array, wanted: readonly string[]): string {
  const { what, remedy } = typeof value === 'string' ? inText(value, wanted) : inBytes(value, wanted)
  return `${what}${remedy}`
}

/** Names the kind of a value that was given instead of text. */
export function kindOf(value: unknown): string {
  if (types.isUint8Array(value)) return 'bytes (read the file with the encoding "utf8")'
  if (types.isKeyObject(value)) return `a ${value.type} KeyObject`
  if (types.isCryptoKey(value)) return 'a CryptoKey'
  if (value instanceof X509Certificate) return 'an X509Certificate'
  if (value instanceof URL) return "a URL; give the content of the file, as readFileSync(url, 'utf8') returns it"
  if (types.isPromise(value)) return 'a Promise; await it first'
  if (types.isAnyArrayBuffer(value)) return 'an ArrayBuffer'
  if (isJwk(value)) return 'a JWK'
  return value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value
}

function isJwk(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kty' in value
}

/**
 * Says what to give instead of an object such as a `CryptoKey`. In an error message, this advice follows the result of {@link kindOf}.
 * Returns an empty string when there is no advice.
 *
 * @param kind The wanted type of `KeyObject`; left out when only a certificate is wanted.
 */
export function conversionOf(value: unknown, kind?: 'private' | 'public'): string {
  if (types.isAnyArrayBuffer(value)) return '; give a Buffer, as Buffer.from(value) returns it'
  if (value instanceof X509Certificate)
    return kind === 'private' ? remedyFor(CERTIFICATE, [PRIVATE_KEY]) : '; give its text, as certificate.toString() returns it'
  if (kind && types.isCryptoKey(value)) return '; give a KeyObject, as KeyObject.from(key) returns it'
  if (!kind || !isJwk(value)) return ''
  return `; give a KeyObject, as create${kind === 'private' ? 'Private' : 'Public'}Key({ key: jwk, format: 'jwk' }) returns it`
}

/**
 * Returns a value as an error message shows it. Only describes a long text or a possible key, because error messages end up in logs.
 *
 * @example
 * ```ts
 * import { developmentKeys, shownInError } from 'wechatpay-goldplan-mock/contracts'
 *
 * console.log(shownInError('1900000100')) // "1900000100"
 * console.log(shownInError(developmentKeys.merchant.privateKey)) // a PKCS#8 private key (-----BEGIN PRIVATE KEY-----)
 * ```
 */
export function shownInError(value: unknown): string {
  if (types.isUint8Array(value)) return inBytes(value, []).what
  if (typeof value === 'string') return shownText(value)
  if (typeof value === 'function') return 'a function'
  const isFilled = typeof value === 'object' && value !== null && (isOpaque(value) || Object.keys(value).length > 0)
  if (isFilled) return kindOf(value)
  return value === undefined ? 'nothing' : shownValue(value)
}

/** Whether an object has content, although `Object.keys` returns nothing for it. */
function isOpaque(value: object): boolean {
  return types.isKeyObject(value) || types.isCryptoKey(value) || types.isPromise(value) || value instanceof X509Certificate
}

/**
 * The most characters of a text that an error shows. A longer text may be a secret. An error shows a serial number, which has 40
 * characters, or 59 with colons. It also shows the ID of a public key, which has 45.
 */
const SHOWN_LENGTH = 64

function shownText(text: string): string {
  const mayBeKey = /^["'\s]*[\w+/=-]{31,36}["'\s]*$/.test(text) && !/^(?:\d+|PUB_KEY_ID_\w+)$/.test(text)
  if (!mayBeKey && text.length <= SHOWN_LENGTH && !looksLikePem(text)) return JSON.stringify(text)
  return known(text, [])?.what ?? `text of ${text.length} characters`
}

function inBytes(bytes: Uint8Array, wanted: readonly string[]): Seen {
  const buffer = Buffer.from(bytes)
  const content = derContent(buffer)
  if (content) return { what: kindIn(content, ' in DER'), remedy: derRemedy(content, wanted) }
  if (buffer.length >= 4 && [0xfeedfeed, 0xcececece].includes(buffer.readUInt32BE())) return KEY_STORE
  if (buffer.length >= 2 && [0xfffe, 0xfeff].includes(buffer.readUInt16BE()))
    return { what: 'text in UTF-16', remedy: '; save the file as UTF-8' }
  const text = buffer.toString('utf8')
  return text.includes('\uFFFD') ? { what: 'bytes without a PEM label', remedy: P12_REMEDY } : inText(text, wanted, 'bytes')
}

const KEY_STORE: Seen = {
  what: 'a Java key store (.jks)',
  remedy: '; convert it with: keytool -importkeystore -srckeystore key.jks -destkeystore apiclient_cert.p12 -deststoretype PKCS12',
}

function inText(text: string, wanted: readonly string[], form = 'text'): Seen {
  return known(text, wanted) ?? { what: `${form} without a PEM label`, remedy: P12_REMEDY }
}

function known(text: string, wanted: readonly string[]): Seen | undefined {
  if (looksLikePem(text)) return /^\s*[{[]/.test(text) ? JSON_WITH_PEM : inPem(text, wanted)
  return encoded(text, wanted) ?? plainText(text)
}

const JSON_WITH_PEM: Seen = { what: 'JSON with PEM in it', remedy: '; parse it and give the value that is PEM' }

function inPem(text: string, wanted: readonly string[]): Seen {
  const labels = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----/g)].map(([, label = '']) => label)
  const label = labels.find((each) => wanted.includes(each))
  const [other] = labels
  if (label !== undefined || other === undefined) return damageOf(text, label)
  if (/^Proc-Type: 4,ENCRYPTED/m.test(text))
    return { what: `an encrypted private key (-----BEGIN ${other}-----)`, remedy: remedyFor(other, wanted) }
  const content = derContent(Buffer.from(/-----BEGIN [A-Z0-9 ]+-----([^-]*)/.exec(text)?.[1] ?? '', 'base64'))
  if (content && content.label !== other && wanted.includes(content.label))
    return {
      what: `${meaningOf(content.label)} with the wrong label -----BEGIN ${other}-----`,
      remedy: `; write ${content.label} in both lines`,
    }
  return { what: `${meaningOf(other) ?? 'PEM'} (-----BEGIN ${other}-----)`, remedy: remedyFor(other, wanted) }
}

/** Recognises base64, hexadecimal digits and binary text that contain a key, a certificate or PEM. */
function encoded(text: string, wanted: readonly string[]): Seen | undefined {
  const compact = text.replace(/\\n|["'\s]/g, '')
  if (/^[\da-f]{64,}$/i.test(compact)) return decoded('hexadecimal digits', Buffer.from(compact, 'hex'), wanted)
  if (/^[\w+/=-]{64,}$/.test(compact)) return decoded(/[-_]/.test(compact) ? 'base64url' : 'base64', Buffer.from(compact, 'base64'), wanted)
  // A DER file that was read with the encoding "latin1" or "binary" begins like this.
  const isBinary = /^0[\x80-\x84]/.test(text)
  return isBinary ? inBytes(Buffer.from(text, 'latin1'), wanted) : undefined
}

function decoded(how: string, bytes: Buffer, wanted: readonly string[]): Seen | undefined {
  const content = derContent(bytes)
  if (content) return { what: `${how} of ${kindIn(content, ' without its PEM lines')}`, remedy: lineRemedy(content, how, wanted) }
  const inner = bytes.toString('utf8')
  if (!looksLikePem(inner)) return undefined
  const encoding = how === 'hexadecimal digits' ? 'hex' : how
  return { what: `${how} of a whole PEM text`, remedy: `; decode it first, in JavaScript with: Buffer.from(text, '${encoding}')` }
}

function kindIn({ label, algorithm }: DerContent, form: string): string {
  const isRsa = algorithm === undefined || algorithm === 'an RSA key'
  return `${meaningOf(label)}${isRsa ? '' : ` with ${algorithm}`}${label === PKCS12 ? '' : form}`
}

function lineRemedy(content: DerContent, how: string, wanted: readonly string[]): string {
  const { label } = content
  if (how !== 'base64' || meaningOf(label) === undefined || label === PKCS12) return derRemedy(content, wanted)
  const lines = `; put it between the lines -----BEGIN ${label}----- and -----END ${label}-----`
  if (wanted.includes(label)) return lines
  const remedy = remedyFor(label, wanted)
  return remedy.includes('openssl') ? `${lines}${remedy.replace('; ', ', then ')}` : remedy
}

const FROM_DER: Readonly<Record<string, string>> = {
  [PRIVATE_KEY]: '; convert it with: openssl pkcs8 -topk8 -nocrypt -inform DER -in key.der -out apiclient_key.pem',
  'RSA PRIVATE KEY': '; convert it with: openssl pkcs8 -topk8 -nocrypt -inform DER -in key.der -out apiclient_key.pem',
  'ENCRYPTED PRIVATE KEY': '; decrypt it with: openssl pkcs8 -inform DER -in key.der -out apiclient_key.pem',
  [CERTIFICATE]: '; convert it with: openssl x509 -inform DER -in cert.cer -out apiclient_cert.pem',
  [PUBLIC_KEY]: '; convert it with: openssl pkey -pubin -inform DER -in key.der -out public_key.pem',
}

function derRemedy({ label }: DerContent, wanted: readonly string[]): string {
  const isUsable = wanted.includes(label) || (wanted.includes(PRIVATE_KEY) && label.endsWith(PRIVATE_KEY))
  return (isUsable ? FROM_DER[label] : undefined) ?? remedyFor(label, wanted)
}
