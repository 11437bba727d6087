export {
  type Control,
  ControlRefusal,
  createControl,
  decryptField,
  type ErrorCode,
  encryptField,
  type Fault,
  type FaultChoice,
  type JournalEntry,
  type KeyMaterial,
  type MerchantControl,
  ResponseVerificationError,
  type Snapshot,
  type SubMerchantRecord,
} from '../contracts/index.ts'
export type * from '../contracts/messages.d.ts'
export type { Chain } from './chain.ts'
export { createWechatpay } from './create-wechatpay.ts'
export { type DownloadOptions, downloadCertificates } from './download-certificates.ts'
export { type NotificationCheck, NotificationError } from './notification-error.ts'
export type { Notification } from './parse-notification.ts'
export { type NotificationOptions, type ReceivedNotification, readNotification } from './read-notification.ts'
export type { Wechatpay } from './wechatpay.ts'
export { type ErrorBody, isWechatpayError, type WechatpayError } from './wechatpay-error.ts'
export type { WechatpayOptions } from './wechatpay-options.ts'
