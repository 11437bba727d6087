export { ResponseVerificationError } from '../contracts/index.ts'
export type { Chain } from './chain.ts'
export { createWechatpay } from './create-wechatpay.ts'
export type { WechatpayOptions } from './wechatpay-options.ts'
