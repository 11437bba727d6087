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
  const { merchant, platform, platformPublicKey } = developmentKeys
  const half = publicHalf(pem)
  return (
    half !== undefined &&
    [merchant.certificate, platform.certificate, platformPublicKey.publicKey].some((shipped) => publicHalf(shipped) === half)
  )
}

function publicHalf(pem: string): string | undefined {
  try {
    return createPublicKey(pem).export({ type: 'spki', format: 'der' }).toString('base64')
  } catch {
    // What can't be read is refused where it is used.
    return undefined
  }
}
