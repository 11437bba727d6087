import type { Mistake } from '../../mistake.ts'
import { HOW_TO_VERIFY } from './advice.ts'

const THREE_LINES = {
  fix: 'Verify three lines: the timestamp, the random string and the body. End each line, including the last, with a line feed (\\n, 0x0A).',
  fix_zh: '验签名串有三行：时间戳、随机串、报文主体，每行以换行符 \\n（0x0A）结尾，最后一行也要有。',
  source: HOW_TO_VERIFY,
}

export const VERIFIED_WITH_METHOD: Mistake = {
  id: 'verified-with-method-and-path',
  message: 'The text that was verified begins with the method and path of a request: {seen}.',
  message_zh: '验签名串开头有请求方法和 URL：{seen}。',
  ...THREE_LINES,
}

export const VERIFIED_IN_WRONG_ORDER: Mistake = {
  id: 'verified-in-wrong-order',
  message: 'The lines of the text that was verified are in the wrong order: {order}.',
  message_zh: '验签名串各行的顺序不对，实际的顺序：{order_zh}。',
  ...THREE_LINES,
}

export const VERIFIED_WITHOUT_FINAL_LINE_FEED: Mistake = {
  id: 'verified-without-final-line-feed',
  message: 'The text that was verified lacks the line feed at its end.',
  message_zh: '验签名串末尾缺少换行符。',
  ...THREE_LINES,
}

export const VERIFIED_WITH_CRLF: Mistake = {
  id: 'verified-with-crlf',
  message: 'The text that was verified has CR LF (\\r\\n) instead of line feeds.',
  message_zh: '验签名串的换行符是 CRLF（\\r\\n）。',
  ...THREE_LINES,
}

export const VERIFIED_WITH_LITERAL_LINE_FEEDS: Mistake = {
  id: 'verified-with-literal-line-feeds',
  message: 'The text that was verified has a backslash and the letter n instead of each line feed.',
  message_zh: '验签名串中的换行符成了反斜杠和字母 n 两个字符。',
  ...THREE_LINES,
}

export const VERIFIED_WITHOUT_LINE_FEEDS: Mistake = {
  id: 'verified-without-line-feeds',
  message: 'The text that was verified has no line feeds between its parts.',
  message_zh: '验签名串各部分之间没有换行符。',
  ...THREE_LINES,
}

export const VERIFIED_ANOTHER_TIMESTAMP: Mistake = {
  id: 'verified-another-timestamp',
  message: 'The text that was verified has the timestamp {seen}; Wechatpay-Timestamp is {wanted}.',
  message_zh: '验签名串中的时间戳是 {seen}，Wechatpay-Timestamp 是 {wanted}。',
  ...THREE_LINES,
}

export const VERIFIED_ANOTHER_NONCE: Mistake = {
  id: 'verified-another-nonce',
  message: 'The text that was verified has the random string {seen}; Wechatpay-Nonce is {wanted}.',
  message_zh: '验签名串中的随机串是 {seen}，Wechatpay-Nonce 是 {wanted}。',
  ...THREE_LINES,
}

export const VERIFIED_ANOTHER_BODY: Mistake = {
  id: 'verified-another-body',
  message: 'The body received is right, but the text that was verified has another body: {seen}',
  message_zh: '收到的报文主体没有问题，但验签名串中的报文主体不同：{seen}',
  ...THREE_LINES,
}

export const VERIFIED_SOMETHING_ELSE: Mistake = {
  id: 'verified-something-else',
  message: 'The text that was verified does not consist of Wechatpay-Timestamp, Wechatpay-Nonce and a body: {seen}',
  message_zh: '验签名串不是由 Wechatpay-Timestamp、Wechatpay-Nonce 和报文主体组成的：{seen}',
  ...THREE_LINES,
}
