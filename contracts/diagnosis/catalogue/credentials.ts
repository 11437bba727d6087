import type { KnownKey } from '../circumstances.ts'
import type { Mistake } from '../mistake.ts'
import { COMMON_SIGNATURE_MISTAKES } from './advice.ts'

const FIX = {
  fix: 'Set serial_no to the serial number of your API certificate (商户API证书), 40 upper-case hexadecimal digits. To print it: openssl x509 -in apiclient_cert.pem -noout -serial.',
  fix_zh: 'serial_no 填商户 API 证书的序列号，40 位大写十六进制。查看命令：openssl x509 -in apiclient_cert.pem -noout -serial。',
  source: COMMON_SIGNATURE_MISTAKES,
}

/** A wrong way to write a serial number. */
export interface SerialSpelling extends Mistake {
  /** Writes the serial number in each variant of this mistake. */
  readonly write: (serial: string) => readonly string[]
  /** Repairs a serial number that has this mistake. Present only if the mistake has more variants than `write` can list. */
  readonly repair?: (sent: string) => string
}

/**
 * The server accepts a serial number with lower-case letters and warns about it. If the merchant's setting `strict` is on, the server
 * refuses it.
 */
export const SERIAL_LOWER_CASE = 'serial-lower-case'

export const SERIAL_SPELLINGS: readonly SerialSpelling[] = [
  {
    id: SERIAL_LOWER_CASE,
    message: 'serial_no has lower-case letters: {sent}.',
    message_zh: 'serial_no 用了小写字母：{sent}。',
    ...FIX,
    write: (serial) => [serial.toLowerCase()],
    repair: (sent) => sent.toUpperCase(),
  },
  {
    id: 'serial-decimal',
    message: 'serial_no is a decimal number: {sent}.',
    message_zh: 'serial_no 用了十进制：{sent}。',
    ...FIX,
    write: (serial) => (/^[\dA-F]+$/.test(serial) ? [String(BigInt(`0x${serial}`))] : []),
  },
  {
    id: 'serial-with-colons',
    message: 'serial_no contains colons: {sent}.',
    message_zh: 'serial_no 中有冒号：{sent}。',
    ...FIX,
    write: (serial) => [serial, serial.toLowerCase()].map((text) => (text.match(/../g) ?? []).join(':')),
  },
  {
    id: 'serial-with-prefix',
    message: 'serial_no has a prefix that does not belong to it: {sent}.',
    message_zh: 'serial_no 带有多余的前缀：{sent}。',
    fix: 'Send only the 40 upper-case hexadecimal digits, without a prefix such as 0x or the serial= that openssl prints.',
    fix_zh: 'serial_no 只填 40 位大写十六进制，去掉 0x 或 openssl 输出的 serial= 等前缀。',
    source: COMMON_SIGNATURE_MISTAKES,
    write: (serial) => [`serial=${serial}`, `0x${serial}`, `0x${serial.toLowerCase()}`],
  },
  {
    id: 'serial-with-blanks',
    message: 'serial_no has a space, a tab or a line break in it: {sent}.',
    message_zh: 'serial_no 中有空格、制表符或换行：{sent}。',
    fix: 'Trim the serial number. The output of a command, or a value that was read from a file, often ends in a line break.',
    fix_zh: '去掉序列号首尾的空白；命令的输出、从文件读到的值末尾常带换行。',
    write: (serial) => [`${serial} `, ` ${serial}`, `${serial}\n`, `${serial}\r\n`, `${serial}\\n`, `${serial}\t`],
    repair: (sent) => sent.replace(/\s|\\[rnt]/g, ''),
  },
]

export const SERIAL_UNSET: Mistake = {
  id: 'serial-unset',
  message: 'serial_no is the text {sent}: the serial number was never set.',
  message_zh: 'serial_no 是文本 {sent}：没有配置序列号。',
  fix: 'Set the serial number of your API certificate before the client signs, and check that the name of the setting is right.',
  fix_zh: '在签名之前配置商户 API 证书序列号，并检查配置项的名称。',
}

/** Texts that programs send when the serial number was never set. */
export const UNSET_SERIALS: readonly string[] = [
  'null',
  'undefined',
  'None',
  'nil',
  'NaN',
  '[object Object]',
  'serial_no',
  'YOUR_SERIAL_NO',
]

export const SERIAL_OF_A_PUBLIC_KEY: Mistake = {
  id: 'serial-of-a-public-key',
  message: 'serial_no is the ID of a WeChat Pay public key: {sent}.',
  message_zh: 'serial_no 填成了微信支付公钥 ID：{sent}。',
  ...FIX,
}

export const SERIAL_MALFORMED: Mistake = {
  id: 'serial-malformed',
  message: 'serial_no is not a serial number: {sent}. A serial number has up to 40 hexadecimal digits.',
  message_zh: 'serial_no 不是证书序列号：{sent}。证书序列号最多 40 位十六进制。',
  ...FIX,
}

/** Whether a text can be the serial number of a certificate: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.2 */
export function isSerial(text: string): boolean {
  return /^[\dA-F]{1,40}$/i.test(text)
}

export const SERIAL_OF_THE_PLATFORM: Mistake = {
  id: 'serial-of-the-platform',
  message: 'serial_no belongs to a WeChat Pay platform certificate or public key: {sent}.',
  message_zh: 'serial_no 填成了微信支付平台证书序列号或微信支付公钥 ID：{sent}。',
  ...FIX,
}

