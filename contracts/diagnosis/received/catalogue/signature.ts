import { Buffer } from 'node:buffer'
import { SIGNATURE_ENCODINGS, type SignatureEncoding } from '../../catalogue/signature-text.ts'
import type { Mistake } from '../../mistake.ts'
import { ABOUT_NOTIFICATIONS, HOW_TO_VERIFY, TAKE_HEADERS_UNCHANGED } from './advice.ts'

/**
 * The beginning of the signature in a probe (签名探测流量). WeChat Pay sends probes with a wrong signature on purpose:
 * https://pay.weixin.qq.com/docs/partner/development/practices/notification-considerations.html
 */
export const PROBE_PREFIX = 'WECHATPAY/SIGNTEST/'

export const SIGNATURE_PROBE: Mistake = {
  id: 'received-signature-probe',
  message: 'Wechatpay-Signature begins with WECHATPAY/SIGNTEST/: WeChat Pay sent a wrong signature on purpose, to test whether you verify.',
  message_zh: 'Wechatpay-Signature 以 WECHATPAY/SIGNTEST/ 开头：这是微信支付的签名探测流量，签名是故意写错的。',
  fix: 'Your program is right to refuse this message; add no special case. If it is an answer, send the request again. If it is a notification, reply with 4xx or 5xx, and WeChat Pay sends the notification again with a valid signature.',
  fix_zh:
    '验签不通过是正确的，保持现状，不要特殊处理。应答验签不通过时重新请求；回调验签不通过时返回 4xx 或 5xx，微信支付会重新发送签名正确的回调。',
  source: ABOUT_NOTIFICATIONS,
}

/** A change that a program made to the text of the signature, and how to undo it. */
export interface SignatureForm extends Mistake {
  readonly decode: SignatureEncoding['decode']
}

/** The messages about a wrongly encoded signature in an answer or notification. The keys are the IDs of the same mistakes in requests. */
const TEXTS: Readonly<Record<string, Pick<Mistake, 'message' | 'message_zh'>>> = {
  'signature-base64url': text('is in base64url, with - and _ where base64 has + and /', '是 base64url 编码：用 - 和 _ 代替了 + 和 /'),
  'signature-without-padding': text('lacks the = at the end of its base64', '的 Base64 末尾缺少 ='),
  'signature-hex': text('is in hexadecimal', '是十六进制'),
  'signature-base64-twice': text('was encoded in base64 twice', '多做了一次 Base64 编码'),
  'signature-base64-of-hex': text('was converted to hexadecimal and then to base64', '先转成了十六进制，再做了 Base64 编码'),
  'signature-percent-encoded': text('is percent-encoded (%2B, %2F, %3D)', '做了 URL 编码（%2B、%2F、%3D）'),
  'signature-plus-as-space': text('has spaces instead of its + characters', '中的 + 变成了空格'),
  'signature-not-canonical': text(
    'has extra characters in its base64, or lacks some, or its last characters were changed',
    '的 Base64 有多余的字符，或缺少字符，或末尾的字符被改动',
  ),
}

function text(does: string, does_zh: string): Pick<Mistake, 'message' | 'message_zh'> {
  return { message: `Wechatpay-Signature ${does}.`, message_zh: `Wechatpay-Signature ${does_zh}。` }
}

const FIX = {
  fix: 'Take the value of Wechatpay-Signature unchanged, 344 characters of standard base64, and decode it once before you verify.',
  fix_zh: '原样取 Wechatpay-Signature 的值（344 个字符的标准 Base64），只解码一次再验签。',
  source: HOW_TO_VERIFY,
}

export const SIGNATURE_WRAPPED: SignatureForm = {
  id: 'received-signature-wrapped',
  ...text('has line breaks or spaces inside', '中间有换行或空格'),
  ...FIX,
  decode: (signature) => (/\s/.test(signature) ? SIGNATURE_ENCODINGS.at(-1)?.decode(signature.replace(/\s+/g, '')) : undefined),
}

export const SIGNATURE_AS_BYTES: SignatureForm = {
  id: 'received-signature-as-bytes',
  ...text('was already decoded: it is the bytes of the signature, read as text', '已被解码：这个值是签名的原始字节，被当成了文本'),
  ...FIX,
  // A value of only ASCII characters is more likely base64 that was cut.
  decode: (signature) => (/[\x80-\xff]/.test(signature) && !/[^\0-\xff]/.test(signature) ? Buffer.from(signature, 'latin1') : undefined),
}

/** The forms in the order in which they are tried. signature-not-canonical comes last, because it decodes any text. */
export const SIGNATURE_FORMS: readonly SignatureForm[] = [
  ...SIGNATURE_ENCODINGS.slice(0, -1).map(({ id, decode }) => ({ id: `received-${id}`, ...FIX, ...wordsOf(id), decode })),
  SIGNATURE_WRAPPED,
  SIGNATURE_AS_BYTES,
  ...SIGNATURE_ENCODINGS.slice(-1).map(({ id, decode }) => ({ id: `received-${id}`, ...FIX, ...wordsOf(id), decode })),
]

function wordsOf(id: string): Pick<Mistake, 'message' | 'message_zh'> {
  return TEXTS[id] ?? text('is not in standard base64', '不是标准 Base64')
}

export const SIGNATURE_LENGTH: Mistake = {
  id: 'received-signature-length',
  message: 'Wechatpay-Signature has {bytes} bytes after decoding; a complete signature has 256.',
  message_zh: 'Wechatpay-Signature 解码后长 {bytes} 字节，完整的签名值应为 256 字节。',
  ...TAKE_HEADERS_UNCHANGED,
}

export const SIGNATURE_HASH: Mistake = {
  id: 'received-signature-hash',
  message:
    'The signature was made with {hash} and {padding}; WeChat Pay signs with SHA-256 and PKCS#1 v1.5, so this message is not from WeChat Pay.',
  message_zh: '签名算法是 {hash} 和 {padding}；微信支付用 SHA-256 和 PKCS#1 v1.5，所以这个报文不是微信支付发出的。',
  fix: 'Find out who sent the message: a test double must sign with SHA256withRSA (PKCS#1 v1.5). Verify with that algorithm, too.',
  fix_zh: '找出报文是谁发出的：模拟服务应当用 SHA256withRSA（PKCS#1 v1.5）签名；验签也用同一算法。',
  source: HOW_TO_VERIFY,
}
