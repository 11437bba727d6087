import { Buffer } from 'node:buffer'
import type { Mistake, Placeholders } from '../mistake.ts'
import {
  ASSOCIATED_DATA_OTHER,
  CIPHERTEXT_ENCODED,
  CIPHERTEXT_SPACES,
  KEY_BLANKS,
  KEY_CASE,
  KEY_DECODED,
  KEY_ENCODED,
  KEY_QUOTED,
  NONCE_BLANKS,
  NONCE_ENCODED,
} from './catalogue/resource.ts'
import type { EncryptedPart } from './encrypted-part.ts'

/** The length of an APIv3 key in bytes. */
export const KEY_BYTES = 32
/** The length of a nonce in bytes. */
export const NONCE_BYTES = 12

/** A value to try when decrypting, and the mistake that this value undoes. The value as given undoes no mistake. */
export interface Try {
  readonly value: Buffer
  readonly mistake?: Mistake
  readonly placeholders?: Placeholders
}

/** The Chinese names of encodings. */
const FORMS = {
  base64: ' Base64 ',
  hexadecimal: '十六进制',
  base64url: ' base64url',
  'percent-encoded base64': '做了 URL 编码的 Base64',
  'base64 with line breaks': '带换行的 Base64',
  'base64 of base64': '做了两次的 Base64',
} as const

type Form = keyof typeof FORMS

function formOf(form: Form): Placeholders {
  return { form, form_zh: FORMS[form] }
}

/** The APIv3 key as given, and what it may have been before a program changed it. */
export function keysOf(given: string | Uint8Array): Try[] {
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
  const encoded = (form: 'base64' | 'hex', name: Form): Try => ({
    value: Buffer.from(trimmed, form),
    mistake: KEY_ENCODED,
    placeholders: formOf(name),
  })
  const decoded = (value: string, name: Form): Try => ({ value: Buffer.from(value), mistake: KEY_DECODED, placeholders: formOf(name) })
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

/** The nonce of the encrypted part, and what it may have been before a program changed it. */
export function noncesOf({ nonce }: EncryptedPart): Try[] {
  const given: Try = { value: Buffer.from(nonce) }
  const others: Try[] = [
    { value: Buffer.from(nonce.trim()), mistake: NONCE_BLANKS },
    { value: Buffer.from(nonce, 'base64'), mistake: NONCE_ENCODED, placeholders: formOf('base64') },
    { value: Buffer.from(nonce, 'hex'), mistake: NONCE_ENCODED, placeholders: formOf('hexadecimal') },
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

/** The associated data of the encrypted part, and what it may have been before a program changed it. */
export function associatedOf({ associatedData, originalType }: EncryptedPart): Try[] {
  const given = associatedData ?? ''
  const others = [originalType, given.trim(), ...ASSOCIATED].filter((value, at, all) => value !== given && all.indexOf(value) === at)
  const seen = JSON.stringify(given)
  const [inEnglish, inChinese] = associatedData === undefined ? ['missing', '缺失'] : [seen, `是 ${seen}`]
  const wanted = (value: string) => JSON.stringify(value)
  return [
    { value: Buffer.from(given) },
    ...others.map((value) => ({
      value: Buffer.from(value),
      mistake: ASSOCIATED_DATA_OTHER,
      placeholders: { seen: inEnglish, seen_zh: inChinese, wanted: wanted(value) },
    })),
  ]
}

/** The ciphertext decoded from base64, and decoded from the other forms in which it may have been written. */
export function ciphertextsOf(ciphertext: string): Try[] {
  const encodedIn = (value: Buffer, form: Form): Try => ({ value, mistake: CIPHERTEXT_ENCODED, placeholders: formOf(form) })
  return [
    // `Buffer.from` also decodes text that is not quite base64. That would hide the mistake.
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

/** Whether the text is standard base64, exactly as an encoder would write it. */
export function isBase64(text: string): boolean {
  return Buffer.from(text, 'base64').toString('base64') === text
}
