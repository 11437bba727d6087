import { Buffer } from 'node:buffer'
import { createDecipheriv } from 'node:crypto'
import { isJsonObject, type Json } from '../json-text.ts'
import { type DescribedMistake, describe, type Mistake, type Placeholders } from '../mistake.ts'
import {
  ALGORITHM_OTHER,
  ASSOCIATED_DATA_OTHER,
  CIPHERTEXT_ENCODED,
  CIPHERTEXT_NO_BASE64,
  CIPHERTEXT_SPACES,
  KEY_BLANKS,
  KEY_CASE,
  KEY_DECODED,
  KEY_ENCODED,
  KEY_LENGTH,
  KEY_QUOTED,
  KEY_WRONG,
  NONCE_BLANKS,
  NONCE_ENCODED,
  NONCE_OF_THE_SIGNATURE,
  RESOURCE_DECRYPTED,
  RESOURCE_MISSING,
  RESOURCE_STRINGIFIED,
  TAG_CUT,
  TAG_REFUSED,
} from './catalogue/resource.ts'

/** What is needed to decrypt a body. */
export interface Encrypted {
  readonly body: Uint8Array
  readonly apiV3Key: string | Uint8Array
  /** Whether a body without an encrypted part is a mistake. */
  readonly isNotification: boolean
  /** The value of `Wechatpay-Nonce`. */
  readonly signatureNonce: string
}

/** Finds what keeps the first encrypted part of a body from being decrypted: the resource of a notification, or a certificate. */
export function explainResource({ body, apiV3Key, isNotification, signatureNonce }: Encrypted): DescribedMistake[] {
  const found = encryptedPart(body)
  if (!found) return isNotification ? [describe(RESOURCE_MISSING)] : []
  if (found.ciphertext.startsWith('{')) return [describe(RESOURCE_DECRYPTED)]
  const outside = found.isText ? [describe(RESOURCE_STRINGIFIED)] : []
  if (!/^AEAD_AES_256_GCM$/.test(found.algorithm)) return [...outside, describe(ALGORITHM_OTHER, { seen: found.algorithm })]
  return [...outside, ...mistakesOf(found, apiV3Key, signatureNonce)]
}

interface EncryptedPart {
  readonly algorithm: string
  readonly ciphertext: string
  readonly nonce: string
  /** `undefined` when the field is missing or `null`. */
  readonly associatedData: string | undefined
  readonly originalType: string
  /** Whether the part was a text with JSON in it. */
  readonly isText: boolean
}

function encryptedPart(body: Uint8Array): EncryptedPart | undefined {
  const json = parse(new TextDecoder().decode(body))
  if (!isJsonObject(json)) return undefined
  const [first] = Array.isArray(json['data']) ? (json['data'] as Json[]) : []
  for (const candidate of [json['resource'], json, isJsonObject(first) ? first['encrypt_certificate'] : undefined]) {
    const part = typeof candidate === 'string' ? parse(candidate) : candidate
    if (!isJsonObject(part) || typeof part['ciphertext'] !== 'string') continue
    const text = (name: string) => (typeof part[name] === 'string' ? (part[name] as string) : undefined)
    return {
      algorithm: text('algorithm') ?? 'AEAD_AES_256_GCM',
      ciphertext: part['ciphertext'],
      nonce: text('nonce') ?? '',
      associatedData: text('associated_data'),
      originalType: text('original_type') ?? '',
      isText: typeof candidate === 'string',
    }
  }
  return undefined
}

function parse(text: string): Json {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}

/** A value to try, and the mistake that it undoes. */
interface Try {
  readonly value: Buffer
  readonly mistake?: Mistake
  readonly placeholders?: Placeholders
}

type Tries = readonly [keys: readonly Try[], nonces: readonly Try[], associated: readonly Try[], ciphertexts: readonly Try[]]

/** At most two of the four values are wrong, because all combinations would take too long. */
const WRONG_LIMIT = 2

