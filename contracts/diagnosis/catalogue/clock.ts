import type { Mistake } from '../mistake.ts'

const SYNCHRONISE = {
  fix: 'Set the clock of the machine by a time server (NTP), and take the time when the request is sent.',
  fix_zh: '用时间服务器（NTP）校准机器时间，并在发送请求时取当前时间。',
}

/** The timestamp in WeChat Pay's own sample of a request, which people copy. */
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
