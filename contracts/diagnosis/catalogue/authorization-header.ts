import { isDeepStrictEqual } from 'node:util'
import { type FieldPieces, type HeaderPieces, isSchemeLike, meantField, readPieces, wordsOf, writePieces } from '../header-pieces.ts'
import type { Mistake } from '../mistake.ts'
import { type HeaderMistake, inPieces, LONGEST_SCHEME_SHOWN, namesShown, shown } from './header-mistake.ts'

const PASTED_NAME = /^\s*authorization(?![\w-])\s*[:=]?\s*/i
const OTHER_SCHEME = /^(?:basic|bearer|digest|hmac|negotiate|token)(?= |$)|^[a-z][\w-]{0,30}(?= \S)/i

/** The mistakes in the Authorization header as a whole, in the order in which they are repaired. */
export const headerMistakes: readonly HeaderMistake[] = [
  {
    id: 'authorization-missing',
    message:
      'The request has no Authorization header, or an empty one. Some SDKs sign only requests to hosts that end in .mch.weixin.qq.com: wechatpay-apache-httpclient, and WxJava before 4.8.2.',
    message_zh:
      '请求没有 Authorization 请求头，或其值为空。有些 SDK 只为以 .mch.weixin.qq.com 结尾的域名签名：wechatpay-apache-httpclient，以及 4.8.2 之前的 WxJava。',
    fix: 'Sign the request. If you use WxJava, upgrade it. With either SDK, you can also keep a host that the SDK signs for, and point that host here with the hosts file or an HTTP proxy. Make sure that every proxy in between forwards the header.',
    fix_zh:
      '为请求签名。使用上述 SDK 时，升级 WxJava，或保留它会签名的域名，用 hosts 文件或 HTTP 代理指向本服务。中间有代理时，让代理转发该请求头。',
    source: 'https://github.com/binarywang/WxJava/issues/3874',
    repair: (header) => (header.trim() ? undefined : { header }),
    spoil: () => ['', ' '],
  },
  {
    id: 'authorization-twice',
    message: 'The request has more than one Authorization header, or one header with more than one value.',
    message_zh: '请求带有多个 Authorization 请求头，或一个请求头里有多个值。',
    fix: 'Send only one. Usually the SDK already signs, and your code or a proxy adds another header: remove that one.',
    fix_zh: '只发送一个。常见原因是 SDK 已经签名，业务代码或代理又加了一个：去掉后加的那个。',
    repair: keepOne,
    spoil: (header) => [`${header}, ${header}`, `Bearer abcdef, ${header}`, `${header}, Bearer abcdef`],
  },
  {
    id: 'authorization-name-pasted',
    message: 'The value of the header starts with the name of the header, Authorization.',
    message_zh: '请求头的值里又写了一遍请求头名称 Authorization。',
    fix: 'Start the value of the header with WECHATPAY2-SHA256-RSA2048, without the name. Put no space between the name and the colon.',
    fix_zh: '请求头的值以 WECHATPAY2-SHA256-RSA2048 开头，不含请求头名称；名称与冒号之间不要有空格。',
    source: 'https://developers.weixin.qq.com/community/pay/doc/000e88011241b88107f10257b6e400',
    repair: (header) => (PASTED_NAME.test(header) ? { header: header.replace(PASTED_NAME, '') } : undefined),
    spoil: (header) => [`Authorization: ${header}`, `authorization:${header}`, `Authorization : ${header}`, `Authorization ${header}`],
  },
  {
    id: 'authorization-other-scheme',
    message: 'The authentication scheme is {scheme}, without the fields that WeChat Pay needs.',
    message_zh: '认证类型是 {scheme}，后面没有微信支付的签名信息。',
    fix: 'Sign the request and send WECHATPAY2-SHA256-RSA2048 with mchid, nonce_str, signature, timestamp and serial_no. WeChat Pay does not use access tokens or passwords.',
    fix_zh:
      '为请求签名，使用认证类型 WECHATPAY2-SHA256-RSA2048，后接 mchid、nonce_str、signature、timestamp、serial_no 五个字段。微信支付不使用访问令牌或密码。',
    repair: (header, pieces) => {
      const [scheme] = pieces ? [] : (OTHER_SCHEME.exec(header) ?? [])
      return scheme && !isSchemeLike(scheme) ? { header, placeholders: { scheme: shown(scheme, LONGEST_SCHEME_SHOWN) } } : undefined
    },
    spoil: () => ['Bearer eyJhbGciOiJSUzI1NiJ9.e30.c2ln', 'Basic dXNlcjpwYXNzd29yZA==', 'Bearer'],
  },
  {
    id: 'authorization-line-breaks',
    message: 'The header contains line breaks, or what looks like traces of them, in or before these fields: {names}.',
    message_zh: '请求头中有换行，或疑似换行的残留，在以下字段之中或之前：{names}。',
    fix: 'Encode the signature in base64 without line breaks (Base64.getEncoder(), not getMimeEncoder(); b64encode, not encodebytes; openssl base64 -A), and write the header on one line.',
    fix_zh:
      '签名值的 Base64 不要换行（用 Base64.getEncoder()，不用 getMimeEncoder()；用 b64encode，不用 encodebytes；用 openssl base64 -A），请求头写成一行。',
    source: 'https://developers.weixin.qq.com/community/pay/doc/00028e11d3c3f871b82c3bea851000',
    repair: inPieces((pieces) => {
      const repaired = { ...pieces, gap: joinGap(pieces.gap), fields: pieces.fields.map(joinField), rest: joinLines(pieces.rest) }
      return writePieces(repaired) === writePieces(pieces)
        ? undefined
        : { pieces: repaired, placeholders: { names: broken(pieces, repaired) } }
    }),
    spoil: (header) => [
      ...[64, 76].flatMap((length) => ['\n', '\r\n', '\\n', ' '].map((lineBreak) => breakSignature(header, length, lineBreak))),
      header.replaceAll(',', ',\r\n  '),
      header.replaceAll(',', ',\\n'),
      header.replace(/^(\S+) (?=\w)/, '$1\n'),
    ],
  },
]

