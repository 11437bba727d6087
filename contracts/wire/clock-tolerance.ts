/** How many seconds a timestamp may be before or after the receiver's clock (时间偏差不得超过5分钟). */
export const CLOCK_TOLERANCE_SECONDS = 300

/**
 * Tells whether a timestamp is at most 300 seconds before or after `now`. Before the comparison, `now` is rounded down to a whole second.
 *
 * @param timestamp Whole seconds since 1970.
 * @param now Milliseconds since 1970, such as `Date.now()`.
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012365870
 * @example
 * ```ts
 * import { isFresh } from 'wechatpay-goldplan-mock/contracts'
 *
 * console.log(isFresh('1700000000', 1_700_000_300_999)) // true
 * console.log(isFresh('1700000000', 1_700_000_301_000)) // false
 * ```
 */
export function isFresh(timestamp: string | number, now: number): boolean {
  return Math.abs(Math.floor(now / 1000) - Number(timestamp)) <= CLOCK_TOLERANCE_SECONDS
}
