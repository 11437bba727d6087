import type { Mistake } from '../mistake.ts'
import { COMMON_SIGNATURE_MISTAKES } from './sources.ts'

const FIX = {
  fix: 'Sign with the private key of the certificate that serial_no names; both are of the merchant in mchid. Its public key: openssl x509 -in apiclient_cert.pem -noout -pubkey; that of the private key: openssl pkey -in apiclient_key.pem -pubout. They must be the same.',
  fix_zh:
    '用 serial_no 所指证书的私钥签名，证书与私钥都属于 mchid 所指的商户。核对二者的公钥是否一致：openssl x509 -in apiclient_cert.pem -noout -pubkey 与 openssl pkey -in apiclient_key.pem -pubout。',
  source: COMMON_SIGNATURE_MISTAKES,
}

export const KEY_OF_ANOTHER_MERCHANT: Mistake = {
  id: 'key-of-another-merchant',
  message: 'The private key of another merchant signed: {mchid} (certificate {serial}).',
  message_zh: '签名用的是另一个商户的私钥：{mchid}（证书 {serial}）。',
  ...FIX,
}

export const KEY_OF_ANOTHER_CERTIFICATE: Mistake = {
  id: 'key-of-another-certificate',
  message: "The private key of another of this merchant's certificates signed: {serial} ({status}).",
  message_zh: '签名用的是本商户另一个证书的私钥：{serial}（{status}）。',
  ...FIX,
}

export const KEY_OF_THE_PLATFORM: Mistake = {
  id: 'key-of-the-platform',
  message: 'The private key of the WeChat Pay platform signed: {serial}.',
  message_zh: '签名用的是微信支付平台的私钥：{serial}。',
  ...FIX,
}

export const KEY_UNKNOWN: Mistake = {
  id: 'key-unknown',
  message:
    'None of the {count} keys known here made this signature: it is by the private key of another certificate, or was changed on its way.',
  message_zh: '已知的 {count} 个密钥都不是签名所用的：私钥与证书不匹配，或签名值在传输中被改动。',
  ...FIX,
}

/** What code writes where there is nothing yet. */
export const PLACEHOLDERS: readonly string[] = [
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
  message: 'The signature is the text {seen}: when the header was written there was no signature.',
  message_zh: '签名值是文本 {seen}：拼接请求头时还没有得到签名。',
  fix: 'Await what signs, look at its errors, and encode its bytes in base64.',
  fix_zh: '等待签名完成（await），检查签名时的错误，并对签名字节做 Base64 编码。',
}

export const SIGNATURE_LENGTH: Mistake = {
  id: 'signature-length',
  message: 'The signature has {bytes} bytes; one by a key of 2,048 bits has 256.',
  message_zh: '签名值有 {bytes} 字节，2048 位密钥的签名应为 256 字节。',
  ...FIX,
}
