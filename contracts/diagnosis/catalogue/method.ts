import type { Head } from '../head.ts'
import type { Axis, Placeholders } from '../mistake.ts'
import { COMMON_SIGNATURE_MISTAKES } from './sources.ts'

const VERBS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE']

export const method: Axis<Head> = {
  id: 'method',
  mistakes: [
    {
      id: 'method-lower-case',
      message: 'The method was signed as {signed}.',
      message_zh: '签名串中的请求方法写成了 {signed}。',
      fix: 'Sign the method in upper case, as it is sent: {sent}.',
      fix_zh: '请求方法须为大写，与实际发送的一致：{sent}。',
      source: COMMON_SIGNATURE_MISTAKES,
      signs: (head) => [head.method.toLowerCase(), capitalised(head.method)].map((method) => ({ ...head, method })),
      seen,
    },
    {
      id: 'method-of-another-request',
      message: 'The method signed is {signed}; the request was sent with {sent}.',
      message_zh: '签名串中的请求方法是 {signed}，实际发送的是 {sent}。',
      fix: 'Sign the method that is sent: {sent}.',
      fix_zh: '签名时使用实际发送的请求方法：{sent}。',
      signs: (head) => [{ ...head, method: usualFor(head.method) }],
      alone: (head) =>
        VERBS.filter((verb) => verb !== head.method && verb !== usualFor(head.method)).map((method) => ({ ...head, method })),
      seen,
    },
  ],
}

/** What other requests have. */
function usualFor(sent: string): string {
  return sent === 'POST' ? 'GET' : 'POST'
}

function seen(signed: Head, sent: Head): Placeholders {
  return { signed: signed.method, sent: sent.method }
}

function capitalised(verb: string): string {
  return verb.slice(0, 1) + verb.slice(1).toLowerCase()
}