export const SERIAL_OF_ANOTHER_MERCHANT: Mistake = {
  id: 'serial-of-another-merchant',
  message: 'serial_no belongs to a certificate of another merchant, {mchid}: {sent}.',
  message_zh: 'serial_no 填成了另一个商户 {mchid} 的证书序列号：{sent}。',
  ...FIX,
}

export const SERIAL_UNKNOWN: Mistake = {
  id: 'serial-unknown',
  message: 'Merchant {mchid} has no certificate with serial_no {sent}.',
  message_zh: '商户 {mchid} 没有序列号为 {sent} 的证书。',
  ...FIX,
}

export const MCHID_UNKNOWN: Mistake = {
  id: 'mchid-unknown',
  message: 'Merchant {mchid} is not known here.',
  message_zh: '未找到商户 {mchid}。',
  fix: 'Send the mchid and serial_no of the service provider (服务商) whose private key signs.',
  fix_zh: 'mchid 填服务商的商户号，serial_no 填该服务商签名私钥对应的证书序列号。',
  source: COMMON_SIGNATURE_MISTAKES,
}

export const MCHID_MALFORMED: Mistake = {
  ...MCHID_UNKNOWN,
  id: 'mchid-malformed',
  message: 'mchid is not a merchant ID: {mchid}. A merchant ID has only digits, at most 32.',
  message_zh: 'mchid 不是商户号：{mchid}。商户号只含数字，最多 32 位。',
}

/** Whether a text can be a merchant ID: https://pay.weixin.qq.com/doc/v3/partner/4012365870 */
export function isMchid(text: string): boolean {
  return /^\d{1,32}$/.test(text)
}

export const MCHID_OF_A_SUB_MERCHANT: Mistake = {
  ...MCHID_UNKNOWN,
  id: 'mchid-of-a-sub-merchant',
  message: 'mchid is the merchant ID of a sub-merchant: {mchid}.',
  message_zh: 'mchid 填成了特约商户号（子商户号）：{mchid}。',
}

/** The mistake for each status in which a certificate is no longer accepted. */
export const CERTIFICATE_STATES: Readonly<Partial<Record<NonNullable<KnownKey['status']>, Mistake>>> = {
  revoked: state('certificate-revoked', 'was revoked', '已作废'),
  expired: state('certificate-expired', 'has expired', '已过期'),
  replaced: state('certificate-replaced', 'was replaced by a newer one', '已更换'),
}

function state(id: string, what: string, what_zh: string): Mistake {
  return {
    id,
    message: `Certificate {sent} ${what}.`,
    message_zh: `证书 {sent} ${what_zh}。`,
    fix: 'Use the new certificate: sign with its private key and send its serial number as serial_no.',
    fix_zh: '改用新证书：用新证书的私钥签名，serial_no 填新证书的序列号。',
    source: COMMON_SIGNATURE_MISTAKES,
  }
}

const SYNCHRONISE = {
  fix: 'Synchronise the clock of your machine with a time server (NTP), and take the time when you send the request.',
  fix_zh: '用 NTP 校准机器时间，并在发送请求时取当前时间。',
}

/** The timestamp in WeChat Pay's own sample request, which people copy. */
export const SAMPLE_TIMESTAMP = '1554208460'

export const TIMESTAMP_IN_MILLISECONDS: Mistake = {
  id: 'timestamp-in-milliseconds',
  message: 'The timestamp in Authorization is in milliseconds: {sent}.',
  message_zh: 'Authorization 中的 timestamp 是毫秒：{sent}。',
  fix: 'Send whole seconds since 1970, ten digits: Math.floor(Date.now() / 1000), System.currentTimeMillis() / 1000.',
  fix_zh: 'timestamp 以秒为单位，共 10 位数字：Math.floor(Date.now() / 1000)、System.currentTimeMillis() / 1000。',
}

export const TIMESTAMP_IN_MICROSECONDS: Mistake = {
  ...TIMESTAMP_IN_MILLISECONDS,
  id: 'timestamp-in-microseconds',
  message: 'The timestamp in Authorization is in microseconds or nanoseconds: {sent}.',
  message_zh: 'Authorization 中的 timestamp 是微秒或纳秒：{sent}。',
}

export const TIMESTAMP_NOT_NOW: Mistake = {
  ...TIMESTAMP_IN_MILLISECONDS,
  id: 'timestamp-not-now',
  message: 'The timestamp in Authorization is {sent}, which is not the current time in seconds (ten digits).',
  message_zh: 'Authorization 中的 timestamp 是 {sent}，不是当前时间的秒数：应为 10 位数字。',
}

export const TIMESTAMP_OF_THE_SAMPLE: Mistake = {
  id: 'timestamp-of-the-sample',
  message: "The timestamp comes from WeChat Pay's sample request: {sent}.",
  message_zh: 'timestamp 是微信支付文档示例中的值：{sent}。',
  fix: 'Take the current time for every request.',
  fix_zh: '每次请求都取当前时间。',
}

export const TIMESTAMP_BEHIND: Mistake = {
  id: 'timestamp-behind',
  message: "The timestamp {sent} is {seconds} seconds behind the gateway's clock; at most 300 are allowed.",
  message_zh: 'timestamp {sent} 比网关时间早 {seconds} 秒，最多允许相差 300 秒。',
  ...SYNCHRONISE,
}

export const TIMESTAMP_AHEAD: Mistake = {
  id: 'timestamp-ahead',
  message: "The timestamp {sent} is {seconds} seconds ahead of the gateway's clock; at most 300 are allowed.",
  message_zh: 'timestamp {sent} 比网关时间晚 {seconds} 秒，最多允许相差 300 秒。',
  ...SYNCHRONISE,
}
