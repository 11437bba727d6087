import type { Mistake } from '../../mistake.ts'
import { ABOUT_FIELDS } from './advice.ts'

const PADDING = {
  fix: 'Encrypt with RSAES-OAEP, SHA-1 and MGF1 with SHA-1: RSA/ECB/OAEPWithSHA-1AndMGF1Padding in Java, OPENSSL_PKCS1_OAEP_PADDING in PHP, rsa.EncryptOAEP with sha1.New() in Go, padding.OAEP with SHA1 twice in Python, RSAEncryptionPadding.OaepSHA1 in C#, oaepHash: "sha1" in Node.js.',
  fix_zh:
    '使用 RSAES-OAEP，摘要和 MGF1 都用 SHA-1：Java 用 RSA/ECB/OAEPWithSHA-1AndMGF1Padding，PHP 用 OPENSSL_PKCS1_OAEP_PADDING，Go 用 rsa.EncryptOAEP 和 sha1.New()，Python 的 padding.OAEP 两处都用 SHA1，C# 用 RSAEncryptionPadding.OaepSHA1，Node.js 用 oaepHash: "sha1"。',
  source: ABOUT_FIELDS,
}

export const PADDING_PKCS1: Mistake = {
  id: 'field-pkcs1-padding',
  message: 'The field was encrypted with the padding of PKCS#1 v1.5, which many libraries use by default.',
  message_zh: '字段用了 PKCS#1 v1.5 填充，这是许多库的默认填充方式。',
  ...PADDING,
}
export const PADDING_HASH: Mistake = {
  id: 'field-oaep-hash',
  message: 'The field was encrypted with RSAES-OAEP, but with {hash} and MGF1 with {mgf} instead of SHA-1 for both.',
  message_zh: '字段用了 RSAES-OAEP，但摘要是 {hash}、MGF1 是 {mgf}，两者都应为 SHA-1。',
  ...PADDING,
}
export const PADDING_NONE: Mistake = {
  id: 'field-no-padding',
  message: 'The field was encrypted without any padding.',
  message_zh: '字段加密时没有填充。',
  ...PADDING,
}

const KEY = {
  fix: 'Encrypt with the public key that Wechatpay-Serial names: the WeChat Pay public key for PUB_KEY_ID_…, otherwise the platform certificate with that serial number. A request can use only one of the two.',
  fix_zh: '用 Wechatpay-Serial 指定的公钥加密：PUB_KEY_ID_… 对应微信支付公钥，其他对应该序列号的平台证书。一个请求只能使用其中一种。',
  source: ABOUT_FIELDS,
}

export const KEY_OTHER: Mistake = {
  id: 'field-other-platform-key',
  message: 'The field was encrypted for {used}, but Wechatpay-Serial names {named}.',
  message_zh: '字段是用 {used} 加密的，Wechatpay-Serial 指定的却是 {named}。',
  ...KEY,
}
export const KEY_OF_THE_MERCHANT: Mistake = {
  id: 'field-merchant-key',
  message: "The field was encrypted with the merchant's own certificate {used}. WeChat Pay does not have its private key.",
  message_zh: '字段是用商户自己的证书 {used} 加密的，微信支付没有它的私钥。',
  ...KEY,
}
export const KEY_PRIVATE: Mistake = {
  id: 'field-private-key',
  message:
    "The field was encrypted with the merchant's private key, as if it were signed: anyone who has the merchant's certificate can read it.",
  message_zh: '字段是用商户私钥加密的；这相当于签名，任何持有商户证书的人都能读出内容。',
  ...KEY,
}
export const KEY_UNKNOWN: Mistake = {
  id: 'field-unknown-key',
  message:
    "The field has the form of a ciphertext, but none of the private keys that were tried decrypts it. It may have been encrypted for another key, such as WeChat Pay's real one, or with an unusual padding, or changed afterwards.",
  message_zh:
    '字段形似密文，但试过的私钥都不能解密：可能是用其他密钥（例如微信支付的真实密钥）加密的，也可能是填充方式不常见，或之后被改动。',
  ...KEY,
}

export const NOT_ENCRYPTED: Mistake = {
  id: 'field-not-encrypted',
  message: 'The text of the field ({characters} characters) is not a ciphertext in base64. It is probably not encrypted.',
  message_zh: '字段的 {characters} 个字符不是 Base64 密文，很可能没有加密。',
  fix: 'Encrypt the text with the key that Wechatpay-Serial names, and send the ciphertext in base64. SDKs encrypt only the fields that they know.',
  fix_zh: '用 Wechatpay-Serial 指定的公钥加密，再以 Base64 发送密文。SDK 只加密它认识的字段。',
  source: ABOUT_FIELDS,
}
export const ENCRYPTED_TWICE: Mistake = {
  id: 'field-encrypted-twice',
  message: 'The field was encrypted twice: after decryption, it is still a ciphertext.',
  message_zh: '字段加密了两次：解密后仍是密文。',
  fix: 'Encrypt the text once. If your SDK encrypts fields automatically, give it the plain text.',
  fix_zh: '只加密一次。SDK 自动加密的字段应传入明文。',
  source: ABOUT_FIELDS,
}
export const ENCRYPTED_IN_BLOCKS: Mistake = {
  id: 'field-in-blocks',
  message: 'The field has the length of {blocks} encrypted blocks. WeChat Pay decrypts one block, with a text of up to 214 bytes.',
  message_zh: '字段的长度相当于 {blocks} 段密文。微信支付只解密一段，明文最长 214 字节。',
  fix: 'Send a shorter text, encrypted as one block. Some libraries split longer texts into blocks automatically.',
  fix_zh: '缩短明文，一次加密。有的库会自动把较长的明文分段。',
  source: ABOUT_FIELDS,
}
export const NOT_UTF_8: Mistake = {
  id: 'field-not-utf-8',
  message: 'The encrypted text is not UTF-8; it may be GBK.',
  message_zh: '加密的明文不是 UTF-8 编码，可能是 GBK。',
  fix: 'Encrypt the bytes of the text in UTF-8, such as text.getBytes(StandardCharsets.UTF_8).',
  fix_zh: '按 UTF-8 取明文的字节再加密，例如 text.getBytes(StandardCharsets.UTF_8)。',
  source: ABOUT_FIELDS,
}
