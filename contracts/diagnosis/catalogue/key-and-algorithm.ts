import type { Axis, Mistake } from '../mistake.ts'
import { COMMON_SIGNATURE_MISTAKES, HOW_TO_SIGN } from './advice.ts'

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

export const SIGNATURE_LENGTH: Mistake = {
  id: 'signature-length',
  message: 'The signature has {bytes} bytes; one by a key of 2,048 bits has 256.',
  message_zh: '签名值有 {bytes} 字节，2048 位密钥的签名应为 256 字节。',
  ...FIX,
}

const USE_SHA256_WITH_RSA = {
  fix: 'Sign with SHA256withRSA: SHA-256, RSA, PKCS#1 v1.5.',
  fix_zh: '使用 SHA256withRSA 签名（SHA-256、RSA、PKCS#1 v1.5）。',
  source: HOW_TO_SIGN,
}

/** The mistakes of using another hash than SHA-256, by the name of the hash. */
export const WRONG_HASHES: Readonly<Record<string, Mistake>> = {
  MD5: wrongHash('hash-md5', 'MD5'),
  'SHA-1': wrongHash('hash-sha1', 'SHA-1'),
  'SHA-224': wrongHash('hash-sha224', 'SHA-224'),
  'SHA-384': wrongHash('hash-sha384', 'SHA-384'),
  'SHA-512': wrongHash('hash-sha512', 'SHA-512'),
  'SHA3-256': wrongHash('hash-sha3-256', 'SHA3-256'),
  'RIPEMD-160': wrongHash('hash-ripemd160', 'RIPEMD-160'),
}

function wrongHash(id: string, hash: string): Mistake {
  return {
    id,
    message: `The message was hashed with ${hash}, not SHA-256.`,
    message_zh: `签名使用的哈希算法是 ${hash}，应为 SHA-256。`,
    ...USE_SHA256_WITH_RSA,
  }
}

export const PSS: Mistake = {
  id: 'padding-pss',
  message: 'The signature is an RSA-PSS one; PKCS#1 v1.5 is wanted.',
  message_zh: '签名的填充方式是 RSA-PSS，应为 PKCS#1 v1.5。',
  ...USE_SHA256_WITH_RSA,
}

export const NO_HASH: Mistake = {
  id: 'no-hash',
  message: 'The message was encrypted with the private key as it is, without a hash.',
  message_zh: '签名时直接用私钥加密了签名串，没有做哈希。',
  ...USE_SHA256_WITH_RSA,
}

export const BARE_DIGEST: Mistake = {
  id: 'bare-digest',
  message: 'The digest was encrypted with the private key without the name of its hash (DigestInfo) before it.',
  message_zh: '签名时直接用私钥加密了摘要，缺少标明哈希算法的 DigestInfo。',
  ...USE_SHA256_WITH_RSA,
}

export const APIV2_MD5: Mistake = {
  id: 'apiv2-md5',
  message: 'The signature is an MD5 digest (32 hexadecimal digits, 16 bytes): a sign of APIv2.',
  message_zh: '签名值是 MD5 摘要（32 位十六进制数，16 字节）：这是 APIv2 的签名。',
  fix: 'APIv3 signs with the private key of the API certificate (apiclient_key.pem) and SHA256withRSA; the API key of v2 has no part in it.',
  fix_zh: 'APIv3 用商户 API 私钥（apiclient_key.pem）做 SHA256withRSA 签名，不使用 APIv2 密钥。',
  source: HOW_TO_SIGN,
}

export const APIV2_HMAC: Mistake = {
  ...APIV2_MD5,
  id: 'apiv2-hmac-sha256',
  message: 'The signature is a digest (64 hexadecimal digits, 32 bytes): an HMAC-SHA256 sign of APIv2, or SHA-256 without a private key.',
  message_zh: '签名值是摘要（64 位十六进制数，32 字节）：这是 APIv2 的 HMAC-SHA256 签名，或没有使用私钥的 SHA-256。',
}

/** What is passed to the signing function: the message, or its SHA-256 digest as hexadecimal digits, base64 or bytes. */
export type Digesting = 'none' | 'hex' | 'HEX' | 'base64' | 'bytes'

/** A digest made by hand, which the signing function then hashes again. */
export const digesting: Axis<Digesting> = {
  id: 'digesting',
  mistakes: [
    {
      id: 'digest-signed-as-text',
      message: 'The SHA-256 digest of the message was signed as text, {form}, in the place of the message.',
      message_zh: '被签名的是签名串的 SHA-256 摘要文本（{form}），而不是签名串本身。',
      fix: 'Hand the message itself to the signing function (SHA256withRSA): it makes the digest.',
      fix_zh: '把签名串本身交给签名函数（SHA256withRSA），摘要由它计算。',
      source: HOW_TO_SIGN,
      signs: () => ['hex', 'HEX', 'base64'],
      seen: (form) => ({ form: form === 'base64' ? 'base64' : 'hex' }),
    },
    {
      id: 'digest-signed-again',
      message: 'The SHA-256 digest of the message was signed in the place of the message: it was hashed twice.',
      message_zh: '被签名的是签名串的 SHA-256 摘要，而不是签名串本身：做了两次哈希。',
      fix: 'Hand the message itself to the signing function (SHA256withRSA): it makes the digest.',
      fix_zh: '把签名串本身交给签名函数（SHA256withRSA），摘要由它计算。',
      source: HOW_TO_SIGN,
      signs: () => ['bytes'],
    },
  ],
}
