// Generated from control.openapi.yaml by npm run generate. Do not edit.
import type { components } from './control.openapi.d.ts'

/** The settings of a merchant, as options. */
export interface MerchantOptions {
  /** The type of the service provider: ordinary (普通服务商), channel partner (渠道商) or institution (从业机构). An institution can't call the operations of the gold plan. Default: `service_provider`. */
  readonly type?: 'service_provider' | 'channel_partner' | 'institution'
  /** Whether the merchant has opened the gold plan for itself. Default: `true`. */
  readonly goldPlanOpen?: boolean
  /** Whether the merchant has configured the link of its merchant receipt (商家小票链接). Default: `true`. */
  readonly customPageLink?: boolean
  /** Whether WeChat Pay has punished the merchant. Default: `false`. */
  readonly punished?: boolean
  /** Whether the merchant opens the gold plan for all its sub-merchants that have JSAPI payments (默认开通点金计划). If so, the gold plan in the JSAPI scene can't be closed for a single one of them. Default: `false`. */
  readonly opensByDefault?: boolean
  /** Whether the serial numbers of the merchant's certificates must be in upper case, as WeChat Pay documents. If not, a server without `--strict` accepts lower case with a warning. Default: `false`. */
  readonly strict?: boolean
  /** How the merchant verifies answers. `platform_certificate`: always with the certificate. `transition`: with the public key if the request names that key, otherwise with the certificate, unless the public key has a share of the answers. `public_key`: always with the public key, because it has no certificate. `expired_certificate`: always with the public key, because its certificate has expired. Default: `transition`. */
  readonly verification?: 'platform_certificate' | 'transition' | 'public_key' | 'expired_certificate'
  /** The sub-merchants of the merchant (特约商户). Default: `1900000109`. */
  readonly subMchids?: readonly string[]
}

/** The name of a setting in the control API and in a configuration file. */
export type MerchantSettingName = 'type' | 'gold_plan_open' | 'custom_page_link' | 'punished' | 'opens_by_default' | 'strict' | 'verification' | 'sub_mchids'

/** A setting: its option name and its allowed values. */
export type MerchantSetting = { readonly option: keyof MerchantOptions } & (
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'numbers' }
)

/** The settings by name. */
export const merchantSettings: Readonly<Record<MerchantSettingName, MerchantSetting>> = {
  type: { option: 'type', kind: 'choice', choices: ['service_provider', 'channel_partner', 'institution'] },
  gold_plan_open: { option: 'goldPlanOpen', kind: 'boolean' },
  custom_page_link: { option: 'customPageLink', kind: 'boolean' },
  punished: { option: 'punished', kind: 'boolean' },
  opens_by_default: { option: 'opensByDefault', kind: 'boolean' },
  strict: { option: 'strict', kind: 'boolean' },
  verification: { option: 'verification', kind: 'choice', choices: ['platform_certificate', 'transition', 'public_key', 'expired_certificate'] },
  sub_mchids: { option: 'subMchids', kind: 'numbers' },
}

/** The default settings of a merchant. */
export const merchantDefaults: Readonly<Required<Pick<components['schemas']['MerchantChoice'], MerchantSettingName>>> = {
  type: 'service_provider',
  gold_plan_open: true,
  custom_page_link: true,
  punished: false,
  opens_by_default: false,
  strict: false,
  verification: 'transition',
  sub_mchids: ['1900000109'],
}

/** The settings that PATCH /__mock/merchants/{mchid} can change. */
export const merchantConditions: readonly (keyof components['schemas']['MerchantConditions'])[] = [
  'type',
  'gold_plan_open',
  'custom_page_link',
  'punished',
  'opens_by_default',
  'strict',
]
