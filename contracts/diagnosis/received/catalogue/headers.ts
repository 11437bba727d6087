import type { Mistake } from '../../mistake.ts'
import { ABOUT_NOTIFICATIONS, HOW_TO_VERIFY, TAKE_HEADERS_UNCHANGED } from './advice.ts'

export const HEADERS_ALL_MISSING: Mistake = {
  id: 'received-headers-all-missing',
  message: 'The message has none of the headers Wechatpay-Timestamp, -Nonce, -Serial and -Signature, or they are empty.',
  message_zh: '四个签名头 Wechatpay-Timestamp、-Nonce、-Serial、-Signature 都没有，或其值为空。',
  fix: 'Verify 2xx answers and notifications only: WeChat Pay does not sign an answer to a request whose signature it refused. If this message is a 2xx answer or a notification, look for a proxy or CDN that drops headers beginning with Wechatpay-.',
  fix_zh:
    '只对 2xx 应答和回调验签：请求验签未通过时，微信支付的应答不带签名。如果这正是 2xx 应答或回调，检查是否有代理或 CDN 去掉了 Wechatpay- 开头的头。',
  source: HOW_TO_VERIFY,
}

export const HEADERS_MISSING: Mistake = {
  id: 'received-headers-missing',
  message: 'These headers are missing or empty: {names}.',
  message_zh: '缺少以下签名头，或其值为空：{names}。',
  fix: 'Take all four from the message received; the letter case of a name does not matter. Look for a proxy that drops headers, and for a misspelt name.',
  fix_zh: '四个头都从收到的报文中取，头的名称不区分大小写。检查是否有代理去掉了头，以及名称是否写错。',
  source: HOW_TO_VERIFY,
}

export const HEADER_UNSET: Mistake = {
  id: 'received-header-unset',
  message: '{name} is the text {value}: the header was never read.',
  message_zh: '{name} 的值是文本 {value}：没有读到这个头。',
  ...TAKE_HEADERS_UNCHANGED,
}

export const HEADERS_DOUBLED: Mistake = {
  id: 'received-headers-doubled',
  message: 'There is more than one value of {name}: {value}.',
  message_zh: '{name} 有多个值：{value}。',
  fix: 'Find out which proxy or test double adds its own value, and verify with the values of WeChat Pay.',
  fix_zh: '找出是哪个代理或模拟服务添加了自己的值，用微信支付给出的值验签。',
  source: HOW_TO_VERIFY,
}

export const HEADERS_JOINED: Mistake = {
  id: 'received-headers-joined',
  message: '{name} has several values joined with commas: {value}.',
  message_zh: '{name} 是用逗号连接的多个值：{value}。',
  fix: 'HTTP libraries join a header that arrives twice. Find out which proxy or test double adds its own value, and verify with the values of WeChat Pay.',
  fix_zh: '同名头收到两次时，HTTP 库会用逗号连接。找出是哪个代理或模拟服务添加了自己的值，用微信支付给出的值验签。',
  source: HOW_TO_VERIFY,
}

export const HEADER_BLANKS: Mistake = {
  id: 'received-header-blanks',
  message: '{name} has white space or line breaks at its beginning or end.',
  message_zh: '{name} 的值首尾有空白或换行。',
  fix: 'Trim the values of the headers, or read them with an HTTP library, which trims them.',
  fix_zh: '去掉头的值首尾的空白；用 HTTP 库读取时会自动去掉。',
}

export const HEADER_QUOTED: Mistake = {
  id: 'received-header-quoted',
  message: '{name} has quotation marks or brackets around its value.',
  message_zh: '{name} 的值带有引号或方括号。',
  fix: 'Take the value itself: a list of values, or a value printed by a log, is not the header.',
  fix_zh: '取值本身：打印出来的列表或日志中的值不是头的原值。',
}

export const HEADERS_SWAPPED: Mistake = {
  id: 'received-headers-swapped',
  message: 'The values of Wechatpay-Timestamp and Wechatpay-Nonce are swapped.',
  message_zh: 'Wechatpay-Timestamp 与 Wechatpay-Nonce 的值互换了。',
  ...TAKE_HEADERS_UNCHANGED,
}

const SECONDS = {
  fix: 'Use the text of Wechatpay-Timestamp as received: ten digits, the seconds since 1970. Do not convert it to a time and back.',
  fix_zh: 'Wechatpay-Timestamp 按收到的文本使用，即 10 位数字的秒数；不要转换成时间再转回来。',
  source: HOW_TO_VERIFY,
}

export const TIMESTAMP_IN_MILLISECONDS: Mistake = {
  id: 'received-timestamp-in-milliseconds',
  message: 'Wechatpay-Timestamp is in milliseconds: {value}.',
  message_zh: 'Wechatpay-Timestamp 是毫秒：{value}。',
  ...SECONDS,
}

export const TIMESTAMP_AS_DATE: Mistake = {
  id: 'received-timestamp-as-date',
  message: 'Wechatpay-Timestamp is a date instead of seconds: {value}.',
  message_zh: 'Wechatpay-Timestamp 是日期，不是秒数：{value}。',
  ...SECONDS,
}

export const TIMESTAMP_NOT_IN_SECONDS: Mistake = {
  id: 'received-timestamp-no-number',
  message: 'Wechatpay-Timestamp is not a time in seconds: {value}.',
  message_zh: 'Wechatpay-Timestamp 不是以秒为单位的时间：{value}。',
  ...SECONDS,
}

const CLOCKS = {
  fix: 'Synchronise the clock of your machine (NTP), and verify a message when it arrives. A stored or replayed message fails this check; a repeated notification has a new timestamp.',
  fix_zh: '用 NTP 校准机器时间，收到报文后立即验签。保存后重放的报文通不过这项检查；重发的回调带有新的时间戳。',
  source: ABOUT_NOTIFICATIONS,
}

export const TIMESTAMP_BEHIND: Mistake = {
  id: 'received-timestamp-behind',
  message: 'Wechatpay-Timestamp {value} is {seconds} seconds behind your clock; 300 are allowed.',
  message_zh: 'Wechatpay-Timestamp {value} 比你的时钟慢 {seconds} 秒，最多允许 300 秒。',
  ...CLOCKS,
}

export const TIMESTAMP_AHEAD: Mistake = {
  id: 'received-timestamp-ahead',
  message: 'Wechatpay-Timestamp {value} is {seconds} seconds ahead of your clock; 300 are allowed.',
  message_zh: 'Wechatpay-Timestamp {value} 比你的时钟快 {seconds} 秒，最多允许 300 秒。',
  ...CLOCKS,
}
