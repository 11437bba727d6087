import { type Head, LINES, type Line, permutations } from '../head.ts'
import type { Axis } from '../mistake.ts'
import { COMMON_SIGNATURE_MISTAKES, HOW_TO_SIGN } from './advice.ts'

const SWAPPED: readonly Line[] = ['method', 'target', 'nonce', 'timestamp', 'body']

/** Orders that were seen in practice; the others are tried without other mistakes. */
const USUAL: readonly (readonly Line[])[] = [
  ['timestamp', 'nonce', 'method', 'target', 'body'],
  ['target', 'method', 'timestamp', 'nonce', 'body'],
  ['method', 'target', 'body', 'timestamp', 'nonce'],
  ['timestamp', 'nonce', 'body', 'method', 'target'],
  ['nonce', 'timestamp', 'method', 'target', 'body'],
]

const RARE: readonly (readonly Line[])[] = permutations(LINES).filter(
  (lines) => ![LINES, SWAPPED, ...USUAL].some((known) => String(known) === String(lines)),
)

export const lineOrder: Axis<Head> = {
  id: 'line-order',
  mistakes: [
    {
      id: 'timestamp-nonce-swapped',
      message: 'The random string was signed before the timestamp.',
      message_zh: '签名串中随机串写在了时间戳之前。',
      fix: 'Put the lines in this order: method, target, timestamp, random string, body.',
      fix_zh: '签名串各行的顺序为：请求方法、URL、时间戳、随机串、请求报文主体。',
      source: COMMON_SIGNATURE_MISTAKES,
      signs: (head) => [{ ...head, lines: SWAPPED }],
    },
    {
      id: 'lines-reordered',
      message: 'The lines were signed in another order: {order}.',
      message_zh: '签名串各行的顺序有误：{order}。',
      fix: 'Put the lines in this order: method, target, timestamp, random string, body.',
      fix_zh: '签名串各行的顺序为：请求方法、URL、时间戳、随机串、请求报文主体。',
      source: COMMON_SIGNATURE_MISTAKES,
      signs: (head) => USUAL.map((lines) => ({ ...head, lines })),
      alone: (head) => RARE.map((lines) => ({ ...head, lines })),
      seen: ({ lines }) => ({ order: lines.join(', ') }),
    },
    {
      id: 'response-message-signed',
      message: 'The three lines of an answer were signed: timestamp, random string, body.',
      message_zh: '签名串用成了应答验签的三行格式：时间戳、随机串、报文主体。',
      fix: 'A request is signed over five lines: method, target, timestamp, random string, body.',
      fix_zh: '请求的签名串有五行：请求方法、URL、时间戳、随机串、请求报文主体。',
      source: HOW_TO_SIGN,
      signs: (head) => [{ ...head, lines: ['timestamp', 'nonce', 'body'] }],
    },
  ],
}

export const lineFeeds: Axis<Head> = {
  id: 'line-feeds',
  mistakes: [
    {
      id: 'no-final-line-feed',
      message: 'The last line was signed without its line feed.',
      message_zh: '签名串最后一行末尾缺少换行符。',
      fix: 'End every line with a line feed (\\n, one byte 0x0A), the last one and an empty body too.',
      fix_zh: '每一行都以换行符（\\n，即 0x0A）结束，包括最后一行；报文主体为空时也要有换行符。',
      source: COMMON_SIGNATURE_MISTAKES,
      signs: (head) => [ended(head, '\n', '')],
    },
    {
      id: 'line-feeds-crlf',
      message: 'The lines were signed with CR LF (\\r\\n) between them.',
      message_zh: '签名串的换行符用成了 CRLF（\\r\\n）。',
      fix: 'End every line with a line feed alone (\\n, one byte 0x0A): no platform line separator, no println.',
      fix_zh: '换行符只能是 \\n（0x0A）：不要使用平台相关的换行符。',
      signs: (head) => [ended(head, '\r\n', '\r\n'), ended(head, '\r\n', '')],
    },
    {
      id: 'line-feeds-literal',
      message: 'A backslash and an n were signed in the place of each line feed.',
      message_zh: '签名串中的换行符写成了反斜杠和字母 n 两个字符。',
      fix: "Write the line feed so that your language makes one byte 0x0A of it; in PHP and shell, in double quotes or $'…'.",
      fix_zh: "换行符必须是一个字节 0x0A；PHP 中要用双引号，Shell 中要用 $'…'。",
      source: HOW_TO_SIGN,
      signs: (head) => [ended(head, '\\n', '\\n'), ended(head, '\\n', '')],
    },
    {
      id: 'lines-indented',
      message: 'The lines behind the first were signed with blanks before them.',
      message_zh: '签名串第一行之后的各行前面带有空格或制表符。',
      fix: 'Join the five lines by code, not in a string that goes over several indented lines of the source.',
      fix_zh: '用代码拼接五行，不要写成带缩进的多行字符串。',
      signs: (head) => ['\n    ', '\n  '].map((lineFeed) => ended(head, lineFeed, '\n')),
      alone: (head) => ['\n      ', '\n        ', '\n\t'].map((lineFeed) => ended(head, lineFeed, '\n')),
    },
    {
      id: 'no-line-feeds',
      message: 'The lines were signed with nothing between them.',
      message_zh: '签名串各行之间没有换行符。',
      fix: 'End every line with a line feed (\\n, one byte 0x0A).',
      fix_zh: '每一行都以换行符（\\n，即 0x0A）结束。',
      signs: (head) => [ended(head, '', ''), ended(head, '', '\n')],
    },
  ],
}

function ended(head: Head, lineFeed: string, lastLineFeed: string) {
  return { ...head, lineFeed, lastLineFeed }
}
