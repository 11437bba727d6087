import type { KnownKey } from '../circumstances.ts'
import type { Mistake } from '../mistake.ts'
import { COMMON_SIGNATURE_MISTAKES } from './advice.ts'

const FIX = {
  fix: 'Give serial_no as 40 upper-case hexadecimal digits, that of the API certificate (商户API证书): openssl x509 -in apiclient_cert.pem -noout -serial.',
  fix_zh: 'serial_no 填商户 API 证书的序列号，40 位大写十六进制数：openssl x509 -in apiclient_cert.pem -noout -serial。',
  source: COMMON_SIGNATURE_MISTAKES,
}

/** A wrong way to write a serial number. */
export interface SerialSpelling extends Mistake {
  /** Writes the serial number in each variant of this mistake. */
  readonly write: (serial: string) => readonly string[]
}

export const SERIAL_SPELLINGS: readonly SerialSpelling[] = [
  {
    id: 'serial-lower-case',
    message: 'serial_no is in lower case: {sent}.',
    message_zh: 'serial_no 是小写：{sent}。',
    ...FIX,
    write: (serial) => [serial.toLowerCase()],
  },
  {
    id: 'serial-decimal',
    message: 'serial_no is a decimal number: {sent}.',
    message_zh: 'serial_no 是十进制数：{sent}。',
    ...FIX,
    write: (serial) => (/^[\dA-F]+$/.test(serial) ? [String(BigInt(`0x${serial}`))] : []),
  },
  {
    id: 'serial-with-colons',
    message: 'serial_no has colons: {sent}.',
    message_zh: 'serial_no 带有冒号：{sent}。',
    ...FIX,
    write: (serial) => [serial, serial.toLowerCase()].map((text) => (text.match(/../g) ?? []).join(':')),
  },
  {
    id: 'serial-with-prefix',
    message: 'serial_no begins with what is no part of it: {sent}.',
    message_zh: 'serial_no 前面带有多余的内容：{sent}。',
    fix: 'Give the 40 upper-case hexadecimal digits alone, without the serial= that openssl prints before them.',
    fix_zh: 'serial_no 只填 40 位大写十六进制数，不含 openssl 输出的 serial=。',
    source: COMMON_SIGNATURE_MISTAKES,
    write: (serial) => [`serial=${serial}`, `0x${serial}`, `0x${serial.toLowerCase()}`],
  },
]

export const SERIAL_OF_THE_PLATFORM: Mistake = {
  id: 'serial-of-the-platform',
  message: 'serial_no is that of a platform certificate or key: {sent}.',
  message_zh: 'serial_no 是微信支付平台证书或公钥的：{sent}。',
  ...FIX,
}

export const SERIAL_OF_ANOTHER_MERCHANT: Mistake = {
  id: 'serial-of-another-merchant',
  message: 'serial_no is that of a certificate of another merchant, {mchid}: {sent}.',
  message_zh: 'serial_no 是另一个商户 {mchid} 的证书序列号：{sent}。',
  ...FIX,
}

export const SERIAL_UNKNOWN: Mistake = {
  id: 'serial-unknown',
  message: 'The merchant {mchid} has no certificate with serial_no {sent}.',
  message_zh: '商户 {mchid} 没有序列号为 {sent} 的证书。',
  ...FIX,
}

export const MCHID_UNKNOWN: Mistake = {
  id: 'mchid-unknown',
  message: 'No merchant {mchid} is known here.',
  message_zh: '这里没有商户 {mchid}。',
  fix: 'Give mchid and serial_no of the service provider (服务商) whose private key signs.',
  fix_zh: 'mchid 与 serial_no 填签名私钥所属的服务商的。',
  source: COMMON_SIGNATURE_MISTAKES,
}

export const MCHID_OF_A_SUB_MERCHANT: Mistake = {
  ...MCHID_UNKNOWN,
  id: 'mchid-of-a-sub-merchant',
  message: 'mchid is the number of a sub-merchant: {mchid}.',
  message_zh: 'mchid 填的是特约商户号：{mchid}。',
}

/** Why a certificate is no longer accepted. */
export const CERTIFICATE_STATES: Readonly<Partial<Record<NonNullable<KnownKey['status']>, Mistake>>> = {
  revoked: state('certificate-revoked', 'was revoked', '已作废'),
  expired: state('certificate-expired', 'has expired', '已过期'),
  replaced: state('certificate-replaced', 'was replaced by a newer one', '已更换'),
}

function state(id: string, is: string, is_zh: string): Mistake {
  return {
    id,
    message: `The certificate {sent} ${is}.`,
    message_zh: `证书 {sent} ${is_zh}。`,
    fix: 'Use the new certificate: its private key to sign, its serial number as serial_no.',
    fix_zh: '使用新证书：用它的私钥签名，serial_no 填它的序列号。',
    source: COMMON_SIGNATURE_MISTAKES,
  }
}

const SYNCHRONISE = {
  fix: 'Set the clock of the machine by a time server (NTP), and take the time when the request is sent.',
  fix_zh: '用时间服务器（NTP）校准机器时间，并在发送请求时取当前时间。',
}

/** The timestamp in WeChat Pay's own sample request, which people copy. */
export const SAMPLE_TIMESTAMP = '1554208460'

export const TIMESTAMP_IN_MILLISECONDS: Mistake = {
  id: 'timestamp-in-milliseconds',
  message: 'The timestamp in Authorization is in milliseconds: {sent}.',
  message_zh: 'Authorization 中的 timestamp 以毫秒为单位：{sent}。',
  fix: 'Give whole seconds since 1970, ten digits: Math.floor(Date.now() / 1000), System.currentTimeMillis() / 1000.',
  fix_zh: 'timestamp 以秒为单位，10 位数字：Math.floor(Date.now() / 1000)、System.currentTimeMillis() / 1000。',
}

export const TIMESTAMP_IN_MICROSECONDS: Mistake = {
  ...TIMESTAMP_IN_MILLISECONDS,
  id: 'timestamp-in-microseconds',
  message: 'The timestamp in Authorization is in microseconds or nanoseconds: {sent}.',
  message_zh: 'Authorization 中的 timestamp 以微秒或纳秒为单位：{sent}。',
}

export const TIMESTAMP_OF_THE_SAMPLE: Mistake = {
  id: 'timestamp-of-the-sample',
  message: "The timestamp is that of WeChat Pay's sample: {sent}.",
  message_zh: 'timestamp 是微信支付文档示例中的值：{sent}。',
  fix: 'Take the current time for every request.',
  fix_zh: '每次请求都要取当前时间。',
}

export const TIMESTAMP_BEHIND: Mistake = {
  id: 'timestamp-behind',
  message: "The timestamp {sent} is {seconds} seconds before the gateway's clock; 300 are allowed.",
  message_zh: 'timestamp {sent} 比网关时间早 {seconds} 秒，最多允许 300 秒。',
  ...SYNCHRONISE,
}

export const TIMESTAMP_AHEAD: Mistake = {
  id: 'timestamp-ahead',
  message: "The timestamp {sent} is {seconds} seconds after the gateway's clock; 300 are allowed.",
  message_zh: 'timestamp {sent} 比网关时间晚 {seconds} 秒，最多允许 300 秒。',
  ...SYNCHRONISE,
}
