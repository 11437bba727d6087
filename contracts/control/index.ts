export type { components, operations } from './control.openapi.d.ts'
export { type Control, ControlRefusal, controlOver, createControl, type SendControl } from './control-client.ts'
export type {
  Fault,
  FaultChoice,
  JournalEntry,
  MerchantControl,
  Migration,
  Notification,
  NotificationChoice,
  Snapshot,
  SubMerchantRecord,
} from './merchant-control.ts'
export {
  type MerchantOptions,
  type MerchantSetting,
  type MerchantSettingName,
  merchantConditions,
  merchantDefaults,
  merchantSettings,
} from './merchant-settings.ts'
