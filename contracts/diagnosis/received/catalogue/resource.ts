import type { Mistake } from '../../mistake.ts'
import { ABOUT_NOTIFICATIONS } from './advice.ts'

const KEY = {
  fix: 'Use the APIv3 key (APIv3密钥) as it is set on the merchant platform (账户中心 > API安全): the 32 bytes of its 32 characters, without decoding.',
  fix_zh: '使用商户平台（账户中心 > API安全）设置的 APIv3 密钥：32 个字符即 32 个字节，不要解码。',
  source: ABOUT_NOTIFICATIONS,
}

const PARTS = {
  fix: 'Decrypt with AES-256-GCM. Take nonce and associated_data from the object that has ciphertext, and use the bytes of these texts. Decode ciphertext from base64 once; its last 16 bytes are the tag.',
  fix_zh:
    '用 AES-256-GCM 解密：nonce、associated_data 直接取 ciphertext 所在对象中对应字符串的字节，ciphertext 做一次 Base64 解码，末尾 16 字节是 tag。',
  source: ABOUT_NOTIFICATIONS,
}

function mistake(id: string, message: string, message_zh: string, advice: typeof KEY | typeof PARTS): Mistake {
  return { id, message, message_zh, ...advice }
}

export const KEY_LENGTH: Mistake = mistake(
  'resource-key-length',
  'The APIv3 key has {bytes} bytes; it must have 32.',
  'APIv3 密钥长 {bytes} 字节，应为 32 字节。',
  KEY,
)
export const KEY_BLANKS: Mistake = mistake(
  'resource-key-blanks',
  'The APIv3 key has white space, a line break or a byte order mark around it.',
  'APIv3 密钥首尾有空白、换行或 BOM。',
  KEY,
)
export const KEY_QUOTED: Mistake = mistake(
  'resource-key-quoted',
  'The APIv3 key has quotation marks around it.',
  'APIv3 密钥带有引号。',
  KEY,
)
export const KEY_CASE: Mistake = mistake(
  'resource-key-case',
  'The letter case of the APIv3 key was changed.',
  'APIv3 密钥的大小写变了。',
  KEY,
)
export const KEY_ENCODED: Mistake = mistake(
  'resource-key-encoded',
  'The APIv3 key was encoded in {form}.',
  'APIv3 密钥做了{form_zh}编码。',
  KEY,
)
export const KEY_DECODED: Mistake = mistake(
  'resource-key-decoded',
  'The APIv3 key was decoded as {form}; its characters themselves are the key.',
  'APIv3 密钥被当作{form_zh}解码了；字符本身就是密钥。',
  KEY,
)
export const KEY_WRONG: Mistake = {
  id: 'resource-key-wrong',
  message:
    'This APIv3 key does not decrypt the ciphertext. It may be the key of another merchant, an APIv2 key, or a key that was not in force when WeChat Pay encrypted; or the ciphertext or its nonce was changed.',
  message_zh:
    '这个 APIv3 密钥不能解密该密文：它可能是另一个商户的密钥、APIv2 密钥，或者不是加密时生效的密钥；也可能是密文或 nonce 被改动。',
  fix: 'Decrypt with the APIv3 key (APIv3密钥) of the merchant that receives the notification or downloads the certificates. When the key is changed, the old one stops working at once.',
  fix_zh: '使用接收回调或下载证书的商户的 APIv3 密钥。更换密钥后，旧密钥立即失效。',
  source: ABOUT_NOTIFICATIONS,
}

