export type { components, operations } from './control.openapi.d.ts'
export {
  type Control,
  ControlRefusal,
  controlOver,
  createControl,
  type Fault,
  type FaultChoice,
  type JournalEntry,
  type MerchantControl,
  type Migration,
  type SendControl,
  type Snapshot,
  type SubMerchantRecord,
} from './control-client.ts'
export {
  type MerchantOptions,
  type MerchantSetting,
  type MerchantSettingName,
  merchantConditions,
  merchantDefaults,
  merchantSettings,
} from './merchant-settings.ts'
