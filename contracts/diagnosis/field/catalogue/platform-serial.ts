import type { Mistake } from '../../mistake.ts'
import { ABOUT_THE_SERIAL } from './advice.ts'

const NAME_THE_KEY = {
  fix: 'In the header Wechatpay-Serial, name the key that encrypts the fields: the ID of the WeChat Pay public key, or the serial number of the platform certificate.',
  fix_zh: '请求头 Wechatpay-Serial 填加密敏感字段所用的微信支付公钥 ID 或平台证书序列号。',
  source: ABOUT_THE_SERIAL,
}

export const SERIAL_MISSING: Mistake = {
  id: 'platform-serial-missing',
  message: 'The request has no header Wechatpay-Serial, so it does not say which key decrypts its fields.',
  message_zh: '请求缺少 Wechatpay-Serial 头，无法确定用哪个密钥解密。',
  ...NAME_THE_KEY,
}
export const SERIAL_OF_THE_MERCHANT: Mistake = {
  id: 'platform-serial-of-the-merchant',
  message: "Wechatpay-Serial is the serial number of the merchant's own certificate: {sent}.",
  message_zh: 'Wechatpay-Serial 填成了商户 API 证书的序列号：{sent}。',
  ...NAME_THE_KEY,
}
export const SERIAL_EXPIRED: Mistake = {
  id: 'platform-serial-expired',
  message: 'The platform certificate that Wechatpay-Serial names has expired: {sent}.',
  message_zh: 'Wechatpay-Serial 指定的平台证书已过期：{sent}。',
  fix: 'Encrypt with the WeChat Pay public key or with the newest platform certificate, and name it in Wechatpay-Serial.',
  fix_zh: '改用微信支付公钥或最新的平台证书加密，并在 Wechatpay-Serial 中填公钥 ID 或证书序列号。',
  source: ABOUT_THE_SERIAL,
}
export const SERIAL_UNAVAILABLE: Mistake = {
  id: 'platform-serial-unavailable',
  message: 'Wechatpay-Serial names a platform key that does not belong to this merchant: {sent}. This merchant has {known}.',
  message_zh: 'Wechatpay-Serial 指定的平台密钥不属于该商户：{sent}。该商户的平台密钥：{known_zh}。',
  ...NAME_THE_KEY,
}
export const SERIAL_SPELT_OTHERWISE: Mistake = {
  id: 'platform-serial-spelt-otherwise',
  message: 'Wechatpay-Serial is {sent}; the key is called {wanted}.',
  message_zh: 'Wechatpay-Serial 是 {sent}，应写作 {wanted}。',
  fix: 'Send the 40 hexadecimal digits of the serial number, or the whole ID with PUB_KEY_ID_, without anything around them.',
  fix_zh: '填 40 位十六进制序列号，或包含 PUB_KEY_ID_ 的完整公钥 ID，前后不要有其他字符。',
  source: ABOUT_THE_SERIAL,
}
export const SERIAL_UNKNOWN: Mistake = {
  id: 'platform-serial-unknown',
  message: 'Wechatpay-Serial names no key of the platform: {sent}. This merchant has {known}.',
  message_zh: 'Wechatpay-Serial 不是平台密钥：{sent}。该商户的平台密钥：{known_zh}。',
  ...NAME_THE_KEY,
}
