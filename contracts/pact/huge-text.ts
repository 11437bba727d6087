import ret from 'ret'
import { filterProblem } from '../filter-problem.ts'
import { shownValue } from '../shown-value.ts'

/** The most characters that Pact may generate for one text. Pact's generator `RandomString` has the same limit. */
const LONGEST = 65_535
/** Pact repeats a part of an expression without an upper limit, such as `a+`, at most this many times more often than its lower limit. */
const UNLIMITED = 20

/**
 * Says what is wrong with a regular expression from which Pact is to generate a text. Returns `undefined` when it finds no problem. One
 * problem is not found: Pact ignores an expression such as `.`, because it may match bytes that are not UTF-8.
 */
export function textProblem(regex: unknown): string | undefined {
  if (filterProblem(regex) !== undefined) return `with ${shownValue(regex)}, which Pact can't read and would ignore (Pact 无法读取，会忽略)`
  try {
    const isHuge = lengthOf(ret(regex as string)) > LONGEST
    return isHuge ? `with ${shownValue(regex)}, which may generate more than ${LONGEST} characters (可能生成过长的文本)` : undefined
  } catch {
    return `with ${shownValue(regex)}, which may generate a text of unknown length (无法判断生成文本的长度)`
  }
}

/**
 * Returns the length of the longest text that Pact may generate for a part of an expression. Returns at least 1, because Pact also takes
 * time to repeat an empty text.
 */
function lengthOf({ max = 1, min = 0, value, options = [], stack = [] }: ret.Token): number {
  if (typeof value === 'object') return lengthOf(value) * (max === Number.POSITIVE_INFINITY ? min + UNLIMITED : max)
  const alternatives = [stack, ...options].map((tokens) => tokens.reduce((sum, token) => sum + lengthOf(token), 0))
  return Math.max(1, ...alternatives)
}
