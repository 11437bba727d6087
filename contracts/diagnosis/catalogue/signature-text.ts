import { Buffer } from 'node:buffer'
import type { Mistake } from '../mistake.ts'
import { HOW_TO_SIGN } from './advice.ts'

/** A wrong way to encode a signature. The gateway does not accept it. */
export interface SignatureEncoding extends Mistake {
  /** Decodes a text in this encoding. Returns `undefined` for a text that is not in this encoding. */
  readonly decode: (text: string) => Buffer | undefined
  readonly encode: (bytes: Buffer) => string
}

const FIX = {
  fix: 'Encode the signature in standard base64: 344 characters on one line.',
  fix_zh: '签名值用标准 Base64 编码，共 344 个字符，不能换行。',
  source: HOW_TO_SIGN,
}

export const SIGNATURE_ENCODINGS: readonly SignatureEncoding[] = [
  {
    id: 'signature-base64url',
    message: 'The signature is in base64url, with - and _ where base64 has + and /.',
    message_zh: '签名值用了 base64url 编码：用 - 和 _ 代替了 + 和 /。',
    ...FIX,
    decode: (text) => (/^[\w-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64url') : undefined),
    encode: (bytes) => bytes.toString('base64url'),
  },
  {
    id: 'signature-without-padding',
    message: 'The base64 of the signature lacks the = at its end.',
    message_zh: '签名值的 Base64 末尾缺少 =。',
    ...FIX,
    decode: (text) => (/^[a-z\d+/]+$/i.test(text) ? Buffer.from(text, 'base64') : undefined),
    encode: (bytes) => bytes.toString('base64').replace(/=+$/, ''),
  },
  {
    id: 'signature-hex',
    message: 'The signature is in hexadecimal.',
    message_zh: '签名值用了十六进制编码。',
    ...FIX,
    decode: fromHex,
    encode: (bytes) => bytes.toString('hex'),
  },
  {
    id: 'signature-base64-twice',
    message: 'The signature was encoded in base64 twice.',
    message_zh: '签名值做了两次 Base64 编码。',
    ...FIX,
    decode: (text) => fromBase64(fromBase64(text)?.toString('latin1')),
    encode: (bytes) => Buffer.from(bytes.toString('base64')).toString('base64'),
  },
  {
    id: 'signature-base64-of-hex',
    message: 'The signature was converted to hexadecimal before it was encoded in base64.',
    message_zh: '签名值先转成了十六进制文本，再做 Base64 编码；应直接对签名的字节做 Base64。',
    ...FIX,
    decode: (text) => fromHex(fromBase64(text)?.toString('latin1')),
    encode: (bytes) => Buffer.from(bytes.toString('hex')).toString('base64'),
  },
  {
    id: 'signature-percent-encoded',
    message: 'The signature is percent-encoded (%2B, %2F, %3D).',
    message_zh: '签名值做了 URL 编码（%2B、%2F、%3D）。',
    ...FIX,
    decode: (text) => (/%(?:2[BF]|3D)/i.test(text) ? fromBase64(percentDecoded(text)) : undefined),
    encode: (bytes) => encodeURIComponent(bytes.toString('base64')),
  },
  {
    id: 'signature-plus-as-space',
    message: 'The signature has spaces instead of the + characters of its base64.',
    message_zh: '签名值中的 + 变成了空格。',
    ...FIX,
    decode: (text) => fromBase64(text.replaceAll(' ', '+')),
    encode: (bytes) => bytes.toString('base64').replaceAll('+', ' '),
  },
  {
    id: 'signature-not-canonical',
    message:
      "The base64 of the signature has extra characters, such as the b'…' of bytes in Python, or lacks some, or its last characters were changed.",
    message_zh: "签名值的 Base64 有多余的字符（如 Python bytes 的 b'…'），或缺少字符，或末尾的字符被改动。",
    ...FIX,
    decode: (text) => Buffer.from(text.replace(/^b'(.*)'$/s, '$1'), 'base64'),
    encode: (bytes) => bytes.toString('base64').replace(/==$/, '='),
  },
]

/** Texts that programs with a mistake send in place of the signature. */
export const UNSET_TEXTS: readonly string[] = [
  'undefined',
  'null',
  'None',
  'nil',
  'NaN',
  '[object Promise]',
  '[object Object]',
  '[object ArrayBuffer]',
]

export const SIGNATURE_PLACEHOLDER: Mistake = {
  id: 'signature-placeholder',
  message: 'The signature is the text {seen} instead of base64.',
  message_zh: '签名值是文本 {seen}，不是 Base64。',
  fix: 'Await the signing function, check its errors, and base64-encode the bytes that it returns.',
  fix_zh: '等签名函数返回（await），检查它的错误，再对签名的字节做 Base64 编码。',
}

/**
 * Whether a text is no signature at all, such as `[B@1b6d3586`, which Java prints for a byte array. Such a text is too short for a
 * signature. It also has characters that occur in no encoding of a signature.
 */
export function isOtherText(text: string): boolean {
  return text.length < 100 && /[^\w+/=%-]/.test(text)
}

/** Decodes canonical standard base64, which the gateway requires. Returns `undefined` for any other text. */
export function fromBase64(text = ''): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return text !== '' && bytes.toString('base64') === text ? bytes : undefined
}

export function fromHex(text = ''): Buffer | undefined {
  return /^(?:[\da-f]{2})+$/i.test(text) ? Buffer.from(text, 'hex') : undefined
}

function percentDecoded(text: string): string {
  return text.replace(/%([\da-f]{2})/gi, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16)))
}
