import { developmentKeys, type ResourceSealing } from '../../contracts/index.ts'

/** An APIv3 key that no merchant has. */
export const WRONG_API_V3_KEY: string = '0'.repeat(32)

/** How many characters the nonce of a resource has: https://pay.weixin.qq.com/doc/v3/merchant/4012071382 */
const NONCE_CHARACTERS = 12

/**
 * Returns the values with which a resource is encrypted. A resource is the encrypted part of a notification, or an encrypted platform
 * certificate. All merchants of the mock server share one APIv3 key.
 *
 * @param nonce A random string. Its first 12 characters become the nonce of the resource.
 */
export function resourceSealing(nonce: string): Pick<ResourceSealing, 'apiV3Key' | 'nonce'> {
  return { apiV3Key: developmentKeys.apiV3Key, nonce: nonce.slice(0, NONCE_CHARACTERS).padEnd(NONCE_CHARACTERS, '0') }
}
