import { type Head, LINES, type Line, permutations } from '../head.ts'
import type { Axis } from '../mistake.ts'
import { COMMON_SIGNATURE_MISTAKES, HOW_TO_SIGN } from './advice.ts'

const SWAPPED: readonly Line[] = ['method', 'target', 'nonce', 'timestamp', 'body']

/** Wrong line orders that occur in practice. */
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

const LINE_ORDER = {
  fix: 'Put the lines in this order: method, URL (path and query), timestamp, random string, body.',
  fix_zh: '待签名串各行依次为：请求方法、URL（路径和查询参数）、时间戳、随机串、报文主体。',
}

export const lineOrder: Axis<Head> = {
  id: 'line-order',
  mistakes: [
    {
      id: 'timestamp-nonce-swapped',
      message: 'The random string (nonce_str) was signed before the timestamp.',
      message_zh: '待签名串中，随机串写在了时间戳前面。',
      ...LINE_ORDER,
      source: COMMON_SIGNATURE_MISTAKES,
      signedInstead: (head) => [{ ...head, lines: SWAPPED }],
    },
    {
      id: 'lines-reordered',
      message: 'The lines were signed in the wrong order: {order}.',
      message_zh: '待签名串各行的顺序不对：{order}。',
      ...LINE_ORDER,
      source: COMMON_SIGNATURE_MISTAKES,
      signedInstead: (head) => USUAL.map((lines) => ({ ...head, lines })),
      rare: (head) => RARE.map((lines) => ({ ...head, lines })),
      seen: ({ lines }) => ({ order: lines.join(', ') }),
    },
    {
      id: 'response-message-signed',
      message: 'The three lines for verifying an answer were signed: timestamp, random string, body.',
      message_zh: '待签名串用成了应答验签的三行格式：时间戳、随机串、报文主体。',
      fix: 'Sign five lines for a request: method, URL (path and query), timestamp, random string, body.',
      fix_zh: '请求的待签名串有五行：请求方法、URL（路径和查询参数）、时间戳、随机串、报文主体。',
      source: HOW_TO_SIGN,
      signedInstead: (head) => [{ ...head, lines: ['timestamp', 'nonce', 'body'] }],
    },
  ],
}

export const lineFeeds: Axis<Head> = {
  id: 'line-feeds',
  mistakes: [
    {
      id: 'no-final-line-feed',
      message: 'The signature message was signed without the line feed at its end.',
      message_zh: '待签名串最后一行末尾缺少换行符。',
      fix: 'End every line with a line feed (\\n, one byte 0x0A), including the last line, even if the body is empty.',
      fix_zh: '每一行都以换行符 \\n（0x0A）结尾，最后一行也要有，报文主体为空时同样如此。',
      source: COMMON_SIGNATURE_MISTAKES,
      // If the body ends in a line feed, a client that trims the body signs the same message. That mistake is likelier.
      likelihood: 'less',
      signedInstead: (head) => [ended(head, '\n', '')],
    },
    {
      id: 'line-feeds-crlf',
      message: 'The lines were signed with CR LF (\\r\\n) instead of a line feed between them.',
      message_zh: '待签名串的换行符用成了 CRLF（\\r\\n）。',
      fix: 'End every line with \\n (one byte 0x0A). Do not use println or a platform line separator.',
      fix_zh: '换行符只能是 \\n（0x0A），不要用 println 或随平台变化的换行符。',
      signedInstead: (head) => [ended(head, '\r\n', '\r\n'), ended(head, '\r\n', '')],
    },
    {
      id: 'line-feeds-literal',
      message: 'A backslash and the letter n were signed instead of each line feed.',
      message_zh: '待签名串中的换行符成了反斜杠和字母 n 两个字符。',
      fix: "Make sure that \\n becomes one byte, 0x0A: use double quotes in PHP and $'…' in a shell.",
      fix_zh: "换行符必须是一个字节 0x0A：PHP 用双引号字符串，Shell 用 $'…'。",
      source: HOW_TO_SIGN,
      signedInstead: (head) => [ended(head, '\\n', '\\n'), ended(head, '\\n', '')],
      // A client that signs the output of `echo` also signs the line feed that `echo` adds.
      rare: (head) => [ended(head, '\\n', '\\n\n'), ended(head, '\\n', '\n')],
    },
    {
      id: 'lines-indented',
      message: 'All lines after the first were signed with spaces or tabs before them.',
      message_zh: '待签名串从第二行起，行首带有空格或制表符。',
      fix: 'Join the five lines in code. Do not write them as an indented multi-line string.',
      fix_zh: '用代码拼接五行，不要写成带缩进的多行字符串。',
      signedInstead: (head) => ['\n    ', '\n  '].map((lineFeed) => ended(head, lineFeed, '\n')),
      rare: (head) => ['\n      ', '\n        ', '\n\t'].map((lineFeed) => ended(head, lineFeed, '\n')),
    },
    {
      id: 'no-line-feeds',
      message: 'The lines were signed without line feeds between them.',
      message_zh: '待签名串各行之间没有换行符。',
      fix: 'End every line with a line feed (\\n, one byte 0x0A).',
      fix_zh: '每一行都以换行符 \\n（0x0A）结尾。',
      signedInstead: (head) => [ended(head, '', ''), ended(head, '', '\n')],
    },
  ],
}

function ended(head: Head, lineFeed: string, lastLineFeed: string) {
  return { ...head, lineFeed, lastLineFeed }
}
