import type { Axis, Mistake } from '../mistake.ts'
import { COMMON_SIGNATURE_MISTAKES, HOW_TO_SIGN } from './advice.ts'

const FIX = {
  fix: 'Sign with the private key of the certificate that serial_no names. Both must belong to the merchant in mchid. These two commands must print the same public key: openssl x509 -in apiclient_cert.pem -noout -pubkey; openssl pkey -in apiclient_key.pem -pubout.',
  fix_zh:
    '用 serial_no 对应证书的私钥签名，证书和私钥都必须属于 mchid。以下两条命令输出的公钥应相同：openssl x509 -in apiclient_cert.pem -noout -pubkey 和 openssl pkey -in apiclient_key.pem -pubout。',
  source: COMMON_SIGNATURE_MISTAKES,
}

export const KEY_OF_ANOTHER_MERCHANT: Mistake = {
  id: 'key-of-another-merchant',
  message: 'The signature was made with the private key of another merchant, {mchid} (certificate {serial}).',
  message_zh: '签名用的是另一个商户 {mchid} 的私钥（证书 {serial}）。',
  ...FIX,
}

export const KEY_OF_ANOTHER_CERTIFICATE: Mistake = {
  id: 'key-of-another-certificate',
  message: 'The signature was made with the private key of another certificate of this merchant: {serial} ({status}).',
  message_zh: '签名用的是本商户另一张证书的私钥：{serial}（{status}）。',
  ...FIX,
}

export const KEY_OF_THE_PLATFORM: Mistake = {
  id: 'key-of-the-platform',
  message: 'The signature was made with the private key of the WeChat Pay platform: {serial}.',
  message_zh: '签名用的是微信支付平台的私钥：{serial}。',
  ...FIX,
}

export const KEY_UNKNOWN: Mistake = {
  id: 'key-unknown',
  message:
    'None of the keys that were tried ({count}) made this signature in a known way. The private key may belong to another certificate. The signature may have been changed on the way, or its padding may be unusual.',
  message_zh: '试过的 {count} 个密钥都解不开这个签名值。可能是私钥与证书不匹配，也可能是签名值在传输中被改动，或填充方式不常见。',
  ...FIX,
}

export const SIGNATURE_LENGTH: Mistake = {
  id: 'signature-length',
  message: 'The signature is {bytes} bytes long, but a 2,048-bit key makes signatures of 256 bytes.',
  message_zh: '签名值长 {bytes} 字节，2048 位密钥的签名值应为 256 字节。',
  fix: 'Send the whole base64 text of the signature. A signature of 128, 384 or 512 bytes is whole but was made with another key: sign with the private key of the certificate that serial_no names. Key and certificate must belong to the merchant in mchid.',
  fix_zh:
    '发送完整的 base64 签名值。如果长度为 128、384 或 512 字节，则签名值完整，但用的是另一个密钥：请用 serial_no 对应证书的私钥签名，证书和私钥都必须属于 mchid。',
  source: COMMON_SIGNATURE_MISTAKES,
}

const USE_SHA256_WITH_RSA = {
  fix: 'Sign with SHA256withRSA, that is, SHA-256 and RSA with PKCS#1 v1.5 padding.',
  fix_zh: '用 SHA256withRSA 签名，即 SHA-256 摘要和 PKCS#1 v1.5 填充的 RSA。',
  source: HOW_TO_SIGN,
}

/** The mistakes of using a hash other than SHA-256, by the name of the hash. */
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
    message: `The signature message was hashed with ${hash} instead of SHA-256.`,
    message_zh: `签名用的摘要算法是 ${hash}，应为 SHA-256。`,
    ...USE_SHA256_WITH_RSA,
  }
}

export const PSS: Mistake = {
  id: 'padding-pss',
  message: 'The signature uses RSA-PSS padding instead of PKCS#1 v1.5.',
  message_zh: '签名的填充方式是 RSA-PSS，应为 PKCS#1 v1.5。',
  ...USE_SHA256_WITH_RSA,
}

export const NO_HASH: Mistake = {
  id: 'no-hash',
  message: 'The signature message was encrypted with the private key without being hashed first.',
  message_zh: '直接用私钥加密了待签名串，没有先计算摘要。',
  ...USE_SHA256_WITH_RSA,
}

export const BARE_DIGEST: Mistake = {
  id: 'bare-digest',
  message: 'The digest was encrypted with the private key without the DigestInfo, which names the hash.',
  message_zh: '直接用私钥加密了摘要，缺少标明摘要算法的 DigestInfo。',
  ...USE_SHA256_WITH_RSA,
}

export const APIV2_MD5: Mistake = {
  id: 'apiv2-md5',
  message: 'The signature has the length of an MD5 digest (16 bytes, 32 hexadecimal digits), as in APIv2.',
  message_zh: '签名值的长度与 MD5 摘要相同（16 字节，32 位十六进制），像是 APIv2 的签名。',
  fix: 'For APIv3, sign with SHA256withRSA and the private key of the API certificate (apiclient_key.pem). The APIv2 key is not used.',
  fix_zh: 'APIv3 用商户 API 私钥（apiclient_key.pem）做 SHA256withRSA 签名，不使用 APIv2 密钥。',
  source: HOW_TO_SIGN,
}

export const APIV2_HMAC: Mistake = {
  ...APIV2_MD5,
  id: 'apiv2-hmac-sha256',
  message:
    'The signature has the length of a digest (32 bytes, 64 hexadecimal digits): HMAC-SHA256 as in APIv2, or SHA-256 without a private key.',
  message_zh: '签名值的长度与摘要相同（32 字节，64 位十六进制）：像是 APIv2 的 HMAC-SHA256 签名，或没有用私钥的 SHA-256。',
}

/**
 * The input of the signing function. `none`: the signature message itself. The other values are forms of the message's SHA-256 digest:
 * bytes, base64 text, or hexadecimal text with lower-case (`hex`) or upper-case letters (`HEX`).
 */
export type Digesting = 'none' | 'hex' | 'HEX' | 'base64' | 'bytes'

const PASS_THE_MESSAGE = {
  fix: 'Pass the signature message itself to the signing function (SHA256withRSA), which computes the digest.',
  fix_zh: '把待签名串本身传给签名函数（SHA256withRSA），由它计算摘要。',
}

/** The mistakes of a client that computes a digest itself. The signing function then hashes the digest again. */
export const digesting: Axis<Digesting> = {
  id: 'digesting',
  mistakes: [
    {
      id: 'digest-signed-as-text',
      message: 'The SHA-256 digest of the signature message was signed, as {form} text, instead of the signature message itself.',
      message_zh: '被签名的是待签名串的 SHA-256 摘要（{form} 文本），而不是待签名串本身。',
      ...PASS_THE_MESSAGE,
      source: HOW_TO_SIGN,
      signedInstead: () => ['hex', 'HEX', 'base64'],
      seen: (form) => ({ form: form === 'base64' ? 'base64' : 'hex' }),
    },
    {
      id: 'digest-signed-again',
      message:
        'The SHA-256 digest of the signature message was signed instead of the signature message itself, so the message was hashed twice.',
      message_zh: '被签名的是待签名串的 SHA-256 摘要，而不是待签名串本身：计算了两次摘要。',
      ...PASS_THE_MESSAGE,
      source: HOW_TO_SIGN,
      signedInstead: () => ['bytes'],
    },
  ],
}
