import type { MerchantSettings } from './configuration-schema.ts'
import type { Origin } from './origin.ts'
import type { Settings } from './settings.ts'

/** What holds for a command, and where it comes from. */
export interface Configuration {
  readonly settings: Settings
  /** The service providers, at least one; the first is that of the credentials. */
  readonly merchants: readonly MerchantSettings[]
  /** How many of them the configuration file describes. */
  readonly fromFile: number
  readonly origin: (setting: keyof Settings) => Origin
}
