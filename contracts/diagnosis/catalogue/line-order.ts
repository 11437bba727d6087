import { type Head, LINES, type Line } from '../head.ts'
import type { Axis } from '../mistake.ts'
import { permutations } from '../permutations.ts'
import { COMMON_SIGNATURE_MISTAKES, HOW_TO_SIGN } from './sources.ts'

const SWAPPED: readonly Line[] = ['method', 'target', 'nonce', 'timestamp', 'body']

/** Orders that people wrote; the others are looked for alone. */
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