/**
 * Splits the header at each comma after which another header value begins. Keeps the first value that looks like WeChat Pay's; if none does, keeps
 * the first value.
 */
function keepOne(header: string): ReturnType<HeaderMistake['repair']> {
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

/** Line breaks or their escapes `\n` and `\r`, and the indentation of the next line. */
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

/**
 * Removes line breaks from base64. Also removes the spaces at both ends and between lines, if each line except the last has 64 or 76
 * characters. Otherwise the spaces stay, because URL decoding may have turned a plus sign into a space. With fewer than three lines, the
 * spaces also stay if the length without spaces is not a multiple of four.
 */
export function joinSignature(value: string): string {
  const joined = joinLines(value)
  const lines = joined.trim().split(/\s+/)
  const isSure = lines.length > 2 || lines.join('').length % 4 === 0
  const areLines = isSure && lines.slice(0, -1).every(({ length }) => LINE_LENGTHS.includes(length))
  return areLines ? lines.join('') : joined
}

/** The names of the fields that have line breaks in or before them. */
function broken(before: HeaderPieces, after: HeaderPieces): string {
  const names = before.fields.filter((field, index) => !isDeepStrictEqual(field, after.fields[index])).map(({ name }) => name)
  const [first] = before.gap === after.gap ? [] : before.fields
  return namesShown([...new Set([...(first ? [first.name] : []), ...names])])
}

function breakSignature(header: string, length: number, lineBreak: string): string {
  const lines = new RegExp(`[\\w+/]{${length}}(?=[\\w+/=])`, 'g')
  return header.replace(/(?<=sign(?:ature)?\W{1,8})[\w+/]+=*/, (signature) => signature.replace(lines, `$&${lineBreak}`))
}

/** The longest header that is analysed, in characters; a correct one has about 600. */
export const LONGEST_HEADER = 4_096

/** Reported when the header can't be read and no mistake is found in it. A header longer than `LONGEST_HEADER` is not searched for mistakes. */
export const authorizationUnreadable: Mistake = {
  id: 'authorization-unreadable',
  message: 'The Authorization header does not have the format of WeChat Pay. Fields that could be read: {names}.',
  message_zh: 'Authorization 请求头不符合微信支付的格式。能读出的字段：{names}。',
  fix: 'Send WECHATPAY2-SHA256-RSA2048 mchid="…",nonce_str="…",signature="…",timestamp="…",serial_no="…" as plain text: not as JSON, and not URL-encoded.',
  fix_zh:
    '按此格式发送：WECHATPAY2-SHA256-RSA2048 mchid="…",nonce_str="…",signature="…",timestamp="…",serial_no="…"。必须是纯文本，不要用 JSON，也不要做 URL 编码。',
  source: 'https://github.com/wechatpay-apiv3/wechatpay-go/issues/228',
}

const SEND_AS_HEADER = {
  fix: 'Send the signature in the request header Authorization, not in the query or the body.',
  fix_zh: '签名信息放在请求头 Authorization 里，不能放进查询参数或报文主体。',
}

export const AUTHORIZATION_IN_QUERY: Mistake = {
  id: 'authorization-in-query',
  message: 'The signature seems to be in the query of the URL; the request has no Authorization header, or an empty one.',
  message_zh: '签名信息似乎放在了 URL 的查询参数里；请求没有 Authorization 请求头，或其值为空。',
  ...SEND_AS_HEADER,
}

export const AUTHORIZATION_IN_BODY: Mistake = {
  id: 'authorization-in-body',
  message: 'The signature seems to be in the body; the request has no Authorization header, or an empty one.',
  message_zh: '签名信息似乎放在了报文主体里；请求没有 Authorization 请求头，或其值为空。',
  ...SEND_AS_HEADER,
}
