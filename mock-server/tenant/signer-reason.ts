import type { PlatformState } from '../store/records.ts'
import type { NamedKey } from './named-key.ts'
import { isRotating } from './platform.ts'

/** Why a key signs an answer. */
export type ReasonName = 'named' | 'shares' | 'unknown' | 'ownCertificate' | 'noCertificate' | 'noPublicKey' | 'nothingNamed'

/** The reasons in English and Chinese. */
export const REASONS: Readonly<Record<ReasonName, readonly [string, string]>> = {
  named: ['the request names it in Wechatpay-Serial', '请求在 Wechatpay-Serial 中指定了该密钥。'],
  shares: ['the shares of the platform keys choose it', '按平台密钥的签名比例选中。'],
  unknown: ['Wechatpay-Serial names no platform key of this merchant', 'Wechatpay-Serial 不是该商户的任何平台密钥。'],
  ownCertificate: [
    "Wechatpay-Serial names the merchant's own certificate, not a key of the platform",
    'Wechatpay-Serial 是商户自己的证书序列号，不是平台密钥。',
  ],
  noCertificate: ['the merchant has no platform certificate', '该商户没有平台证书。'],
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
  if (isRotating(platform) || named.kind === 'platform') return 'shares'
  if (named.kind === 'unknown') return 'unknown'
  if (named.kind === 'merchant') return 'ownCertificate'
  if (platform.certificates.length === 0) return 'noCertificate'
  if (platform.public_key === null) return 'noPublicKey'
  return platform.public_key.share === 100 ? 'shares' : 'nothingNamed'
}

const SHOWN_CHARACTERS = 64

/**
 * Returns a warning when `Wechatpay-Serial` names neither a platform key nor a certificate of the merchant. Otherwise, the list is empty.
 *
 * @param signer The key that signs instead; `undefined` when a fault chooses the key.
 */
export function warningAbout({ kind, serial }: NamedKey, signer: 'certificate' | 'public_key' | undefined): string[] {
  if (kind !== 'unknown') return []
  const shown = serial.length > SHOWN_CHARACTERS ? `${serial.slice(0, SHOWN_CHARACTERS)}…` : serial
  if (signer === undefined) return [`Wechatpay-Serial ${shown} names no platform key of this merchant (不是该商户的平台密钥)`]
  const [key, key_zh] = signer === 'certificate' ? ['platform certificate', '平台证书'] : ['public key', '微信支付公钥']
  return [`Wechatpay-Serial ${shown} names no platform key of this merchant, so the ${key} signs (不是该商户的平台密钥，由${key_zh}签名)`]
}
