import type { NotificationContent } from './write-notification.ts'

/** The merchants and the time that a template writes into the resource of a notification. */
export interface TemplateMerchant {
  readonly mchid: string
  readonly sub_mchid: string
  /** RFC 3339 with Beijing's offset. */
  readonly time: string
}

/** The content of an event's notification, without the ID and the time of the notification. */
export type EventContent = Pick<NotificationContent, 'original_type' | 'summary' | 'associated_data' | 'resource'>

/**
 * Returns the content of an event's notification. It has no `resource` when the event has no template in {@link TEMPLATES}.
 *
 * @param originalType Replaces the usual `original_type` of the event.
 */
export function contentOf(
  event: string,
  merchant: TemplateMerchant,
  originalType?: string,
): Omit<EventContent, 'resource'> & { readonly resource?: unknown } {
  const template = Object.hasOwn(TEMPLATES, event) ? TEMPLATES[event] : undefined
  const content = template?.(merchant) ?? unknownContent(originalType ?? (event.split('.')[0] ?? '').toLowerCase())
  return originalType === undefined ? content : { ...content, original_type: originalType }
}

/**
 * The templates, by event. A template writes the content of a notification with a sample resource. For other events, the user has to give the
 * resource.
 *
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012085801
 */
export const TEMPLATES: Readonly<Record<string, (merchant: TemplateMerchant) => EventContent>> = {
  // https://pay.weixin.qq.com/doc/v3/partner/4019605946
  'SECURITY_ECHO.SUCCESS': () => ({
    original_type: 'security',
    summary: '回调通知成功',
    associated_data: '',
    resource: { echo_message: 'hello' },
  }),
  'TRANSACTION.SUCCESS': (merchant) => ({
    original_type: 'transaction',
    summary: '支付成功',
    associated_data: 'transaction',
    resource: transaction(merchant),
  }),
  'REFUND.SUCCESS': (merchant) => ({
    original_type: 'refund',
    summary: '退款成功',
    associated_data: 'refund',
    resource: refund(merchant),
  }),
}

/**
 * The content for an event without a template. It is a guess, because WeChat Pay publishes no list of these values. A captured
 * COUPON.USE notification has `coupon` as its `original_type` and as its `associated_data`.
 */
function unknownContent(type: string): Omit<EventContent, 'resource'> {
  return { original_type: type, summary: '回调通知', associated_data: type.slice(0, ASSOCIATED_DATA_CHARACTERS) }
}

/** Associated data have fewer than 16 bytes: https://wechatpay-api.gitbook.io/wechatpay-api-v3/qian-ming-zhi-nan-1/zheng-shu-he-hui-tiao-bao-wen-jie-mi */
const ASSOCIATED_DATA_CHARACTERS = 15

const ORDER = { out_trade_no: '1217752501201407033233368018', transaction_id: '1217752501201407033233368018' }

function transaction({ mchid, sub_mchid, time }: TemplateMerchant): object {
  return {
    sp_appid: 'wx8888888888888888',
    sp_mchid: mchid,
    sub_mchid,
    ...ORDER,
    trade_type: 'JSAPI',
    trade_state: 'SUCCESS',
    trade_state_desc: '支付成功',
    bank_type: 'CMC',
    attach: '点金计划',
    success_time: time,
    payer: { sp_openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
    amount: { total: 100, payer_total: 100, currency: 'CNY', payer_currency: 'CNY' },
  }
}

function refund({ mchid, sub_mchid, time }: TemplateMerchant): object {
  return {
    sp_mchid: mchid,
    sub_mchid,
    ...ORDER,
    out_refund_no: '7752501201407033233368018',
    refund_id: '50200207182018070300011301001',
    refund_status: 'SUCCESS',
    success_time: time,
    user_received_account: '招商银行信用卡0403',
    amount: { total: 100, refund: 100, payer_total: 100, payer_refund: 100 },
  }
}