function mistakesOf(part: EncryptedPart, apiV3Key: string | Uint8Array, signatureNonce: string): DescribedMistake[] {
  const keys = keysOf(apiV3Key)
  const tries: Tries = [keys, noncesOf(part), associatedOf(part), ciphertextsOf(part.ciphertext)]
  for (const tried of combinations(tries)) {
    const [key, nonce, associated, ciphertext] = tried.map(({ value }) => value) as [Buffer, Buffer, Buffer, Buffer]
    if (decrypts(key, nonce, associated, ciphertext)) return tried.flatMap(described)
  }
  const ends = [...byTextOnly(tries)]
  if (ends.length > 0) return ends
  const [given] = keys
  if (given && given.value.length !== KEY_BYTES) return [describe(KEY_LENGTH, { bytes: given.value.length })]
  if (!isBase64(part.ciphertext)) return [describe(CIPHERTEXT_NO_BASE64, { seen: part.ciphertext.slice(0, 40) })]
  if (part.nonce !== '' && part.nonce === signatureNonce) return [describe(NONCE_OF_THE_SIGNATURE)]
  return [describe(KEY_WRONG)]
}

function described({ mistake, placeholders }: Try): DescribedMistake[] {
  return mistake ? [describe(mistake, placeholders)] : []
}

/** All combinations with 0, 1 and 2 wrong values. The first value of each list is the one given. */
function* combinations(tries: Tries): Generator<Try[], void> {
  for (let wrong = 0; wrong <= WRONG_LIMIT; wrong += 1) yield* withWrong(tries, wrong)
}

function* withWrong([first, ...rest]: readonly (readonly Try[])[], wrong: number): Generator<Try[], void> {
  if (!first) {
    if (wrong === 0) yield []
    return
  }
  const [given, ...others] = first
  if (given) for (const tail of withWrong(rest, wrong)) yield [given, ...tail]
  if (wrong > 0) for (const other of others) for (const tail of withWrong(rest, wrong - 1)) yield [other, ...tail]
}

/** GCM is CTR mode with a tag, so the text can be decrypted without its tag. A readable text proves the key and the nonce. */
function* byTextOnly([keys, nonces, , ciphertexts]: Tries): Generator<DescribedMistake, void> {
  for (const [key, nonce, ciphertext] of withOneWrong(keys, nonces, ciphertexts)) {
    for (const [mistake, end] of [
      [TAG_CUT, 0],
      [TAG_REFUSED, TAG_BYTES],
    ] as const) {
      if (!isReadable(key.value, nonce.value, ciphertext.value.subarray(0, ciphertext.value.length - end))) continue
      yield* [...described(key), ...described(nonce), ...described(ciphertext), describe(mistake)]
      return
    }
  }
}

function* withOneWrong(...lists: readonly (readonly Try[])[]): Generator<[Try, Try, Try], void> {
  for (const wrong of [0, 1]) yield* withWrong(lists, wrong) as Generator<[Try, Try, Try], void>
}

const KEY_BYTES = 32
const TAG_BYTES = 16
const NONCE_BYTES = 12
/** A text of at least this length can't decrypt to JSON or PEM by chance. */
const READABLE_BYTES = 8

function decrypts(key: Buffer, nonce: Buffer, associated: Buffer, ciphertext: Buffer): boolean {
  if (key.length !== KEY_BYTES || nonce.length === 0 || ciphertext.length < TAG_BYTES) return false
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(associated)
  decipher.setAuthTag(ciphertext.subarray(-TAG_BYTES))
  decipher.update(ciphertext.subarray(0, -TAG_BYTES))
  try {
    decipher.final()
    return true
  } catch {
    return false
  }
}

/** Whether CTR mode gives a JSON object or PEM. The counter of the first block of GCM's text is 2: NIST SP 800-38D, section 7.1. */
function isReadable(key: Buffer, nonce: Buffer, ciphertext: Buffer): boolean {
  if (key.length !== KEY_BYTES || nonce.length !== NONCE_BYTES || ciphertext.length < READABLE_BYTES) return false
  const text = createDecipheriv('aes-256-ctr', key, Buffer.concat([nonce, Buffer.from([0, 0, 0, 2])])).update(ciphertext)
  return text.toString('latin1', 0, 10) === '-----BEGIN' || isJsonObject(parse(text.toString()))
}

