import type { components } from '../../contracts/control.openapi.d.ts'

/** Where a gold plan shows: its official payment scenes (支付场景), without the name for both. */
export type PaymentScene = 'JSAPI' | 'MINIPROGRAM'

/** The gold plan of one payment scene. */
export type SceneStatus = components['schemas']['SceneRecord']

/** What is known of a sub-merchant (特约商户), in the form in which it is shown. */
export type SubMerchant = components['schemas']['SubMerchant']

/** A sub-merchant for which nothing was ever opened, but for what is said of it. */
export function newSubMerchant(sub_mchid: string, choice: components['schemas']['SubMerchantChoice'] = {}): SubMerchant {
  const never: SceneStatus = { status: 'CLOSED', closed_at: null }
  const { JSAPI = never, MINIPROGRAM = never } = choice.gold_plan ?? {}
  return {
    sub_mchid,
    gold_plan: { JSAPI: { closed_at: null, ...JSAPI }, MINIPROGRAM: { closed_at: null, ...MINIPROGRAM } },
    custom_page: choice.custom_page ?? 'CLOSED',
    advertising_show: choice.advertising_show ?? 'CLOSED',
    advertising_industry_filters: choice.advertising_industry_filters ?? [],
    punished: choice.punished ?? false,
  }
}
