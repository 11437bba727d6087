import type { Buffer } from 'node:buffer'
import type { Explanation } from '../compare-message.ts'
import { type DescribedMistake, describe } from '../mistake.ts'
import { seen } from './catalogue/body-mistake.ts'

/**
 * Describes the mistakes that explain a signature. The message of the last mistake that has the function {@link seen} also shows the body
 * that was signed.
 */
export function describeFound({ found, message }: Explanation): DescribedMistake[] {
  const last = found.findLastIndex(({ mistake }) => 'seen' in mistake && mistake.seen === seen)
  return found.map(({ mistake, placeholders }, at) =>
    at === last ? describe(withSigned(mistake), { ...placeholders, signed: bodyIn(message).toString() }) : describe(mistake, placeholders),
  )
}

function withSigned<Texts extends { readonly message: string; readonly message_zh: string }>(mistake: Texts): Texts {
  return {
    ...mistake,
    message: `${mistake.message} What was signed: {signed}`,
    message_zh: `${mistake.message_zh}被签名的是：{signed}`,
  }
}

/** Returns the body in a signature message. The body comes after the first two lines, and a line break follows it. */
export function bodyIn(message: Buffer): Buffer {
  const start = message.indexOf('\n', message.indexOf('\n') + 1) + 1
  return message.subarray(start, -1)
}
