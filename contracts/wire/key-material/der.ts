import { Buffer } from 'node:buffer'
import { PKCS12 } from './labels.ts'

/** What bytes in DER contain. */
export interface DerContent {
  /** The PEM label for this content. */
  readonly label: string
  /** The kind of key, such as `an elliptic-curve key (P-256)`; `undefined` when the kind is not known or the label already says it. */
  readonly algorithm: string | undefined
}

/** An element of DER: a tag and its content, and how many bytes are missing at the end of the content. */
interface Element {
  readonly tag: number
  readonly content: Buffer
  readonly missing: number
}

const INTEGER = 0x02
const SEQUENCE = 0x30
/** The tag of a certificate's version, [0]. */
const VERSION = 0xa0

/** Patterns for the tags of the elements in the outer sequence, each with the label of the content. The first match counts. */
const SHAPES: readonly (readonly [tags: RegExp, label: string])[] = [
  [/^02 30 04/, 'PRIVATE KEY'],
  [/^02 30/, PKCS12],
  [/^02 02 02/, 'RSA PRIVATE KEY'],
  [/^02 02$/, 'RSA PUBLIC KEY'],
  [/^02 04/, 'EC PRIVATE KEY'],
  [/^30 03$/, 'PUBLIC KEY'],
  [/^30 04$/, 'ENCRYPTED PRIVATE KEY'],
  [/^30( 30 03)?$/, 'CERTIFICATE'],
  [/^06 a0$/, 'PKCS7'],
]

/** Recognises a key, a certificate, a certificate request, or a PKCS#12 or PKCS#7 file in DER; `undefined` for anything else. */
export function derContent(bytes: Uint8Array): DerContent | undefined {
  const [outer] = elements(Buffer.from(bytes))
  if (outer?.tag !== SEQUENCE) return undefined
  const parts = elements(outer.content)
  const tags = parts.map(({ tag }) => tag.toString(16).padStart(2, '0')).join(' ')
  const [, shape] = SHAPES.find(([pattern]) => pattern.test(tags)) ?? []
  const label = shape === 'CERTIFICATE' ? certificateOrRequest(parts) : shape
  if (!label || (label === PKCS12 && !isThree(parts[0]))) return undefined
  return { label, algorithm: algorithmOf(label, parts) }
}

/** The number of bytes that are missing at the end of DER; 0 for bytes that do not begin like DER. */
export function missingBytes(bytes: Uint8Array): number {
  const [outer] = elements(Buffer.from(bytes))
  return outer?.tag === SEQUENCE ? outer.missing : 0
}

/** Whether an element is the number 3, the version with which a PKCS#12 file begins. */
function isThree(element: Element | undefined): boolean {
  return element?.tag === INTEGER && element.content.equals(Buffer.of(3))
}

/**
 * Tells a certificate from a certificate request. A certificate of version 3 begins with its version, tagged [0]. A certificate of version 1 and
 * a request begin with a number. The fourth element of a version 1 certificate is a sequence; that of a request is tagged [0].
 */
function certificateOrRequest([first]: readonly Element[]): string | undefined {
  const tags = first && elements(first.content).map(({ tag }) => tag)
  if (tags?.[0] === VERSION || (tags?.[0] === INTEGER && tags[3] === SEQUENCE)) return 'CERTIFICATE'
  return tags?.[0] === INTEGER && tags[3] === 0xa0 ? 'CERTIFICATE REQUEST' : undefined
}

const ALGORITHMS: Readonly<Record<string, string>> = {
  '2a864886f70d010101': 'an RSA key',
  '2a864886f70d01010a': 'an RSA-PSS key',
  '2a8648ce380401': 'a DSA key',
  '2b6570': 'an Ed25519 key',
  '2b656e': 'an X25519 key',
}
const ELLIPTIC_CURVE = '2a8648ce3d0201'
const CURVES: Readonly<Record<string, string>> = {
  '2a8648ce3d030107': 'P-256',
  '2b81040022': 'P-384',
  '2b8104000a': 'secp256k1',
  '2a811ccf5501822d': 'SM2, 国密',
}

function algorithmOf(label: string, parts: readonly Element[]): string | undefined {
  const identifier = { 'PRIVATE KEY': parts[1], 'PUBLIC KEY': parts[0], CERTIFICATE: keyAlgorithmIn(parts) }[label]
  const [name = '', curve = ''] = identifier ? elements(identifier.content).map(({ content }) => content.toString('hex')) : []
  return name === ELLIPTIC_CURVE ? `an elliptic-curve key (${CURVES[curve] ?? 'another curve'})` : ALGORITHMS[name]
}

/** The algorithm of a certificate's key. It is in the seventh field, or in the sixth if the certificate has no version field. */
function keyAlgorithmIn([signed]: readonly Element[]): Element | undefined {
  const fields = signed ? elements(signed.content) : []
  const key = fields[fields[0]?.tag === VERSION ? 6 : 5]
  return key && elements(key.content)[0]
}

function elements(bytes: Buffer): Element[] {
  const found: Element[] = []
  for (let at = 0; at + 1 < bytes.length; ) {
    const { start, length } = lengthAt(bytes, at + 1)
    if (length === undefined) break
    const content = bytes.subarray(start, start + length)
    found.push({ tag: bytes[at] ?? 0, content, missing: length - content.length })
    at = start + length
  }
  return found
}

/**
 * Reads the length of an element, and finds the start of its content. A first byte below 0x80 is the length itself. From 0x80 on, the first
 * byte says how many further bytes hold the length. The length is `undefined` if this number is 0 or above 4, or if one of these
 * bytes is missing.
 */
function lengthAt(bytes: Buffer, at: number): { readonly start: number; readonly length: number | undefined } {
  const first = bytes[at] ?? 0
  if (first < 0x80) return { start: at + 1, length: first }
  const count = first - 0x80
  const start = at + 1 + count
  return { start, length: count >= 1 && count <= 4 && start <= bytes.length ? bytes.readUIntBE(at + 1, count) : undefined }
}
