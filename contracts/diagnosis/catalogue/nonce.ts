import type { Head } from '../head.ts'
import type { Axis } from '../mistake.ts'

export const nonce: Axis<Head> = {
  id: 'nonce',
  mistakes: [
    {
      id: 'nonce-other-case',
      message: 'The random string was signed in other letters, upper or lower case: {signed}',
      message_zh: '签名串中随机串的大小写与 Authorization 中的不同：{signed}',
      fix: 'Make the random string once, and use it as it is in the message and in nonce_str.',
      fix_zh: '随机串只生成一次，签名串与 nonce_str 使用同一个值，不要转换大小写。',
      signs: (head) => [head.nonce.toUpperCase(), head.nonce.toLowerCase()].map((nonce) => ({ ...head, nonce })),
      seen: ({ nonce: signed }) => ({ signed }),
    },
    {
      id: 'nonce-other-dashes',
      message: 'The random string was signed with or without the dashes of a UUID, and sent otherwise: {signed}',
      message_zh: '签名串中的随机串与 Authorization 中的不同：一个带 UUID 的连字符，一个不带：{signed}',
      fix: 'Make the random string once, and use it as it is in the message and in nonce_str.',
      fix_zh: '随机串只生成一次，签名串与 nonce_str 使用同一个值。',
      signs: (head) => [{ ...head, nonce: otherDashes(head.nonce) }],
      seen: ({ nonce: signed }) => ({ signed }),
    },
  ],
}

function otherDashes(nonce: string): string {
  return nonce.includes('-') ? nonce.replaceAll('-', '') : nonce.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
