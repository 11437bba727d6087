import type { Axis } from '../mistake.ts'
import { HOW_TO_SIGN } from './sources.ts'

/** What is handed to the signing function: the message, or its SHA-256 digest as hexadecimal digits, base64 or bytes. */
export type Digesting = 'none' | 'hex' | 'HEX' | 'base64' | 'bytes'

/** A digest made by hand, which the signing function digests once more. */
export const digesting: Axis<Digesting> = {
  id: 'digesting',
  mistakes: [
    {
      id: 'digest-signed-as-text',
      message: 'The SHA-256 digest of the message was signed as text, {form}, in the place of the message.',
      message_zh: '被签名的是签名串的 SHA-256 摘要文本（{form}），而不是签名串本身。',
      fix: 'Hand the message itself to the signing function (SHA256withRSA): it makes the digest.',
      fix_zh: '把签名串本身交给签名函数（SHA256withRSA），摘要由它计算。',
      source: HOW_TO_SIGN,
      signs: () => ['hex', 'HEX', 'base64'],
      seen: (form) => ({ form: form === 'base64' ? 'base64' : 'hex' }),
    },
    {
      id: 'digest-signed-again',
      message: 'The SHA-256 digest of the message was signed in the place of the message: it was hashed twice.',
      message_zh: '被签名的是签名串的 SHA-256 摘要，而不是签名串本身：做了两次哈希。',
      fix: 'Hand the message itself to the signing function (SHA256withRSA): it makes the digest.',
      fix_zh: '把签名串本身交给签名函数（SHA256withRSA），摘要由它计算。',
      source: HOW_TO_SIGN,
      signs: () => ['bytes'],
    },
  ],
}
