import { developmentKeys } from '../../../contracts/keys/development-keys.ts'
import type { Configuration } from './configuration.ts'
import type { MerchantSettings } from './configuration-schema.ts'

/** Its merchant ID; where none is set, the first has that of the shipped keys, and another one gets one at the start. */
export function mchidOf({ mchid }: MerchantSettings, index: number): string | undefined {
  return mchid ?? (index === 0 ? developmentKeys.merchant.mchid : undefined)
}

/** A service provider in a few words: who it is, and what is set otherwise than it is by default. */
export function describeMerchant(merchant: MerchantSettings, index: number): string {
  const { key, type, verification, sub_mchids = [], sub_merchants = [], faults = [] } = merchant
  const switches = {
    'gold plan closed': merchant.gold_plan_open === false,
    'no link': merchant.custom_page_link === false,
    punished: merchant.punished,
  }
  const counts = [counted(sub_mchids.length + sub_merchants.length, 'sub-merchant'), counted(faults.length, 'fault')]
  const states = Object.entries(switches).flatMap(([name, holds]) => (holds ? [name] : []))
  return [mchidOf(merchant, index) ?? '(any)', key && 'own key', type, verification, ...states, ...counts].filter(Boolean).join(', ')
}

function counted(count: number, noun: string): string | undefined {
  if (count === 0) return undefined
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** The settings that change the first service provider. */
export const MERCHANT_SETTINGS = ['mchid', 'key', 'cert', 'subMchid'] as const

/** Where a service provider comes from; flags and variables beside the file, for the first. */
export function sourcesOfMerchant({ settings, fromFile, origin }: Configuration, index: number): string[] {
  const given = index === 0 ? MERCHANT_SETTINGS.filter((setting) => settings[setting] !== undefined) : []
  const file = index < fromFile && settings.config !== undefined ? [settings.config] : []
  const sources = [...given.map((setting) => origin(setting).source), ...file]
  return sources.length > 0 ? sources : ['default']
}
