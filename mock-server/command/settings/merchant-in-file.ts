import { type components, type MerchantSettingName, merchantSettings } from '../../../contracts/control/index.ts'
import { developmentKeys } from '../../../contracts/index.ts'
import type { MerchantFlag } from './settings.ts'

/** A service provider as a configuration file describes it: its identity, its settings, and its state at the start. */
export interface MerchantInFile extends Settable {
  readonly mchid?: string | undefined
  /** The path of its private key. */
  readonly key?: string | undefined
  /** The path of its certificate. */
  readonly cert?: string | undefined
  readonly sub_merchants?: readonly object[] | undefined
  readonly faults?: readonly object[] | undefined
}

type Choice = Required<components['schemas']['MerchantChoice']>
type Settable = { readonly [Name in MerchantSettingName]?: Readonly<Choice[Name]> | undefined }

/** Maps the options of a service provider to their names in a configuration file. */
export const NAMES_IN_FILE: Readonly<Record<string, keyof MerchantInFile>> = {
  mchid: 'mchid',
  privateKey: 'key',
  certificate: 'cert',
  ...Object.fromEntries(Object.entries(merchantSettings).map(([name, { option }]) => [option, name])),
  subMerchants: 'sub_merchants',
  faults: 'faults',
}

/** The parts of the first service provider that a flag can set, each with the name that the flag has in `Settings`. */
export const MERCHANT_FLAGS: { readonly [Part in keyof MerchantInFile]?: MerchantFlag } = {
  mchid: 'mchid',
  key: 'key',
  cert: 'cert',
  sub_mchids: 'subMchid',
}

/**
 * The merchant ID of a service provider. By default, the first service provider has the ID of the shipped keys. The others get a free ID
 * when the server starts, so this function returns `undefined` for them.
 */
export function mchidOf({ mchid }: MerchantInFile, index: number): string | undefined {
  return mchid ?? (index === 0 ? developmentKeys.merchant.mchid : undefined)
}
