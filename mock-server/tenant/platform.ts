import type { CryptoKey } from 'jose'
import type { components } from '../../contracts/control/index.ts'
import { developmentKeys, importPrivateKey } from '../../contracts/index.ts'
import type { PlatformState } from '../store/records.ts'

/** How a merchant verifies answers: by the platform certificate, by it unless a request names the public key, or by the public key alone. */
export type Verification = components['schemas']['Verification']

/** A key of the platform. */
export interface PlatformKey {
  /** The serial number of its certificate, or the ID of the public key. */
  readonly serial: string
  readonly privateKey: CryptoKey
}

/** The keys that the platform has. */
export interface PlatformKeys {
  /** By serial number, the oldest first. */
  readonly certificates: ReadonlyMap<string, PlatformKey & { readonly certificate: string }>
  readonly publicKey: PlatformKey & { readonly publicKey: string }
}

/** Reads the keys of the platform. */
export async function loadPlatformKeys(): Promise<PlatformKeys> {
  const { platform, nextPlatform, platformPublicKey } = developmentKeys
  const load = async ({ serial, certificate, privateKey }: typeof platform) =>
    [serial, { serial, certificate, privateKey: await importPrivateKey(privateKey) }] as const
  const { id, publicKey, privateKey } = platformPublicKey
  return {
    certificates: new Map(await Promise.all([platform, nextPlatform].map(load))),
    publicKey: { serial: id, publicKey, privateKey: await importPrivateKey(privateKey) },
  }
}

/** The platform of a merchant that verifies in this way. */
export function platformFor(verification: Verification): PlatformState {
  const certificates = verification === 'public_key' ? [] : [{ serial_no: developmentKeys.platform.serial, share: 100 }]
  const public_key = verification === 'platform_certificate' ? null : { share: certificates.length === 0 ? 100 : 0 }
  return { certificates, public_key }
}

/** How a merchant verifies that has this platform. */
export function verificationOf({ certificates, public_key }: PlatformState): Verification {
  if (public_key === null) return 'platform_certificate'
  return certificates.length === 0 ? 'public_key' : 'transition'
}

/** Coprime with a hundred and near its golden section: a hundred steps of it meet every hundredth once, and any few are well spread. */
const STEP = 61

/**
 * The serial number or ID of the key that signs an answer: the public key's when the request names it; else by the shares, which hold over
 * any hundred answers.
 *
 * @param requested The request's `Wechatpay-Serial`.
 * @param count How many answers were signed by the shares before.
 * @see https://developers.weixin.qq.com/community/develop/doc/0004e8c40b09182972936db6d69400
 */
export function signingSerial(
  { certificates, public_key }: PlatformState,
  keys: PlatformKeys,
  requested: string | undefined,
  count: number,
): string {
  const { serial } = keys.publicKey
  if (public_key && serial === requested) return serial
  const shares = [...certificates, ...(public_key ? [{ serial_no: serial, share: public_key.share }] : [])]
  let point = (count * STEP) % 100
  const chosen = shares.find(({ share }) => {
    point -= share
    return point < 0
  })
  if (!chosen) throw new Error('The platform has no key to sign with')
  return chosen.serial_no
}

/** Whether it depends on the count which key signs. */
export function isRotating({ certificates, public_key }: PlatformState): boolean {
  return ![...certificates, ...(public_key ? [public_key] : [])].some(({ share }) => share === 100)
}

/** The key of this serial number or ID. */
export function platformKey({ certificates, publicKey }: PlatformKeys, serial: string): PlatformKey {
  const key = publicKey.serial === serial ? publicKey : certificates.get(serial)
  if (!key) throw new Error(`The platform has no key ${serial}`)
  return key
}
