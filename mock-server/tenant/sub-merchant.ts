import type { components } from '../../contracts/control/index.ts'
import type { Conditions, SubMerchant } from '../store/records.ts'

/** A payment scene (支付场景) of the gold plan. `JSAPI_AND_MINIPROGRAM` is not a scene; it means both scenes. */
export type PaymentScene = 'JSAPI' | 'MINIPROGRAM'

/** The state of the gold plan in one payment scene. */
export type SceneStatus = components['schemas']['SceneRecord']

// Frozen, because many records share these objects.
const NEVER_OPENED: SceneStatus = Object.freeze({ status: 'CLOSED', closed_at: null })
const NO_GOLD_PLAN: SubMerchant['gold_plan'] = Object.freeze({ JSAPI: NEVER_OPENED, MINIPROGRAM: NEVER_OPENED })
const NO_FILTERS: SubMerchant['advertising_industry_filters'] = Object.freeze([]) as never

/** Creates a sub-merchant. A field that `choice` leaves out gets its default value. */
export function newSubMerchant(sub_mchid: string, choice: components['schemas']['SubMerchantChoice'] = {}): SubMerchant {
  const { JSAPI, MINIPROGRAM } = choice.gold_plan ?? {}
  return {
    sub_mchid,
    gold_plan: choice.gold_plan ? { JSAPI: { ...NEVER_OPENED, ...JSAPI }, MINIPROGRAM: { ...NEVER_OPENED, ...MINIPROGRAM } } : NO_GOLD_PLAN,
    custom_page: choice.custom_page ?? 'CLOSED',
    advertising_show: choice.advertising_show ?? 'CLOSED',
    advertising_industry_filters: choice.advertising_industry_filters ?? NO_FILTERS,
    custom_page_link: choice.custom_page_link ?? false,
    jsapi_payments: choice.jsapi_payments ?? false,
    punished: choice.punished ?? false,
  }
}

/**
 * Whether the service provider's switch 默认开通点金计划 keeps a sub-merchant's gold plan open in the JSAPI scene.
 *
 * @see https://pay.weixin.qq.com/docs/partner/products/gold-plan/development.html
 */
export function isOpenByDefault({ jsapi_payments }: SubMerchant, { opens_by_default }: Conditions): boolean {
  return opens_by_default && jsapi_payments
}

/**
 * Opens a sub-merchant's gold plan in the JSAPI scene if the service provider's switch 默认开通点金计划 keeps it open. Returns the
 * changed record. If the switch does not apply, returns the same record.
 */
export function withDefaultOpening(record: SubMerchant, conditions: Conditions): SubMerchant {
  if (!isOpenByDefault(record, conditions) || record.gold_plan.JSAPI.status === 'OPEN') return record
  return { ...record, gold_plan: { ...record.gold_plan, JSAPI: { status: 'OPEN', closed_at: null } } }
}
