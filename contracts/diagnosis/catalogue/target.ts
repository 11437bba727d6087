import { Buffer } from 'node:buffer'
import { type Head, permutations, seenLine } from '../head.ts'
import type { Axis } from '../mistake.ts'
import { lowerCodes, queryOf, withPath, withQuery } from '../target-parts.ts'
import { COMMON_SIGNATURE_MISTAKES, SIGN_NOT_MATCH } from './advice.ts'

export const targetQuery: Axis<Head> = {
  id: 'query',
  mistakes: [
    {
      id: 'query-dropped',
      message: 'The URL was signed without its query, or without one parameter of it: {signed}',
      message_zh: '待签名串中的 URL 漏掉了查询参数，或其中一个参数：{signed}',
      fix: 'Sign the path and the query as you send them: {sent}',
      fix_zh: 'URL 带查询参数时，连同“?”和查询参数一起签名：{sent}',
      source: SIGN_NOT_MATCH,
      signedInstead: (head) => (queryOf(head.target) ? [{ ...head, target: head.target.slice(0, head.target.indexOf('?')) }] : []),
      // A single parameter is missing from the signed URL when a gateway adds this parameter after the client has signed.
      rarest: (head) => withoutOneParameter(head.target).map((target) => ({ ...head, target })),
      seen: seenLine('target'),
    },
    {
      id: 'query-mark-left',
      message: 'Either the signed URL or the sent URL ends in a question mark, but not both. Signed: {signed}',
      message_zh: '待签名串中的 URL 末尾多了或少了“?”：{signed}',
      fix: 'Sign the URL exactly as you send it: {sent}',
      fix_zh: '对实际发送的 URL 签名：{sent}',
      signedInstead: (head) => {
        if (head.target.endsWith('?')) return [{ ...head, target: head.target.slice(0, -1) }]
        return head.target.includes('?') ? [] : [{ ...head, target: `${head.target}?` }]
      },
      seen: seenLine('target'),
    },
    {
      id: 'query-reordered',
      message: 'The query parameters were signed in one order but sent in another. Signed: {signed}',
      message_zh: '待签名串中查询参数的顺序与实际发送的不同：{signed}',
      fix: 'Build the query once, then sign and send that same string: {sent}',
      fix_zh: '查询参数只拼接一次，签名和发送用同一个字符串：{sent}',
      signedInstead: (head) => withOrders(head, usualOrders),
      rare: (head) => withOrders(head, otherOrders),
      seen: seenLine('target'),
    },
  ],
}

/** The search leaves out one parameter at a time, for at most this many parameters. */
const DROPPED_LIMIT = 8

function withoutOneParameter(target: string): string[] {
  const pairs = queryOf(target).split('&')
  return pairs.length < 2 ? [] : pairs.slice(0, DROPPED_LIMIT).map((_, at) => withQuery(target, () => pairs.toSpliced(at, 1).join('&')))
}

/** The search tries every order of the parameters only if there are at most this many. */
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
      message: 'The URL was signed in one encoding but sent in another. Signed: {signed}',
      message_zh: '待签名串中的 URL 编码与实际发送的不同：{signed}',
      fix: 'Sign the URL exactly as you send it, including its percent-encoding: {sent}',
      fix_zh: '对实际发送的 URL 签名，百分号编码也要完全一致：{sent}',
      source: COMMON_SIGNATURE_MISTAKES,
      *signedInstead(head) {
        for (const encode of ENCODINGS) yield { ...head, target: encode(head.target) }
      },
      rare: (head) => RARE_ENCODINGS.map((encode) => ({ ...head, target: encode(head.target) })),
      rarest: (head) => [/[!'()~]/g, /[!'()*]/g].map((symbols) => ({ ...head, target: withEncoded(head.target, symbols) })),
      seen: seenLine('target'),
    },
  ],
}

const ENCODINGS: readonly ((target: string) => string)[] = [
  decoded,
  (target) => withQuery(target, (query) => query.split('&').map(encodePair).join('&')),
  (target) => encodeURI(target),
  (target) => encodeURIComponent(target),
  lowerCodes,
  (target) => target.replace(/%[\da-f]{2}/gi, (code) => code.toUpperCase()),
  (target) => withQuery(target, (query) => query.replaceAll('+', '%20')),
  (target) => withQuery(target, (query) => query.replaceAll('%20', '+')),
]

const RARE_ENCODINGS: readonly ((target: string) => string)[] = [
  (target) => withQuery(decoded(target), (query) => query.replaceAll('+', ' ')),
  (target) => withQuery(target, (query) => query.replaceAll('+', ' ')),
  (target) => withPath(target, (path) => path.replaceAll('+', '%20')),
  (target) => withPath(target, (path) => path.replaceAll('%20', '+')),
  (target) => withPath(target, encodeURI),
  (target) => withPath(target, lowerCodes),
  (target) => withQuery(target, lowerCodes),
  (target) => lowerCodes(encodeURI(target)),
  (target) => encodeURI(decodedText(target)),
  // Some programs write a space at the end of the URL as %20 or +. Others, such as parsers of URLs, drop it.
  (target) => target.replace(/(?:%20|\+)$/, ''),
  (target) => `${target} `,
  (target) => `${target}%20`,
]

/** Percent-encodes the given symbols in the query, as Java's URLEncoder or PHP's rawurlencode does. encodeURIComponent leaves them as they are. */
function withEncoded(target: string, symbols: RegExp): string {
  const encode = (symbol: string) => `%${symbol.charCodeAt(0).toString(16).toUpperCase()}`
  return withQuery(target, (query) => query.replace(symbols, encode))
}

/** Decodes the percent-encoding of a target. The result has one character for each byte, as in a {@link Head}. */
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
