import { isDeepStrictEqual } from 'node:util'
import { type FieldPieces, type HeaderPieces, isSchemeLike, meantField, readPieces, wordsOf, writePieces } from '../header-pieces.ts'
import type { Mistake } from '../mistake.ts'
import { type HeaderMistake, inPieces, LONGEST_SCHEME_SHOWN, namesShown, shown } from './header-mistake.ts'

const PASTED_NAME = /^\s*authorization(?![\w-])\s*[:=]?\s*/i
const OTHER_SCHEME = /^(?:basic|bearer|digest|hmac|negotiate|token)(?= |$)|^[a-z][\w-]{0,30}(?= \S)/i

/** The mistakes in the header as a whole, in the order in which they are mended. */
export const headerMistakes: readonly HeaderMistake[] = [
  {
    id: 'authorization-missing',
    message:
      'The request has no Authorization header, or an empty one. Some SDKs sign only requests to hosts that end in .mch.weixin.qq.com: wechatpay-apache-httpclient, and WxJava before 4.8.2.',
    message_zh:
      '请求没有 Authorization 头，或者它的值为空。有些 SDK 只为以 .mch.weixin.qq.com 结尾的域名签名：wechatpay-apache-httpclient，以及 4.8.2 之前的 WxJava。',
    fix: 'Sign the request. With one of these SDKs, keep a host name that it signs for and lead it here by the hosts file or an HTTP proxy, or update WxJava; if a proxy stands between, let it pass the header on.',
    fix_zh:
      '请为请求签名。使用上述 SDK 时，请保留它会签名的域名，并通过 hosts 文件或 HTTP 代理指向本服务，或升级 WxJava；中间如有代理，请让它转发该请求头。',
    source: 'https://github.com/binarywang/WxJava/issues/3874',
    mend: (header) => (header.trim() ? undefined : { header }),
    spoil: () => ['', ' '],
  },
  {
    id: 'authorization-twice',
    message: 'The request has two Authorization headers, or one that holds two values.',
    message_zh: '请求带有两个 Authorization 头，或一个 Authorization 头中有两个值。',
    fix: 'Send one. Often the SDK signs, and code or a proxy adds another header: take that one out.',
    fix_zh: '只发送一个。常见原因是 SDK 已经签名，而业务代码或代理又添加了一个：请去掉后者。',
    mend: mendTwice,
    spoil: (header) => [`${header}, ${header}`, `Bearer abcdef, ${header}`, `${header}, Bearer abcdef`],
  },
  {
    id: 'authorization-name-pasted',
    message: "The header's value begins with its name, Authorization.",
    message_zh: '请求头的值以请求头名称 Authorization 开头。',
    fix: 'Set the header Authorization to the value alone, which begins with WECHATPAY2-SHA256-RSA2048; write no blank before the colon of the header.',
    fix_zh: '请将 Authorization 头的值设为以 WECHATPAY2-SHA256-RSA2048 开头的内容，不含名称；请求头名称与冒号之间不要有空格。',
    source: 'https://developers.weixin.qq.com/community/pay/doc/000e88011241b88107f10257b6e400',
    mend: (header) => (PASTED_NAME.test(header) ? { header: header.replace(PASTED_NAME, '') } : undefined),
    spoil: (header) => [`Authorization: ${header}`, `authorization:${header}`, `Authorization : ${header}`, `Authorization ${header}`],
  },
  {
    id: 'authorization-other-scheme',
    message: 'The authentication scheme is {scheme}, and none of the fields of WeChat Pay follows it.',
    message_zh: '认证类型为 {scheme}，其后没有微信支付的签名信息。',
    fix: 'Sign the request and send WECHATPAY2-SHA256-RSA2048 with mchid, nonce_str, signature, timestamp and serial_no; WeChat Pay knows no access tokens or passwords.',
    fix_zh:
      '请为请求签名，并使用认证类型 WECHATPAY2-SHA256-RSA2048，其后为商户号、随机串、签名、时间戳、证书序列号五项；微信支付不使用访问令牌或密码。',
    mend: (header, pieces) => {
      const [scheme] = pieces ? [] : (OTHER_SCHEME.exec(header) ?? [])
      return scheme && !isSchemeLike(scheme) ? { header, placeholders: { scheme: shown(scheme, LONGEST_SCHEME_SHOWN) } } : undefined
    },
    spoil: () => ['Bearer eyJhbGciOiJSUzI1NiJ9.e30.c2ln', 'Basic dXNlcjpwYXNzd29yZA==', 'Bearer'],
  },
  {
    id: 'authorization-line-breaks',
    message: 'The header has line breaks in it, or what is left of them (in or before: {names}).',
    message_zh: '请求头中有换行，或换行留下的痕迹（位置：{names} 之中或之前）。',
    fix: 'Encode the signature in base64 without line breaks (Base64.getEncoder() and not getMimeEncoder(), b64encode and not encodebytes, openssl base64 -A), and write the header in one line.',
    fix_zh:
      '签名的 Base64 编码不要换行（用 Base64.getEncoder() 而不是 getMimeEncoder()，用 b64encode 而不是 encodebytes，用 openssl base64 -A），并将请求头写成一行。',
    source: 'https://developers.weixin.qq.com/community/pay/doc/00028e11d3c3f871b82c3bea851000',
    mend: inPieces((pieces) => {
      const mended = { ...pieces, gap: joinGap(pieces.gap), fields: pieces.fields.map(joinField), rest: joinLines(pieces.rest) }
      return writePieces(mended) === writePieces(pieces) ? undefined : { pieces: mended, placeholders: { names: broken(pieces, mended) } }
    }),
    spoil: (header) => [
      ...[64, 76].flatMap((length) => ['\n', '\r\n', '\\n', ' '].map((lineBreak) => breakSignature(header, length, lineBreak))),
      header.replaceAll(',', ',\r\n  '),
      header.replaceAll(',', ',\\n'),
      header.replace(/^(\S+) (?=\w)/, '$1\n'),
    ],
  },
]

