import { Buffer } from 'node:buffer'
import { createDecipheriv } from 'node:crypto'
import { isJsonObject } from '../json-text.ts'
import { type DescribedMistake, describe } from '../mistake.ts'
import {
  ALGORITHM_OTHER,
  CIPHERTEXT_NO_BASE64,
  FIELDS_MISSING,
  KEY_LENGTH,
  KEY_WRONG,
  NONCE_OF_THE_SIGNATURE,
  RESOURCE_DECRYPTED,
  RESOURCE_MISSING,
  RESOURCE_NOT_JSON,
  RESOURCE_STRINGIFIED,
  TAG_CUT,
  TAG_REFUSED,
} from './catalogue/resource.ts'
import { type EncryptedPart, encryptedPart, parse } from './encrypted-part.ts'
import { associatedOf, ciphertextsOf, isBase64, KEY_BYTES, keysOf, NONCE_BYTES, noncesOf, type Try } from './values-to-try.ts'

/** A body with an encrypted part, and the values that are needed to explain it. */
export interface Encrypted {
  readonly body: Uint8Array
  /** The key to decrypt with. Without a key, only the fields of the encrypted part are checked. */
  readonly apiV3Key: string | Uint8Array | undefined
  /** Whether the body belongs to a notification. A notification must have a resource, and its decrypted text must be a JSON object. */
  readonly isNotification: boolean
  /** The value of `Wechatpay-Nonce`. */
  readonly signatureNonce: string
}

/** Finds why the first encrypted part of a body can't be decrypted. This part is the resource of a notification, or a certificate. */
export function explainResource({ body, apiV3Key, isNotification, signatureNonce }: Encrypted): DescribedMistake[] {
  const found = encryptedPart(body, isNotification)
  if (!found) return isNotification ? [describe(RESOURCE_MISSING)] : []
  if (found.ciphertext.startsWith('{')) return [describe(RESOURCE_DECRYPTED)]
  const outside = [
    ...(found.missing.length > 0 ? [describe(FIELDS_MISSING, { fields: found.missing.join(', ') })] : []),
    ...(found.isText ? [describe(RESOURCE_STRINGIFIED)] : []),
  ]
  if (!/^AEAD_AES_256_GCM$/.test(found.algorithm)) return [...outside, describe(ALGORITHM_OTHER, { seen: found.algorithm || '–' })]
  if (apiV3Key === undefined || (isNotification && (found.nonce === '' || found.ciphertext === ''))) return outside
  const mistakes = mistakesOf(found, apiV3Key, signatureNonce)
  return [...outside, ...(isNotification && mistakes.length === 0 ? unreadable(found, apiV3Key) : mistakes)]
}

/** Checks the decrypted text of a resource: it must be a JSON object. Returns no mistake if the resource does not decrypt. */
function unreadable({ nonce, associatedData = '', ciphertext }: EncryptedPart, apiV3Key: string | Uint8Array): DescribedMistake[] {
  const text = decrypted(Buffer.from(apiV3Key), Buffer.from(nonce), Buffer.from(associatedData), Buffer.from(ciphertext, 'base64'))
  return text === undefined || isObject(text) ? [] : [describe(RESOURCE_NOT_JSON, { seen: text.slice(0, SHOWN_CHARACTERS) })]
}

const SHOWN_CHARACTERS = 80

/** Whether a text is a JSON object without a byte order mark. {@link parse} ignores the mark, but most programs can't read it. */
function isObject(text: string): boolean {
  return !text.startsWith('\ufeff') && isJsonObject(parse(text))
}

type Tries = readonly [keys: readonly Try[], nonces: readonly Try[], associated: readonly Try[], ciphertexts: readonly Try[]]

/**
 * The search changes at most this many of the four values: key, nonce, associated data, ciphertext. Trying all combinations would take too
 * long.
 */
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

/**
 * Yields all combinations with no changed value, then with one changed value, then with two. The first value in each list is the value
 * that was given. All other values count as changed.
 */
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

/**
 * Decrypts the text without checking the tag. This is possible because GCM is CTR mode with a tag. If the text is readable, the tried key
 * and nonce are right, and the tag is missing or does not match. Yields the mistakes in the tried values and in the tag.
 */
function* byTextOnly([keys, nonces, , ciphertexts]: Tries): Generator<DescribedMistake, void> {
  for (const [key, nonce, ciphertext] of withOneWrongAtMost(keys, nonces, ciphertexts)) {
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

function* withOneWrongAtMost(...lists: readonly (readonly Try[])[]): Generator<[Try, Try, Try], void> {
  for (const wrong of [0, 1]) yield* withWrong(lists, wrong) as Generator<[Try, Try, Try], void>
}

const TAG_BYTES = 16
/** A shorter text does not count as readable, because a wrong key may turn a few bytes into a JSON object by chance. */
const READABLE_BYTES = 8

function decrypts(key: Buffer, nonce: Buffer, associated: Buffer, ciphertext: Buffer): boolean {
  return decrypted(key, nonce, associated, ciphertext) !== undefined
}

/** Decrypts a ciphertext that ends with its tag. Returns `undefined` if the tag does not match or a value has a wrong length. */
function decrypted(key: Buffer, nonce: Buffer, associated: Buffer, ciphertext: Buffer): string | undefined {
  if (key.length !== KEY_BYTES || nonce.length === 0 || ciphertext.length < TAG_BYTES) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(associated)
  decipher.setAuthTag(ciphertext.subarray(-TAG_BYTES))
  const text = decipher.update(ciphertext.subarray(0, -TAG_BYTES))
  try {
    decipher.final()
    return text.toString()
  } catch {
    return undefined
  }
}

/**
 * Whether the ciphertext becomes a JSON object or PEM when it is decrypted in CTR mode, without the tag. In GCM, the first block of text
 * has the counter 2: NIST SP 800-38D, section 7.1.
 */
function isReadable(key: Buffer, nonce: Buffer, ciphertext: Buffer): boolean {
  if (key.length !== KEY_BYTES || nonce.length !== NONCE_BYTES || ciphertext.length < READABLE_BYTES) return false
  const text = createDecipheriv('aes-256-ctr', key, Buffer.concat([nonce, Buffer.from([0, 0, 0, 2])])).update(ciphertext)
  return text.toString('latin1', 0, 10) === '-----BEGIN' || isJsonObject(parse(text.toString()))
}
