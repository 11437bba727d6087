import { Buffer } from 'node:buffer'
import { kindOf, shownInError } from './describe-key.ts'

/** The length of an APIv3 key, in bytes. */
const LENGTH = 32

/**
 * Checks that a value can be an APIv3 key (APIv3密钥).
 *
 * @param name The name of the key in error messages.
 * @throws {TypeError} When the value is not a text of 32 bytes without blanks; the message does not show a key.
 * @example
 * ```ts
 * import { assertApiV3Key, developmentKeys } from 'wechatpay-goldplan-mock/contracts'
 *
 * assertApiV3Key(developmentKeys.apiV3Key, 'apiV3Key')
 * ```
 */
export function assertApiV3Key(value: unknown, name: string): asserts value is string {
  const seen = typeof value === 'string' ? seenIn(value) : kindOf(value)
  if (seen) throw new TypeError(`${name} must be a string of 32 bytes, the APIv3 key (APIv3密钥); got ${seen}`)
}

function seenIn(text: string): string | undefined {
  const bytes = Buffer.byteLength(text)
  if (bytes === LENGTH) return /\s/.test(text) ? '32 bytes with a blank or a line break among them; copy the key again' : undefined
  if (text.trim() === '' || /^(?:undefined|null)$/.test(text))
    return `${shownInError(text)}; check that the environment variable it comes from is set`
  return wrappedKey(text) ?? otherThing(text, bytes)
}

const AS_SET = 'give the key itself, as it was set on the merchant platform (商户平台)'

function wrappedKey(text: string): string | undefined {
  if (text.trim() !== text && text.trim().length === LENGTH)
    return `${text.length} characters; remove the blanks or line breaks around the key`
  if (/^(["'`]).{32}\1$/.test(text)) return 'a key in quotes; remove the quotes'
  if (/^[\w+/-]{43}=?$/.test(text)) return `text that looks like base64 of 32 bytes; ${AS_SET}`
  return /^[\da-f]{64}$/i.test(text) ? `64 hexadecimal digits; ${AS_SET}` : undefined
}

function otherThing(text: string, bytes: number): string {
  const { length } = text
  if (length === LENGTH) return `32 characters that take ${bytes} bytes, because some are not ASCII`
  return length > 64 ? shownInError(text) : `${length} ${length === 1 ? 'character' : 'characters'}`
}
