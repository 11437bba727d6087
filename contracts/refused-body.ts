import { Buffer, isUtf8 } from 'node:buffer'
import { type Diagnosis, plainDiagnosis } from './diagnosis/circumstances.ts'
import { describe, type Mistake } from './diagnosis/mistake.ts'
import { errorMessage } from './error-message.ts'
import type { ErrorExample } from './operations.d.ts'
import { REQUEST_BYTES_LIMIT } from './request-headers.ts'

/** A mistake in a body that the gateway refuses even if the signature is valid. */
interface RefusedBody extends Mistake {
  /** The error that the gateway answers with. */
  readonly example: ErrorExample
  readonly isMade: (body: Buffer, text: string) => boolean
}

const SEND_JSON = 'Serialise the fields to JSON once, sign this text, and send its UTF-8 bytes.'
const SEND_JSON_ZH = '把字段序列化一次成 JSON，对这段文本签名，并按 UTF-8 发送。'
const JSON_REFUSAL = { example: 'PARAM_ERROR_MISSING_UNPARSED', fix: SEND_JSON, fix_zh: SEND_JSON_ZH } as const
const ENCODING_REFUSAL = { example: 'INVALID_REQUEST_NOT_UTF8' } as const
const SINGLE_QUOTES = /^\s*[{[]\s*'/
/** A character that takes four bytes in UTF-8. */
const LONG_CHARACTER = /[\u{10000}-\u{10FFFF}]/u
const FORM = /^[^\s{}[\]"<>=&]+=[^\s{}[\]"<>]*$/

/** A diagnosis names only the first mistake that fits. The last mistake fits every body that is not JSON. */
const MISTAKES: readonly RefusedBody[] = [
  {
    ...ENCODING_REFUSAL,
    id: 'sent-body-not-utf-8',
    message: 'The body is not UTF-8. It may be in GBK.',
    message_zh: '报文主体不是 UTF-8 编码，可能是 GBK。',
    fix: 'Sign and send the UTF-8 bytes of the body: getBytes(StandardCharsets.UTF_8) in Java, Encoding.UTF8 in C#, mb_convert_encoding in PHP.',
    fix_zh:
      '对报文主体的 UTF-8 字节签名并发送：Java 用 getBytes(StandardCharsets.UTF_8)，C# 用 Encoding.UTF8，PHP 用 mb_convert_encoding。',
    isMade: (body) => !isUtf8(body),
  },
  {
    ...ENCODING_REFUSAL,
    id: 'sent-body-with-long-character',
    message: 'The body is UTF-8, but has a character of four bytes: {character}. WeChat Pay takes only characters of up to three bytes.',
    message_zh: '报文主体是 UTF-8，但含有四个字节的字符 {character}。微信支付只接受不超过三个字节的字符。',
    fix: 'Remove such characters, for example emoji, before you sign.',
    fix_zh: '签名前去掉这类字符，例如 emoji。',
    source: 'https://pay.weixin.qq.com/doc/v3/partner/4012081726',
    isMade: (_, text) => LONG_CHARACTER.test(text),
  },
  {
    ...JSON_REFUSAL,
    id: 'sent-body-empty',
    message: 'The request has no body, so it names no field.',
    message_zh: '请求没有报文主体，因此没有任何字段。',
    isMade: (body) => body.length === 0,
  },
  {
    ...JSON_REFUSAL,
    id: 'sent-body-with-bom',
    message: 'The body begins with a byte order mark (EF BB BF), so it is not JSON.',
    message_zh: '报文主体以 BOM（EF BB BF）开头，因此不是 JSON。',
    fix: 'Write the body as UTF-8 without a byte order mark: new UTF8Encoding(false) in C#.',
    fix_zh: '用不带 BOM 的 UTF-8 写报文主体：C# 用 new UTF8Encoding(false)。',
    isMade: (_, text) => text.startsWith('\uFEFF'),
  },
  {
    ...JSON_REFUSAL,
    id: 'sent-body-with-nul',
    message: 'The body has NUL bytes, so it is not JSON. It is probably in UTF-16.',
    message_zh: '报文主体含有 NUL 字节，因此不是 JSON；它可能是 UTF-16 编码。',
    isMade: (_, text) => text.includes('\0'),
  },
  {
    ...JSON_REFUSAL,
    id: 'sent-body-form',
    message: 'The body is a form, not JSON: {body}',
    message_zh: '报文主体是表单，不是 JSON：{body}',
    isMade: (_, text) => FORM.test(text),
  },
  {
    ...JSON_REFUSAL,
    id: 'sent-body-xml',
    message: 'The body is XML, as in APIv2, not JSON: {body}',
    message_zh: '报文主体是 XML（APIv2 的格式），不是 JSON：{body}',
    isMade: (_, text) => /^\s*</.test(text),
  },
  {
    ...JSON_REFUSAL,
    id: 'sent-body-single-quotes',
    message: "The body has single quotes where JSON has double quotes, as Python's str() of a dict: {body}",
    message_zh: '报文主体用了单引号，JSON 要用双引号；Python 字典的 str() 就是这样：{body}',
    isMade: (_, text) => SINGLE_QUOTES.test(text),
  },
  {
    ...JSON_REFUSAL,
    id: 'sent-body-not-json',
    message: 'The body is not JSON ({problem}): {body}',
    message_zh: '报文主体不是 JSON（{problem}）：{body}',
    isMade: (_, text) => problemOf(text) !== '',
  },
]

const TOO_LARGE: Mistake = {
  id: 'sent-body-too-large',
  message: 'The body has more than {limit} bytes.',
  message_zh: '报文主体超过 {limit} 字节。',
  fix: 'Send fewer or shorter fields.',
  fix_zh: '减少或缩短字段。',
}

/**
 * Explains why the gateway refuses a body: the body is too large, is not JSON, or has characters that the gateway does not accept. The
 * error of the gateway says only that a rule is broken or that the first field is missing.
 *
 * @param body `undefined` when the body is too large.
 * @param example The error that the gateway answered with.
 * @returns `null` when the body is not the reason for this error.
 */
export function diagnoseBody(body: Uint8Array | undefined, example: string | undefined): Diagnosis | null {
  if (!body) return example === 'INVALID_REQUEST' ? plainDiagnosis([describe(TOO_LARGE, { limit: REQUEST_BYTES_LIMIT })]) : null
  const bytes = Buffer.from(body)
  const text = bytes.toString()
  const mistake = MISTAKES.find((possible) => possible.example === example && possible.isMade(bytes, text))
  if (!mistake) return null
  const [character = ''] = LONG_CHARACTER.exec(text) ?? []
  return plainDiagnosis([describe(mistake, { body: text, character, problem: problemOf(text) })])
}

/** Says why a text is not JSON. Returns an empty string when the text is JSON. */
function problemOf(text: string): string {
  try {
    JSON.parse(text)
    return ''
  } catch (error) {
    return errorMessage(error)
  }
}
