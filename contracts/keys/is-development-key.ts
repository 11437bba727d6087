import { createPublicKey } from 'node:crypto'
import { developmentKeys } from './development-keys.ts'

/**
 * Says whether a key is a shipped one, whatever file, label or serial number it comes with: the public halves are compared.
 *
 * @param pem A private key, a public key or a certificate in PEM.
 * @example
 * ```ts
 * import { developmentKeys, isDevelopmentKey } from 'wechatpay-goldplan-mock/contracts'
 *
 * console.log(isDevelopmentKey(developmentKeys.merchant.privateKey)) // true
 * ```
 */
export function isDevelopmentKey(pem: string): boolean {
  const { merchant, platform, nextPlatform, platformPublicKey } = developmentKeys
  const shipped = [merchant.certificate, platform.certificate, nextPlatform.certificate, platformPublicKey.publicKey]
  const half = publicHalf(pem)
  return half !== undefined && shipped.some((other) => publicHalf(other) === half)
}

function publicHalf(pem: string): string | undefined {
  try {
    return createPublicKey(pem).export({ type: 'spki', format: 'der' }).toString('base64')
  } catch {
    // What can't be read is refused where it is used.
    return undefined
  }
}
