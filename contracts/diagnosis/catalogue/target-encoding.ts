import { Buffer } from 'node:buffer'
import type { Head } from '../head.ts'
import type { Axis } from '../mistake.ts'
import { changeQuery, seenTargets, withTarget } from './signed-target.ts'
import { COMMON_SIGNATURE_MISTAKES } from './sources.ts'

/** What is written with percent signs, and how. */
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
        for (const encode of ENCODINGS) yield withTarget(head, encode(head.target))
      },
      seen: seenTargets,
    },
  ],
}

const ENCODINGS: readonly ((target: string) => string)[] = [
  decoded,
  (target) => changeQuery(target, (text) => text.split('&').map(encodePair).join('&')),
  (target) => encodeURI(target),
  (target) => encodeURIComponent(target),
  (target) => target.replace(/%[\da-f]{2}/gi, (code) => code.toLowerCase()),
  (target) => target.replace(/%[\da-f]{2}/gi, (code) => code.toUpperCase()),
  (target) => changeQuery(target, (text) => text.replaceAll('+', '%20')),
  (target) => changeQuery(target, (text) => text.replaceAll('%20', '+')),
]

/** As bytes, one a character, like all of a head. */
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
