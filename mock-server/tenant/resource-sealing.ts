import { developmentKeys, type ResourceSealing } from '../../contracts/index.ts'

/** No merchant has this APIv3 key. */
export const WRONG_API_V3_KEY: string = '0'.repeat(32)

/** How many characters the nonce of a resource has: https://pay.weixin.qq.com/doc/v3/merchant/4012071382 */
const NONCE_CHARACTERS = 12

/**
 * The values that encrypt a resource for a merchant: the APIv3 key, which all merchants of the mock server share, and the nonce of the
 * resource.
 *
 * @param nonce A random string, whose beginning becomes the nonce of the resource.
 */
export function resourceSealing(nonce: string): Pick<ResourceSealing, 'apiV3Key' | 'nonce'> {
  return { apiV3Key: developmentKeys.apiV3Key, nonce: nonce.slice(0, NONCE_CHARACTERS).padEnd(NONCE_CHARACTERS, '0') }
}
