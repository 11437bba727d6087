import { randomUUID } from 'node:crypto'

/**
 * Returns a random string (随机串) of 32 lower-case hexadecimal digits. The gateway's random strings have the same form.
 *
 * @example
 * ```ts
 * import { randomNonce } from 'wechatpay-goldplan-mock/contracts'
 *
 * console.log(randomNonce()) // d824f2e086d3c1df967785d13fcd22ef
 * ```
 */
export function randomNonce(): string {
  // randomUUID is fast because Node caches random bytes. 122 of the 128 bits in a UUID are random.
  return randomUUID().replaceAll('-', '')
}