/** Splits before each comma-separated part that begins with a scheme, and keeps the first header that is one of WeChat Pay. */
function mendTwice(header: string): ReturnType<HeaderMistake['mend']> {
  const parts = header.split(',')
  const starts = [0, ...parts.flatMap((part, index) => (index && beginsHeader(part) ? [index] : []))]
  const headers = starts.map((start, index) =>
    parts
      .slice(start, starts[index + 1])
      .join(',')
      .trim(),
  )
  const ours = headers.find((text) => readPieces(text)) ?? headers[0]
  return headers.length > 1 && ours !== undefined ? { header: ours } : undefined
}

function beginsHeader(part: string): boolean {
  const text = part.trimStart()
  const words = wordsOf(text.slice(0, text.search(/=|$/)))
  return PASTED_NAME.test(text) || words.some(isSchemeLike) || /^(?:basic|bearer|digest)$/i.test(words[0] ?? '')
}

/** Line breaks, or their escapes `\n` and `\r`, with the indentation of the next line. */
const INDENTED_LINE_BREAKS = /(?:[\r\n]|\\[rn])+\s*/g
const REAL_LINE_BREAKS = /[\r\n]+/g
/** The line lengths of PEM and MIME. */
const LINE_LENGTHS: readonly number[] = [64, 76]

function joinGap(gap: string): string {
  const joined = joinLines(gap)
  return joined === gap || joined.endsWith(' ') ? joined : `${joined} `
}

function joinField(field: FieldPieces): FieldPieces {
  const separator = joinLines(field.separator) || (field.separator && ',')
  const value = meantField(field.name) === 'signature' ? joinSignature(field.value) : field.value.replace(REAL_LINE_BREAKS, '')
  return { ...field, separator, equals: joinLines(field.equals), value }
}

function joinLines(text: string): string {
  return text.replace(INDENTED_LINE_BREAKS, '')
}

/** Removes line breaks, and blanks if they split whole base64 into lines of equal length: other blanks may have been plus signs. */
export function joinSignature(value: string): string {
  const joined = joinLines(value)
  const lines = joined.trim().split(/\s+/)
  const areLines = lines.slice(0, -1).every(({ length }) => LINE_LENGTHS.includes(length)) && lines.join('').length % 4 === 0
  return areLines ? lines.join('') : joined
}

/** The names of the fields with line breaks in or before them. */
function broken(before: HeaderPieces, after: HeaderPieces): string {
  const names = before.fields.filter((field, index) => !isDeepStrictEqual(field, after.fields[index])).map(({ name }) => name)
  const [first] = before.gap === after.gap ? [] : before.fields
  return namesShown([...new Set([...(first ? [first.name] : []), ...names])])
}

function breakSignature(header: string, length: number, lineBreak: string): string {
  const lines = new RegExp(`[\\w+/]{${length}}(?=[\\w+/=])`, 'g')
  return header.replace(/(?<=sign(?:ature)?\W{1,8})[\w+/]+=*/, (signature) => signature.replace(lines, `$&${lineBreak}`))
}

/** The longest header that is analysed, in characters; a right one has about 600. */
export const LONGEST_HEADER = 4_096

/** For a header that no mistake of the list explains. */
export const authorizationUnreadable: Mistake = {
  id: 'authorization-unreadable',
  message: 'The Authorization header is not of the form of WeChat Pay. Of its five fields, these could be read: {names}.',
  message_zh: 'Authorization 头不符合微信支付的格式。五项签名信息中可以读出的有：{names}。',
  fix: 'Send it as WECHATPAY2-SHA256-RSA2048 mchid="…",nonce_str="…",signature="…",timestamp="…",serial_no="…": plain text, neither JSON nor URL-encoded.',
  fix_zh:
    '请按以下格式发送：WECHATPAY2-SHA256-RSA2048 mchid="…",nonce_str="…",signature="…",timestamp="…",serial_no="…"；应为纯文本，不要用 JSON，也不要做 URL 编码。',
  source: 'https://github.com/wechatpay-apiv3/wechatpay-go/issues/228',
}
