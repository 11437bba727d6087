import { randomUUID } from 'node:crypto'

/**
 * A random string (随机串): 32 lower-case hexadecimal digits, as the gateway's own are.
 *
 * @example
 * ```ts
 * import { randomNonce } from 'wechatpay-goldplan-mock/contracts'
 *
 * console.log(randomNonce()) // d824f2e086d3c1df967785d13fcd22ef
 * ```
 */
export function randomNonce(): string {
  // Node draws the randomness of many at once, so that one costs next to nothing; 122 of its 128 bits are random.
  return randomUUID().replaceAll('-', '')
}
