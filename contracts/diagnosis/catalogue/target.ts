import { Buffer } from 'node:buffer'
import { type Head, permutations, seenLine } from '../head.ts'
import type { Axis } from '../mistake.ts'
import { COMMON_SIGNATURE_MISTAKES, SIGN_NOT_MATCH } from './advice.ts'

const HOST = 'https://api.mch.weixin.qq.com'

export const targetPath: Axis<Head> = {
  id: 'path',
  mistakes: [
    {
      id: 'target-with-host',
      message: 'The host was signed with the path: {signed}',
      message_zh: '签名串中的 URL 带上了域名：{signed}',
      fix: 'Sign the path and the query alone, from its first slash on: {sent}',
      fix_zh: '签名串中的 URL 要去除域名，从第一个斜杠开始：{sent}',
      source: COMMON_SIGNATURE_MISTAKES,
      signs: (head, { host = 'localhost' }) => withOrigins(head, HOST, `http://${host}`),
      alone: (head, { host = 'localhost' }) =>
        withOrigins(head, 'https://api2.mch.weixin.qq.com', `https://${host}`, 'api.mch.weixin.qq.com', host),
      seen: seenLine('target'),
    },
    {
      id: 'target-without-version',
      message: 'The path was signed without /v3: {signed}',
      message_zh: '签名串中的 URL 缺少 /v3：{signed}',
      fix: 'Sign the whole path, also the part that is in the base URL: {sent}',
      fix_zh: '对完整路径签名，写在基础地址里的部分也要算：{sent}',
      signs: (head) => (head.target.startsWith('/v3/') ? [{ ...head, target: head.target.slice('/v3'.length) }] : []),
      seen: seenLine('target'),
    },
    {
      id: 'target-version-twice',
      message: 'The path was signed with /v3 twice: {signed}',
      message_zh: '签名串中的 URL 有两个 /v3：{signed}',
      fix: 'Write /v3 in the base URL or in the path, not in both, and sign what is sent: {sent}',
      fix_zh: '/v3 只写在基础地址或路径之一中，并对实际发送的 URL 签名：{sent}',
      signs: (head) => (head.target.startsWith('/v3/') ? [{ ...head, target: `/v3${head.target}` }] : []),
      seen: seenLine('target'),
    },
    {
      id: 'target-double-slash',
      message: 'The path signed differs in a double slash: {signed}',
      message_zh: '签名串中的 URL 多了或少了一个斜杠：{signed}',
      fix: 'Put base URL and path together with one slash, and sign what is sent: {sent}',
      fix_zh: '拼接基础地址与路径时只保留一个斜杠，并对实际发送的 URL 签名：{sent}',
      signs: (head) => {
        const collapsed = withPath(head.target, (path) => path.replace(/\/{2,}/g, '/'))
        return [`/${collapsed}`, collapsed.replace(/^\/v3\//, '/v3//'), collapsed].map((target) => ({ ...head, target }))
      },
      seen: seenLine('target'),
    },
    {
      id: 'target-trailing-slash',
      message: 'The path signed differs in a slash at its end: {signed}',
      message_zh: '签名串中的 URL 末尾多了或少了斜杠：{signed}',
      fix: 'Sign the path as it is sent: {sent}',
      fix_zh: '对实际发送的路径签名：{sent}',
      signs: (head) => {
        const target = withPath(head.target, (path) => (path.endsWith('/') ? path.slice(0, -1) : `${path}/`))
        return [{ ...head, target }]
      },
      seen: seenLine('target'),
    },
    {
      id: 'target-without-leading-slash',
      message: 'The path was signed without its first slash: {signed}',
      message_zh: '签名串中的 URL 缺少开头的斜杠：{signed}',
      fix: 'Sign it from its first slash on: {sent}',
      fix_zh: '从第一个斜杠开始签名：{sent}',
      signs: (head) => [{ ...head, target: head.target.slice(1) }],
      seen: seenLine('target'),
    },
  ],
}

function withOrigins(head: Head, ...origins: readonly string[]): Head[] {
  return origins.map((origin) => ({ ...head, target: origin + head.target }))
}

/** The target with another path. */
function withPath(target: string, change: (path: string) => string): string {
  const [path = ''] = target.split('?', 1)
  return change(path) + target.slice(path.length)
}

export const targetQuery: Axis<Head> = {
  id: 'query',
  mistakes: [
    {
      id: 'query-dropped',
      message: 'The query was left out: {signed} was signed.',
      message_zh: '签名串中的 URL 漏掉了查询参数：{signed}',
      fix: 'Sign path and query as sent: {sent}',
      fix_zh: 'URL 有查询参数时，须连同“?”和查询参数一起签名：{sent}',
      source: SIGN_NOT_MATCH,
      signs: (head) => (queryOf(head.target) ? [{ ...head, target: head.target.slice(0, head.target.indexOf('?')) }] : []),
      seen: seenLine('target'),
    },
    {
      id: 'query-mark-left',
      message: 'A question mark without a query was signed, or one that was sent was not: {signed}',
      message_zh: '签名串中的 URL 末尾多了或少了“?”：{signed}',
      fix: 'Sign the target as it is sent: {sent}',
      fix_zh: '对实际发送的 URL 签名：{sent}',
      signs: (head) => {
        if (head.target.endsWith('?')) return [{ ...head, target: head.target.slice(0, -1) }]
        return head.target.includes('?') ? [] : [{ ...head, target: `${head.target}?` }]
      },
      seen: seenLine('target'),
    },
    {
      id: 'query-reordered',
      message: 'The parameters of the query were signed in another order: {signed}',
      message_zh: '签名串中查询参数的顺序与实际发送的不同：{signed}',
      fix: 'Build the query once; sign and send that: {sent}',
      fix_zh: '查询参数只拼接一次，签名与发送用同一个字符串：{sent}',
      signs: (head) => withOrders(head, usualOrders),
      alone: (head) => withOrders(head, otherOrders),
      seen: seenLine('target'),
    },
  ],
}

/** The query of a target, without its question mark. */
function queryOf(target: string): string {
  return target.includes('?') ? target.slice(target.indexOf('?') + 1) : ''
}

/** The target with another query, if it has one. */
function withQuery(target: string, change: (query: string) => string): string {
  const at = target.indexOf('?') + 1
  return at === 0 ? target : target.slice(0, at) + change(target.slice(at))
}

/** Every order is tried of up to this many parameters. */
const PERMUTED_LIMIT = 4

type Pairs = readonly string[]

function usualOrders(pairs: Pairs): Pairs[] {
  return [pairs.toSorted(), pairs.toReversed()]
}

function otherOrders(pairs: Pairs): Pairs[] {
  const known = [pairs, ...usualOrders(pairs)].map(String)
  return pairs.length > PERMUTED_LIMIT ? [] : permutations(pairs).filter((order) => !known.includes(String(order)))
}

function withOrders(head: Head, orders: (pairs: Pairs) => Pairs[]): Head[] {
  const reordered = orders(queryOf(head.target).split('&'))
  return reordered.map((pairs) => ({ ...head, target: withQuery(head.target, () => pairs.join('&')) }))
}

export const targetEncoding: Axis<Head> = {
  id: 'target-encoding',
  mistakes: [
    {
      id: 'target-encoding',
      message: 'The target was signed in another encoding: {signed}',
      message_zh: '签名串中的 URL 编码与实际发送的不同：{signed}',
      fix: 'Sign the target as it goes over the wire, percent signs and all: {sent}',
      fix_zh: '对网络上实际发送的 URL 签名，百分号编码也要一致：{sent}',
      source: COMMON_SIGNATURE_MISTAKES,
      *signs(head) {
        for (const encode of ENCODINGS) yield { ...head, target: encode(head.target) }
      },
      seen: seenLine('target'),
    },
  ],
}

const ENCODINGS: readonly ((target: string) => string)[] = [
  decoded,
  (target) => withQuery(target, (query) => query.split('&').map(encodePair).join('&')),
  (target) => encodeURI(target),
  (target) => encodeURIComponent(target),
  (target) => target.replace(/%[\da-f]{2}/gi, (code) => code.toLowerCase()),
  (target) => target.replace(/%[\da-f]{2}/gi, (code) => code.toUpperCase()),
  (target) => withQuery(target, (query) => query.replaceAll('+', '%20')),
  (target) => withQuery(target, (query) => query.replaceAll('%20', '+')),
]

/** Decoded to bytes, one byte a character, as everywhere in a head. */
function decoded(target: string): string {
  return target.replace(/(?:%[\da-f]{2})+/gi, (codes) => Buffer.from(codes.replaceAll('%', ''), 'hex').toString('latin1'))
}

function encodePair(pair: string): string {
  const [name = '', ...values] = pair.split('=')
  return [name, ...values.slice(0, 1).map(() => encodeURIComponent(decodedText(values.join('='))))].join('=')
}

function decodedText(value: string): string {
  return Buffer.from(decoded(value), 'latin1').toString()
}
