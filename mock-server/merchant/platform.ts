import type { CryptoKey } from 'jose'
import { developmentKeys, importPrivateKey } from '../../contracts/index.ts'

/** How a merchant verifies answers: by the platform certificate, by it until a request names the public key, or by the public key alone. */
export type Verification = 'platform_certificate' | 'transition' | 'public_key'

/** What may sign the answers to one merchant. */
export interface Platform {
  readonly certificate: (PlatformKey & { readonly certificate: string }) | undefined
  readonly publicKey: (PlatformKey & { readonly publicKey: string }) | undefined
}

/** A key of the platform. */
export interface PlatformKey {
  /** The serial number of its certificate, or the ID of the public key. */
  readonly serial: string
  readonly privateKey: CryptoKey
}

/** The platform's keys for a merchant that verifies in this way. */
export async function loadPlatform(verification: Verification): Promise<Platform> {
  const { platform, platformPublicKey } = developmentKeys
  const { serial, certificate } = platform
  const { id, publicKey } = platformPublicKey
  return {
    certificate:
      verification === 'public_key' ? undefined : { serial, certificate, privateKey: await importPrivateKey(platform.privateKey) },
    publicKey:
      verification === 'platform_certificate'
        ? undefined
        : { serial: id, publicKey, privateKey: await importPrivateKey(platformPublicKey.privateKey) },
  }
}

/**
 * The key that signs an answer: the public key when the request names it by its ID, or when there is no other; else the certificate's.
 *
 * @param requested The request's `Wechatpay-Serial`.
 * @see https://developers.weixin.qq.com/community/develop/doc/0004e8c40b09182972936db6d69400
 */
export function signingKey({ certificate, publicKey }: Platform, requested: string | undefined): PlatformKey {
  const named = publicKey !== undefined && publicKey.serial === requested
  const key = named ? publicKey : (certificate ?? publicKey)
  if (!key) throw new Error('The platform has no key to sign with')
  return key
}
