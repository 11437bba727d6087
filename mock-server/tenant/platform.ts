import type { CryptoKey } from 'jose'
import type { components } from '../../contracts/control/index.ts'
import { developmentKeys, importPrivateKey } from '../../contracts/index.ts'
import type { PlatformState, Tenant } from '../store/records.ts'

/**
 * How a merchant verifies answers. `platform_certificate`: with the platform certificate. `transition`: with the platform certificate, unless
 * the request names the public key. `public_key`: with the public key, because the merchant has no platform certificate.
 * `expired_certificate`: with the public key, because the merchant's platform certificate has expired.
 */
export type Verification = components['schemas']['Verification']

export interface PlatformKey {
  /** The serial number of the key's certificate, or the ID of the WeChat Pay public key. */
  readonly serial: string
  readonly privateKey: CryptoKey
}

/** A platform key that signs and decrypts. */
export interface DecryptingKey extends PlatformKey {
  /** The private key as PKCS#8 in PEM; a `CryptoKey` for signatures can't decrypt. */
  readonly pem: string
}

export interface PlatformKeys {
  /** By serial number, oldest first. */
  readonly certificates: ReadonlyMap<string, DecryptingKey & { readonly certificate: string }>
  readonly publicKey: DecryptingKey & { readonly publicKey: string }
}

/** Reads the keys of the platform. */
export async function loadPlatformKeys(): Promise<PlatformKeys> {
  const { platform, nextPlatform, platformPublicKey } = developmentKeys
  const load = async ({ serial, certificate, privateKey }: typeof platform) =>
    [serial, { serial, certificate, privateKey: await importPrivateKey(privateKey), pem: privateKey }] as const
  const { id, publicKey, privateKey } = platformPublicKey
  return {
    certificates: new Map(await Promise.all([platform, nextPlatform].map(load))),
    publicKey: { serial: id, publicKey, privateKey: await importPrivateKey(privateKey), pem: privateKey },
  }
}

/** The platform state for a verification mode. */
export function platformFor(verification: Verification): PlatformState {
  const { serial: serial_no } = developmentKeys.platform
  if (verification === 'public_key') return { certificates: [], public_key: { share: 100 } }
  if (verification === 'expired_certificate') return { certificates: [{ serial_no, share: 0, expired: true }], public_key: { share: 100 } }
  return { certificates: [{ serial_no, share: 100 }], public_key: verification === 'transition' ? { share: 0 } : null }
}

/** The verification mode for a platform state. */
export function verificationOf({ certificates, public_key }: PlatformState): Verification {
  if (public_key === null) return 'platform_certificate'
  if (certificates.length === 0) return 'public_key'
  return certificates.every(({ expired }) => expired) ? 'expired_certificate' : 'transition'
}

/** The serial numbers of the certificates that have not expired, oldest first. */
export function validSerials({ certificates }: Pick<PlatformState, 'certificates'>): string[] {
  return certificates.filter(({ expired }) => !expired).map(({ serial_no }) => serial_no)
}

/**
 * The step from the point of one answer to the point of the next answer. The shares of the keys divide the range from 0 to 100 into parts,
 * one for each key. Each answer gets a point in this range, and the key of the part with this point signs the answer. The step is coprime
 * to 100, so 100 answers get 100 different points. The step is near the golden section of 100, so successive points are spread evenly.
 */
const STEP = 61

/**
 * Chooses the key that signs an answer and returns its serial number or ID. If the request names the public key and the merchant has it,
 * that key signs. Otherwise, the shares of the keys decide.
 *
 * @param requested The serial number or ID of the platform key that the request names, if any.
 * @param count The number of earlier answers for which the shares decided, modulo 100.
 * @see https://developers.weixin.qq.com/community/develop/doc/0004e8c40b09182972936db6d69400
 */
export function signingSerial(platform: PlatformState, keys: PlatformKeys, requested: string | undefined, count: number): string {
  const { serial } = keys.publicKey
  return platform.public_key && serial === requested ? serial : serialAt(platform, keys, (count * STEP) % 100)
}

/**
 * Chooses a key by the shares and returns its serial number or ID.
 *
 * @param point At least 0 and less than 100.
 */
export function serialAt({ certificates, public_key }: PlatformState, { publicKey: { serial } }: PlatformKeys, point: number): string {
  const shares = [...certificates, ...(public_key ? [{ serial_no: serial, share: public_key.share }] : [])]
  let rest = point
  const chosen = shares.find(({ share }) => {
    rest -= share
    return rest < 0
  })
  if (!chosen) throw new Error('The platform has no key to sign with')
  return chosen.serial_no
}

/** Whether no key has the share 100, so that the signing key changes from answer to answer. */
export function isRotating({ certificates, public_key }: PlatformState): boolean {
  return ![...certificates, ...(public_key ? [public_key] : [])].some(({ share }) => share === 100)
}

/** Finds a key by its serial number or ID. */
export function platformKey({ certificates, publicKey }: PlatformKeys, serial: string): DecryptingKey {
  const key = publicKey.serial === serial ? publicKey : certificates.get(serial)
  if (!key) throw new Error(`The platform has no key ${serial}`)
  return key
}

/**
 * The key of a merchant's newest platform certificate. If the merchant has no platform certificate, returns the key of the first platform
 * certificate that ships with this package.
 */
export function platformCertificate(platform: PlatformState | undefined, keys: PlatformKeys): PlatformKey {
  return platformKey(keys, platform?.certificates.at(-1)?.serial_no ?? developmentKeys.platform.serial)
}

/**
 * The serial number and the private key of the merchant's newest certificate. What the server does not have is taken from the merchant key
 * that ships with this package.
 */
export async function ownKey(tenant: Pick<Tenant, 'certificates'> | undefined): Promise<PlatformKey> {
  const { serial_no, private_key } = tenant?.certificates.at(-1) ?? {}
  const shipped = developmentKeys.merchant
  return { serial: serial_no ?? shipped.serial, privateKey: await importPrivateKey(private_key || shipped.privateKey) }
}
