/**
 * Returns the seconds between a failed delivery attempt and the next attempt.
 *
 * @param event The event type.
 * @param made The number of scheduled attempts before the failed attempt. Resends that a test asked for are not counted.
 * @returns `undefined` when no further attempt follows.
 */
export function retryDelay(event: string, made: number): number | undefined {
  return scheduleOf(event)[made]
}

function scheduleOf(event: string): readonly number[] {
  if (event.startsWith('ECOMMERCE_ENTRUST.')) return COMBINED_DEDUCTION
  return EDUCATION_EVENTS.has(event) ? EDUCATION_CONTRACT : PAYMENT
}

/** Payments and other events: https://pay.weixin.qq.com/docs/partner/apis/partner-native-payment/payment-notice.html */
const PAYMENT = [15, 15, 30, 180, 600, 1_200, ...times(3, 1_800), 3_600, ...times(3, 10_800), ...times(2, 21_600)]

/** 收付通合单代扣: https://pay.weixin.qq.com/doc/v3/partner/4012881605 */
const COMBINED_DEDUCTION = [0, ...times(3, 10), ...times(3, 30), ...times(23, 300)]

/** 教育续费通: https://pay.weixin.qq.com/docs/partner/apis/education-fee-payment/contracts-result-notification.html */
const EDUCATION_CONTRACT = [1, ...times(10, 60), ...times(10, 300)]

/** The page about 教育续费通 does not show the event types; these are from https://github.com/wechatpay-im/website */
const EDUCATION_EVENTS = new Set(['ENTRUST.SIGNING', 'ENTRUST.RELEASE'])

function times(count: number, seconds: number): number[] {
  return Array(count).fill(seconds)
}
