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

/** Maps the name of each option of a service provider to the name that it has in a configuration file. */
export const NAMES_IN_FILE: Readonly<Record<string, keyof MerchantInFile>> = {
  mchid: 'mchid',
  privateKey: 'key',
  certificate: 'cert',
  ...Object.fromEntries(Object.entries(merchantSettings).map(([name, { option }]) => [option, name])),
  subMerchants: 'sub_merchants',
  faults: 'faults',
}

/** Some parts of the first service provider have a flag. Maps each such part to the name of its flag in `Settings`. */
export const MERCHANT_FLAGS: { readonly [Part in keyof MerchantInFile]?: MerchantFlag } = {
  mchid: 'mchid',
  key: 'key',
  cert: 'cert',
  sub_mchids: 'subMchid',
}

/**
 * Returns the merchant ID of a service provider. If the file does not state it, the first service provider has the merchant ID of the
 * development keys. Any other service provider gets a free ID when the server starts, so this function returns `undefined`.
 */
export function mchidOf({ mchid }: MerchantInFile, index: number): string | undefined {
  return mchid ?? (index === 0 ? developmentKeys.merchant.mchid : undefined)
}
