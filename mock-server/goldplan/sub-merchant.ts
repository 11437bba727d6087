import type { components } from '../../contracts/goldplan.openapi.d.ts'

/** Where a gold plan shows: its official payment scenes (支付场景), without the name for both. */
export type PaymentScene = 'JSAPI' | 'MINIPROGRAM'
export type Status = 'OPEN' | 'CLOSED'

/** The gold plan of one payment scene. */
export interface SceneStatus {
  readonly status: Status
  /** When it was last closed, in whole seconds since 1970; `null` when it is open or never was. */
  readonly closed_at: number | null
}

/** What is known of a sub-merchant (特约商户), in the form in which it is shown. */
export interface SubMerchant {
  readonly sub_mchid: string
  readonly gold_plan: Readonly<Record<PaymentScene, SceneStatus>>
  /** Its merchant receipt (商家小票). */
  readonly custom_page: Status
  readonly advertising_show: Status
  readonly advertising_industry_filters: readonly components['schemas']['IndustryType'][]
  readonly punished: boolean
}

/** A sub-merchant for which nothing was ever opened. */
export function newSubMerchant(sub_mchid: string): SubMerchant {
  const never: SceneStatus = { status: 'CLOSED', closed_at: null }
  return {
    sub_mchid,
    gold_plan: { JSAPI: never, MINIPROGRAM: never },
    custom_page: 'CLOSED',
    advertising_show: 'CLOSED',
    advertising_industry_filters: [],
    punished: false,
  }
}
