import type { Mistake } from '../mistake.ts'
import { HOW_TO_SIGN } from './sources.ts'

const USE_SHA256_WITH_RSA = {
  fix: 'Sign with SHA256withRSA: SHA-256, RSA, PKCS#1 v1.5.',
  fix_zh: '使用 SHA256withRSA 签名（SHA-256、RSA、PKCS#1 v1.5）。',
  source: HOW_TO_SIGN,
}

/** Another hash than SHA-256, by its name. */
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
