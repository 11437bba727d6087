export {
  type Control,
  ControlRefusal,
  createControl,
  type Fault,
  type FaultChoice,
  type JournalEntry,
  type MerchantControl,
  ResponseVerificationError,
  type Snapshot,
  type SubMerchantRecord,
} from '../contracts/index.ts'
export type { Chain } from './chain.ts'
export { createWechatpay } from './create-wechatpay.ts'
export { type DownloadOptions, downloadCertificates } from './download-certificates.ts'
export type { WechatpayOptions } from './wechatpay-options.ts'
