import type { Body } from '../body.ts'
import type { Axis, SigningMistake } from '../mistake.ts'
import { COMMON_SIGNATURE_MISTAKES } from './advice.ts'
import { isGbkGarbled } from './body-damage.ts'

export const SPECIFY_UTF_8 = {
  fix: 'Specify UTF-8 wherever text becomes bytes: getBytes(StandardCharsets.UTF_8), Encoding.UTF8.GetBytes(text).',
  fix_zh: '字符串转字节时都要指定 UTF-8：getBytes(StandardCharsets.UTF_8)、Encoding.UTF8.GetBytes(text)。',
}

export const bodyMark: Axis<Body> = {
  id: 'body-mark',
  mistakes: [
    {
      id: 'body-with-bom',
      message: 'The body was signed with a byte order mark (EF BB BF) but sent without it.',
      message_zh: '签名时报文主体开头有 BOM（EF BB BF），实际发送的没有。',
      fix: 'Read and write the body as UTF-8 without a byte order mark.',
      fix_zh: '读写报文主体时使用不带 BOM 的 UTF-8。',
      signedInstead: (body) => (body.byteOrderMark ? [] : [{ ...body, byteOrderMark: true }]),
    },
    {
      id: 'body-without-bom',
      message: 'The body was sent with a byte order mark (EF BB BF) but signed without it.',
      message_zh: '实际发送的报文主体开头有 BOM（EF BB BF），签名时没有。',
      fix: 'Send the body as UTF-8 without a byte order mark.',
      fix_zh: '报文主体用不带 BOM 的 UTF-8 发送。',
      signedInstead: (body) => (body.byteOrderMark ? [{ ...body, byteOrderMark: false }] : []),
    },
  ],
}

/** White space at the start and end of the body. */
export const bodyEnds: Axis<Body> = {
  id: 'body-ends',
  mistakes: [
    {
      id: 'body-with-line-feed',
      message: 'The signed message has a line break too many after the body.',
      message_zh: '待签名串的报文主体之后多了一个换行。',
      fix: 'End the signature message with one line feed: echo and println add another. If the body itself ends in a line break, send that, too: curl -d @file removes it; curl --data-binary @file keeps it.',
      fix_zh:
        '待签名串末尾只有一个换行符：echo 和 println 会再加一个。如果报文主体本身以换行结尾，发送时也要带上：curl -d @file 会去掉，curl --data-binary @file 会保留。',
      signedInstead: (body) => (body.trailing === '' ? ['\n', '\r\n'].map((trailing) => ({ ...body, trailing })) : []),
    },
    {
      id: 'body-trimmed',
      message: 'The body was sent with leading or trailing white space but signed without that white space.',
      message_zh: '实际发送的报文主体首尾有空白字符，签名时没有。',
      fix: 'Sign the bytes that you send, or trim the body before you sign and send it.',
      fix_zh: '对实际发送的字节签名；或先去掉首尾空白，再签名和发送。',
      signedInstead: (body) => (body.leading + body.trailing === '' ? [] : [{ ...body, leading: '', trailing: '' }]),
    },
  ],
}

export const bodyCharset: Axis<Body> = {
  id: 'body-charset',
  mistakes: [
    // Comes before body-in-gbk, because the GBK encoder also writes ? for characters that GBK lacks.
    charset('body-in-ascii', 'ascii', {
      message: 'The body was signed with each non-ASCII character replaced by a question mark (?).',
      message_zh: '签名时报文主体中的中文等非 ASCII 字符变成了问号（?）。',
      ...SPECIFY_UTF_8,
      source: COMMON_SIGNATURE_MISTAKES,
    }),
    {
      ...charset('body-in-gbk', 'gbk', {
        message: 'The body was signed in GBK but sent in UTF-8.',
        message_zh: '签名时报文主体用的是 GBK 编码，实际发送的是 UTF-8。',
        ...SPECIFY_UTF_8,
        source: COMMON_SIGNATURE_MISTAKES,
      }),
      // If encoding this body in GBK gives valid UTF-8, the body was garbled before it was sent; body-sent-as-gbk reports that.
      signedInstead: (body) =>
        isBeyondAscii(body) && body.charset === 'utf-8' && !isGbkGarbled(body.text) ? [{ ...body, charset: 'gbk' }] : [],
    },
    charset('body-utf-8-read-as-gbk', 'utf-8 as gbk', {
      message: 'The UTF-8 bytes of the body were read as GBK before it was signed, so garbled text was signed.',
      message_zh: '签名前报文主体的 UTF-8 字节被当作 GBK 读取，签名的是乱码。',
      ...SPECIFY_UTF_8,
      source: COMMON_SIGNATURE_MISTAKES,
    }),
    charset('body-utf-8-twice', 'utf-8 twice', {
      message: 'The body was encoded in UTF-8 twice before it was signed.',
      message_zh: '签名前报文主体做了两次 UTF-8 编码，成了乱码。',
      fix: 'Read the body as UTF-8, not as ISO-8859-1, before you sign it.',
      fix_zh: '签名前按 UTF-8 读取报文主体，不要按 ISO-8859-1 读取。',
      source: COMMON_SIGNATURE_MISTAKES,
    }),
  ],
}

function charset(id: string, name: Body['charset'], texts: Omit<SigningMistake<Body>, 'id' | 'signedInstead'>): SigningMistake<Body> {
  return { id, ...texts, signedInstead: (body) => (body.charset === 'utf-8' && isBeyondAscii(body) ? [{ ...body, charset: name }] : []) }
}

function isBeyondAscii({ text, byteOrderMark, escapes }: Body): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
  return byteOrderMark || (escapes.nonAscii === 'raw' && /[^\x00-\x7f]/.test(text))
}
