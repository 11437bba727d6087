import { Buffer } from 'node:buffer'
import { createPublicKey, type KeyObject } from 'node:crypto'
import { types } from 'node:util'
import type { KeyMaterial } from '../wire/pem.ts'
import { developmentKeys } from './development-keys.ts'

/**
 * Tells whether a key ships with this package. It compares public keys, so the file, PEM label and serial number don't matter.
 *
 * @param key A private key, a public key or a certificate in PEM, as text or bytes; or a `KeyObject`.
 * @example
 * ```ts
 * import { developmentKeys, isDevelopmentKey } from 'wechatpay-goldplan-mock/contracts'
 *
 * console.log(isDevelopmentKey(developmentKeys.merchant.privateKey)) // true
 * ```
 */
export function isDevelopmentKey(key: KeyMaterial): boolean {
  const { merchant, platform, nextPlatform, platformPublicKey } = developmentKeys
  const shipped = [merchant.certificate, platform.certificate, nextPlatform.certificate, platformPublicKey.publicKey]
  const half = publicHalf(key)
  return half !== undefined && shipped.some((other) => publicHalf(other) === half)
}

function publicHalf(key: KeyMaterial): string | undefined {
  try {
    return publicKeyOf(key).export({ type: 'spki', format: 'der' }).toString('base64')
  } catch {
    // An unreadable key is not a development key. The code that uses the key reports the error.
    return undefined
  }
}

function publicKeyOf(key: KeyMaterial): KeyObject {
  if (types.isKeyObject(key)) return key.type === 'public' ? key : createPublicKey(key)
  return createPublicKey(typeof key === 'string' ? key : Buffer.from(key))
}