export const NONCE_ENCODED: Mistake = mistake(
  'resource-nonce-encoded',
  'The nonce of the encrypted part was encoded in {form}.',
  '加密部分的 nonce 做了{form_zh}编码。',
  PARTS,
)
export const NONCE_BLANKS: Mistake = mistake(
  'resource-nonce-blanks',
  'The nonce of the encrypted part has white space around it.',
  '加密部分的 nonce 首尾有空白。',
  PARTS,
)
export const NONCE_OF_THE_SIGNATURE: Mistake = mistake(
  'resource-nonce-of-the-signature',
  'The nonce of the signature (Wechatpay-Nonce) was used as the nonce of the encrypted part; the two are unrelated.',
  '加密部分的 nonce 用成了签名的随机串（Wechatpay-Nonce），两者无关。',
  PARTS,
)
export const ASSOCIATED_DATA_OTHER: Mistake = mistake(
  'resource-associated-data-other',
  'associated_data is {seen}, but the text was encrypted with {wanted}.',
  'associated_data {seen_zh}，加密时用的是 {wanted}。',
  PARTS,
)
export const TAG_REFUSED: Mistake = mistake(
  'resource-tag-refused',
  'The text decrypts, so the key and the nonce are right, but the tag does not match: associated_data or ciphertext was changed.',
  '密钥和 nonce 正确（文本可以解密），但 tag 不符：associated_data 或 ciphertext 被改动。',
  PARTS,
)
export const TAG_CUT: Mistake = mistake(
  'resource-tag-cut',
  'ciphertext lacks its last 16 bytes, the tag.',
  'ciphertext 缺少末尾 16 字节的 tag。',
  PARTS,
)
export const CIPHERTEXT_ENCODED: Mistake = mistake(
  'resource-ciphertext-encoded',
  'ciphertext is in {form} instead of plain base64.',
  'ciphertext 不是普通的 Base64，而是{form_zh}。',
  PARTS,
)
export const CIPHERTEXT_SPACES: Mistake = mistake(
  'resource-ciphertext-spaces',
  'The plus signs in the base64 of ciphertext became spaces.',
  'ciphertext 的 Base64 中 + 变成了空格。',
  PARTS,
)
export const CIPHERTEXT_NO_BASE64: Mistake = mistake(
  'resource-ciphertext-no-base64',
  'ciphertext is not base64: {seen}',
  'ciphertext 不是 Base64：{seen}',
  PARTS,
)
export const ALGORITHM_OTHER: Mistake = {
  id: 'resource-algorithm-other',
  message: 'The algorithm of the encrypted part is {seen}, not AEAD_AES_256_GCM.',
  message_zh: '加密部分的 algorithm 是 {seen}，不是 AEAD_AES_256_GCM。',
  fix: 'Decrypt with the algorithm that the encrypted part names; AEAD_SM4_GCM is for merchants that use SM2 and SM3 (国密).',
  fix_zh: '按加密部分给出的 algorithm 解密；AEAD_SM4_GCM 用于国密商户。',
}
export const RESOURCE_MISSING: Mistake = {
  id: 'resource-missing',
  message: 'The body has no resource with algorithm, ciphertext and nonce, so it is not a notification.',
  message_zh: '报文主体缺少 resource（含 algorithm、ciphertext、nonce），所以不是回调报文。',
  fix: 'Give the body of the notification as it was received. If you have already decrypted it, give the body as it was before decryption.',
  fix_zh: '使用收到的回调原文。如果这是解密后的内容，请改用解密前的报文主体。',
  source: ABOUT_NOTIFICATIONS,
}
export const RESOURCE_NOT_JSON: Mistake = {
  id: 'resource-not-json',
  message: 'The resource decrypts, but most programs fail to read its text as a JSON object: {seen}',
  message_zh: 'resource 能解密，但多数程序无法把明文当作 JSON 对象读取：{seen}',
  fix: 'WeChat Pay encrypts a JSON object. If a program of yours sends this notification, encrypt a JSON object in UTF-8, without a byte order mark.',
  fix_zh: '微信支付加密的是 JSON 对象。如果回调是自己的程序发出的，请加密 UTF-8 的 JSON 对象，不带 BOM。',
}
export const FIELDS_MISSING: Mistake = {
  id: 'notification-fields-missing',
  message: 'The notification has no text for {fields}, which WeChat Pay always sends.',
  message_zh: '回调缺少 {fields}（微信支付总会发送，且不为空）。',
  fix: 'Give the body of the notification as it was received. If a program of yours sends this notification, send all fields of the documentation.',
  fix_zh: '使用收到的回调原文。如果回调是自己的程序发出的，请按文档发送全部字段。',
  source: 'https://pay.weixin.qq.com/doc/v3/partner/4019605946',
}
export const RESOURCE_STRINGIFIED: Mistake = mistake(
  'resource-stringified',
  'The encrypted part is a string that contains JSON, not an object.',
  '加密部分是 JSON 字符串，不是对象。',
  PARTS,
)
export const RESOURCE_DECRYPTED: Mistake = mistake(
  'resource-decrypted',
  'ciphertext is already decrypted.',
  'ciphertext 已经是解密后的内容。',
  PARTS,
)