function keysOf(given: string | Uint8Array): Try[] {
  const bytes = Buffer.from(given as Uint8Array)
  const text = bytes.toString('latin1')
  const trimmed = text.replace(/^\xef\xbb\xbf/, '').trim()
  const isSame = (one: string) => one === text
  const spellings: readonly (readonly [string, Mistake])[] = [
    [trimmed, KEY_BLANKS],
    [trimmed.replace(/^(["'])(.*)\1$/s, '$2'), KEY_QUOTED],
    [text.toLowerCase(), KEY_CASE],
    [text.toUpperCase(), KEY_CASE],
  ]
  const encoded = (form: 'base64' | 'hex', name: string): Try => ({
    value: Buffer.from(trimmed, form),
    mistake: KEY_ENCODED,
    placeholders: { form: name },
  })
  const decoded = (value: string, name: string): Try => ({ value: Buffer.from(value), mistake: KEY_DECODED, placeholders: { form: name } })
  const tries: Try[] = [
    { value: bytes },
    ...spellings.filter(([value]) => !isSame(value)).map(([value, mistake]) => ({ value: Buffer.from(value, 'latin1'), mistake })),
    encoded('base64', 'base64'),
    encoded('hex', 'hexadecimal'),
    decoded(bytes.toString('base64'), 'base64'),
    decoded(bytes.toString('hex'), 'hexadecimal'),
    decoded(bytes.toString('hex').toUpperCase(), 'hexadecimal'),
  ]
  return tries.filter(({ value }, at) => at === 0 || value.length === KEY_BYTES)
}

function noncesOf({ nonce }: EncryptedPart): Try[] {
  const given: Try = { value: Buffer.from(nonce) }
  const others: Try[] = [
    { value: Buffer.from(nonce.trim()), mistake: NONCE_BLANKS },
    { value: Buffer.from(nonce, 'base64'), mistake: NONCE_ENCODED, placeholders: { form: 'base64' } },
    { value: Buffer.from(nonce, 'hex'), mistake: NONCE_ENCODED, placeholders: { form: 'hexadecimal' } },
  ]
  return [given, ...others.filter(({ value }) => value.length === NONCE_BYTES && !value.equals(given.value))]
}

/** The associated data of notifications and certificates, the likeliest first. */
const ASSOCIATED = [
  '',
  'transaction',
  'refund',
  'certificate',
  'coupon',
  'profitsharing',
  'complaint',
  'security',
  'violation',
  'product_coupon',
  'encrypt-resource',
  'null',
]

function associatedOf({ associatedData, originalType }: EncryptedPart): Try[] {
  const given = associatedData ?? ''
  const others = [originalType, given.trim(), ...ASSOCIATED].filter((value, at, all) => value !== given && all.indexOf(value) === at)
  const seen = associatedData === undefined ? 'missing' : JSON.stringify(given)
  const wanted = (value: string) => JSON.stringify(value)
  return [
    { value: Buffer.from(given) },
    ...others.map((value) => ({
      value: Buffer.from(value),
      mistake: ASSOCIATED_DATA_OTHER,
      placeholders: { seen, wanted: wanted(value) },
    })),
  ]
}

function ciphertextsOf(ciphertext: string): Try[] {
  const encodedIn = (value: Buffer, form: string): Try => ({ value, mistake: CIPHERTEXT_ENCODED, placeholders: { form } })
  return [
    // Lenient decoding of anything but base64 would hide the mistake.
    { value: isBase64(ciphertext) ? Buffer.from(ciphertext, 'base64') : Buffer.alloc(0) },
    ...(ciphertext.includes(' ') ? [{ value: Buffer.from(ciphertext.replaceAll(' ', '+'), 'base64'), mistake: CIPHERTEXT_SPACES }] : []),
    ...(/^[\da-f]+$/i.test(ciphertext) ? [encodedIn(Buffer.from(ciphertext, 'hex'), 'hexadecimal')] : []),
    ...(/^[\w-]+={0,2}$/.test(ciphertext) ? [encodedIn(Buffer.from(ciphertext, 'base64url'), 'base64url')] : []),
    ...(/%(?:2[BF]|3D)/i.test(ciphertext) ? [encodedIn(Buffer.from(percentDecoded(ciphertext), 'base64'), 'percent-encoded base64')] : []),
    ...(/\s/.test(ciphertext) ? [encodedIn(Buffer.from(ciphertext.replace(/\s+/g, ''), 'base64'), 'base64 with line breaks')] : []),
    ...(isBase64(ciphertext)
      ? [encodedIn(Buffer.from(Buffer.from(ciphertext, 'base64').toString('latin1'), 'base64'), 'base64 of base64')]
      : []),
  ]
}

function percentDecoded(text: string): string {
  return text.replace(/%([\da-f]{2})/gi, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16)))
}

function isBase64(text: string): boolean {
  return Buffer.from(text, 'base64').toString('base64') === text
}
