import type { PlatformState } from '../store/records.ts'
import type { NamedKey } from './named-key.ts'
import { isRotating, validSerials } from './platform.ts'

/** Why a key signs an answer. */
export type ReasonName =
  | 'named'
  | 'shares'
  | 'namedExpired'
  | 'unknown'
  | 'ownCertificate'
  | 'noCertificate'
  | 'expiredCertificate'
  | 'noPublicKey'
  | 'nothingNamed'

/** The reasons in English and Chinese. */
export const REASONS: Readonly<Record<ReasonName, readonly [string, string]>> = {
  named: ['the request names it in Wechatpay-Serial', '请求在 Wechatpay-Serial 中指定了该密钥。'],
  shares: ['the shares of the platform keys choose it', '按平台密钥的签名比例选中。'],
  namedExpired: ['the platform certificate that Wechatpay-Serial names has expired', 'Wechatpay-Serial 指定的平台证书已过期。'],
  unknown: ['Wechatpay-Serial names no platform key of this merchant', 'Wechatpay-Serial 不是该商户的任何平台密钥。'],
  ownCertificate: [
    "Wechatpay-Serial names the merchant's own certificate, not a key of the platform",
    'Wechatpay-Serial 是商户自己的证书序列号，不是平台密钥。',
  ],
  noCertificate: ['the merchant has no platform certificate', '该商户没有平台证书。'],
  expiredCertificate: ['the platform certificate of the merchant has expired', '该商户的平台证书已过期。'],
  noPublicKey: ['the merchant has no public key', '该商户没有微信支付公钥。'],
  nothingNamed: ['the request names no public key', '请求没有指定微信支付公钥。'],
}

/**
 * Finds out why a key signs an answer.
 *
 * @param serial The serial number or ID of the key that signs.
 * @param named What the request's `Wechatpay-Serial` names.
 */
export function reasonFor(serial: string, named: NamedKey, platform: PlatformState): ReasonName {
  if (named.kind === 'platform' && named.serial === serial) return 'named'
  if (isRotating(platform)) return 'shares'
  if (named.kind === 'platform') return named.isValid ? 'shares' : 'namedExpired'
  if (named.kind === 'unknown') return 'unknown'
  if (named.kind === 'merchant') return 'ownCertificate'
  if (platform.certificates.length === 0) return 'noCertificate'
  if (validSerials(platform).length === 0) return 'expiredCertificate'
  if (platform.public_key === null) return 'noPublicKey'
  return platform.public_key.share === 100 ? 'shares' : 'nothingNamed'
}

const SHOWN_CHARACTERS = 64

/** What is wrong with a `Wechatpay-Serial`, in English and Chinese, and what the certificate that signs instead is called. */
const PROBLEMS = {
  unknown: [
    ['names no platform key of this merchant', '不是该商户的平台密钥'],
    ['the platform certificate', '平台证书'],
  ],
  expired: [
    ['names a platform certificate that has expired', '指定的平台证书已过期'],
    ['another platform certificate', '另一张平台证书'],
  ],
} as const

/**
 * Returns a warning when `Wechatpay-Serial` names neither a platform key nor a certificate of the merchant, or names a platform certificate that has
 * expired. Otherwise, the list is empty.
 *
 * @param signer The key that signs instead; `undefined` when a fault chooses the key.
 */
export function warningAbout(named: NamedKey, signer: 'certificate' | 'public_key' | undefined): string[] {
  const name = problemOf(named)
  if (!name) return []
  const { serial } = named
  const [[problem, problem_zh], certificate] = PROBLEMS[name]
  const shown = `Wechatpay-Serial ${serial.length > SHOWN_CHARACTERS ? `${serial.slice(0, SHOWN_CHARACTERS)}…` : serial}`
  if (signer === undefined) return [`${shown} ${problem} (${problem_zh})`]
  const [key, key_zh] = signer === 'certificate' ? certificate : (['the public key', '微信支付公钥'] as const)
  return [`${shown} ${problem}, so ${key} signs (${problem_zh}，由${key_zh}签名)`]
}

function problemOf({ kind, isValid }: NamedKey): keyof typeof PROBLEMS | undefined {
  if (kind === 'platform') return isValid ? undefined : 'expired'
  return kind === 'unknown' ? 'unknown' : undefined
}
