import ret from 'ret'
import { shownValue } from '../shown-value.ts'

/** A pact is refused when Pact may generate a longer text than this, in characters. Pact's own generator `RandomString` has the same limit. */
const LONGEST = 65_535
/** How many times more than the lower limit Pact may repeat a part without an upper limit, such as `a+`. */
const UNLIMITED = 20

/** What is wrong with a regular expression from which Pact is to generate a text; `undefined` when nothing is. */
export function textProblem(regex: unknown): string | undefined {
  try {
    const isHuge = lengthOf(ret(regex as string)) > LONGEST
    return isHuge ? `with ${shownValue(regex)}, which may generate more than ${LONGEST} characters (可能生成过长的文本)` : undefined
  } catch {
    return `with ${shownValue(regex)}, from which no text can be generated (无法由此正则表达式生成文本)`
  }
}

/** The length of the longest text of a part of an expression; at least 1, because Pact also takes time to repeat an empty text. */
function lengthOf({ max = 1, min = 0, value, options = [], stack = [] }: ret.Token): number {
  if (typeof value === 'object') return lengthOf(value) * (max === Number.POSITIVE_INFINITY ? min + UNLIMITED : max)
  const alternatives = [stack, ...options].map((tokens) => tokens.reduce((sum, token) => sum + lengthOf(token), 0))
  return Math.max(1, ...alternatives)
}
