import type { Body } from '../body.ts'
import type { Axis, SigningMistake } from '../mistake.ts'
import { COMMON_SIGNATURE_MISTAKES } from './advice.ts'

export const bodyMark: Axis<Body> = {
  id: 'body-mark',
  mistakes: [
    {
      id: 'body-with-bom',
      message: 'A byte order mark (EF BB BF) was signed before the body, and not sent.',
      message_zh: '签名时报文开头有 BOM（EF BB BF），实际发送的没有。',
      fix: 'Write and read the body as UTF-8 without a byte order mark.',
      fix_zh: '使用不带 BOM 的 UTF-8。',
      signs: (body) => (body.byteOrderMark ? [] : [{ ...body, byteOrderMark: true }]),
    },
    {
      id: 'body-without-bom',
      message: 'The body was sent with a byte order mark (EF BB BF) that was not signed.',
      message_zh: '实际发送的报文开头有 BOM（EF BB BF），签名时没有。',
      fix: 'Send the body as UTF-8 without a byte order mark.',
      fix_zh: '发送不带 BOM 的 UTF-8。',
      signs: (body) => (body.byteOrderMark ? [{ ...body, byteOrderMark: false }] : []),
    },
  ],
}

/** White space at the ends of the body. */
export const bodyEnds: Axis<Body> = {
  id: 'body-ends',
  mistakes: [
    {
      id: 'body-with-line-feed',
      message: 'The body was signed with a line break at its end, and sent without.',
      message_zh: '签名时报文末尾有换行，实际发送的没有。',
      fix: 'Sign the bytes that are sent; curl -d @file drops line breaks, --data-binary keeps them.',
      fix_zh: '对实际发送的字节签名；curl -d @file 会去掉换行，--data-binary 会保留。',
      signs: (body) => (body.trailing === '' ? ['\n', '\r\n'].map((trailing) => ({ ...body, trailing })) : []),
    },
    {
      id: 'body-trimmed',
      message: 'The body was signed without the white space around it that was sent.',
      message_zh: '实际发送的报文首尾有空白字符，签名时没有。',
      fix: 'Sign the bytes that are sent, or trim the body before both.',
      fix_zh: '对实际发送的字节签名，或在签名和发送之前都去掉首尾空白。',
      signs: (body) => (body.leading + body.trailing === '' ? [] : [{ ...body, leading: '', trailing: '' }]),
    },
  ],
}

/** How the characters of the body become bytes. */
export const bodyCharset: Axis<Body> = {
  id: 'body-charset',
  mistakes: [
    // Before GBK, which also writes ? for the characters that it lacks.
    charset('body-in-ascii', 'ascii', {
      message: 'The body was signed with ? in the place of every character beyond ASCII.',
      message_zh: '签名时中文等字符变成了问号（?）。',
      fix: 'Name UTF-8 wherever text becomes bytes: getBytes(StandardCharsets.UTF_8), Encoding.UTF8.',
      fix_zh: '字符串转字节时都指定 UTF-8：getBytes(StandardCharsets.UTF_8)、Encoding.UTF8。',
      source: COMMON_SIGNATURE_MISTAKES,
    }),
    charset('body-in-gbk', 'gbk', {
      message: 'The body was signed in GBK, and sent in UTF-8.',
      message_zh: '签名时报文用了 GBK 编码，实际发送的是 UTF-8。',
      fix: 'Name UTF-8 wherever text becomes bytes: getBytes(StandardCharsets.UTF_8), Encoding.UTF8.',
      fix_zh: '字符串转字节时都指定 UTF-8：getBytes(StandardCharsets.UTF_8)、Encoding.UTF8。',
      source: COMMON_SIGNATURE_MISTAKES,
    }),
    charset('body-utf-8-twice', 'utf-8 twice', {
      message: 'The body was encoded in UTF-8 twice before it was signed.',
      message_zh: '签名前报文被做了两次 UTF-8 编码（乱码）。',
      fix: 'Read the body as UTF-8, not as ISO-8859-1, before it is signed.',
      fix_zh: '签名前按 UTF-8 读取报文，不要按 ISO-8859-1 读取。',
      source: COMMON_SIGNATURE_MISTAKES,
    }),
  ],
}

function charset(id: string, name: Body['charset'], texts: Omit<SigningMistake<Body>, 'id' | 'signs'>): SigningMistake<Body> {
  return { id, ...texts, signs: (body) => (body.charset === 'utf-8' && isBeyondAscii(body) ? [{ ...body, charset: name }] : []) }
}

function isBeyondAscii({ text, byteOrderMark, escapes }: Body): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the bounds of ASCII
  return byteOrderMark || (escapes.nonAscii === 'raw' && /[^\x00-\x7f]/.test(text))
}
