import type { Mistake } from '../../mistake.ts'
import { ABOUT_FIELDS } from './advice.ts'

const BASE64 = {
  fix: 'Send the 256 bytes of the ciphertext in standard base64, on one line: 344 characters that end in ==.',
  fix_zh: '密文的 256 字节用标准 Base64 编码为一行：344 个字符，以 == 结尾。',
  source: ABOUT_FIELDS,
}

function mistake(id: string, message: string, message_zh: string): Mistake {
  return { id, message, message_zh, ...BASE64 }
}

export const BASE64URL: Mistake = mistake(
  'field-base64url',
  'The field is in base64url, with - and _ where base64 has + and /.',
  '字段用了 base64url 编码：用 - 和 _ 代替了 + 和 /。',
)
export const UNPADDED: Mistake = mistake(
  'field-base64-unpadded',
  'The base64 of the field lacks one or both of the = at its end.',
  '字段的 Base64 缺少末尾的 =。',
)
export const HEXADECIMAL: Mistake = mistake('field-hexadecimal', 'The field is in hexadecimal.', '字段用了十六进制编码。')
export const SPACES: Mistake = mistake(
  'field-spaces',
  'The plus signs in the base64 of the field became spaces, as when a form or a URL is decoded.',
  '字段的 Base64 中 + 变成了空格，通常是做了一次表单或 URL 解码。',
)
export const LINE_BREAKS: Mistake = mistake(
  'field-line-breaks',
  'The base64 of the field has line breaks or blanks in it or around it. Base64 for MIME has a line break after every 76 characters.',
  '字段的 Base64 中或首尾有换行或空白；MIME 格式的 Base64 每 76 个字符换行。',
)
export const PERCENT_ENCODED: Mistake = mistake(
  'field-percent-encoded',
  'The base64 of the field is percent-encoded, as in a URL.',
  '字段的 Base64 做了 URL 编码。',
)
export const ENCODED_TWICE: Mistake = mistake(
  'field-base64-twice',
  'The field is base64 of {form}: the ciphertext was encoded twice.',
  '字段是对{form_zh}再做的 Base64：密文编码了两次。',
)
export const NOT_CANONICAL: Mistake = mistake(
  'field-base64-not-canonical',
  'The base64 of the field has characters around it, such as quotation marks, or its last characters were changed.',
  '字段的 Base64 首尾有多余的字符（例如引号），或末尾的字符被改动。',
)
export const CUT: Mistake = mistake(
  'field-cut',
  'The field has only {bytes} bytes after decoding; a ciphertext has 256. It may have been cut, for example by a database column that is too short.',
  '字段解码后只有 {bytes} 字节，密文应为 256 字节。可能被截断，例如数据库列太短。',
)
export const TOO_LONG: Mistake = mistake(
  'field-too-long',
  'The field has {bytes} bytes after decoding; a ciphertext has 256.',
  '字段解码后有 {bytes} 字节，密文应为 256 字节。',
)
