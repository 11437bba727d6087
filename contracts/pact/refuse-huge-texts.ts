import ret from 'ret'
import { shownValue } from '../shown-value.ts'

/** The longest text that Pact may generate, in characters; as long as the longest of its generator `RandomString`. */
const LONGEST = 65_535
/** How often Pact repeats at most what has no upper limit, such as `a+`, beyond its lower limit. */
const UNLIMITED = 20

/**
 * Refuses a pact with a regular expression from which Pact would generate a huge text. Pact would take all memory or never end, or the process would
 * be aborted. Only requests are looked at, because Pact generates nothing for an answer.
 *
 * @param place Its file or URL, for the error.
 * @throws {Error} With the place and the expression.
 */
export function refuseHugeTexts({ interactions }: Sending, place: string): void {
  for (const [index, { request }] of (interactions ?? []).entries()) {
    const { generators, matchingRules } = (request ?? {}) as Record<string, unknown>
    for (const regex of [generators, matchingRules].flatMap(expressionsIn)) {
      const problem = problemOf(regex)
      if (problem) throw new Error(`${place}: interactions[${index}].request has the generator Regex with ${shownValue(regex)}, ${problem}`)
    }
  }
}

interface Sending {
  readonly interactions?: readonly { readonly request?: unknown }[]
}

/** The expressions of all generators in a JSON value. The variants of the matcher `arrayContains` have generators, too. */
function expressionsIn(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return []
  const { type, regex } = value as Record<string, unknown>
  return [...(type === 'Regex' && regex !== undefined ? [regex] : []), ...Object.values(value).flatMap(expressionsIn)]
}

function problemOf(regex: unknown): string | undefined {
  try {
    return lengthOf(ret(regex as string)) > LONGEST ? `which may generate more than ${LONGEST} characters (可能生成过长的文本)` : undefined
  } catch {
    return 'from which no text can be generated (无法由此正则表达式生成文本)'
  }
}

/** The longest text that a part of an expression generates. At least 1, because Pact also takes time to repeat an empty text. */
function lengthOf({ max = 1, min = 0, value, options = [], stack = [] }: ret.Token): number {
  if (typeof value === 'object') return lengthOf(value) * (max === Number.POSITIVE_INFINITY ? min + UNLIMITED : max)
  const alternatives = [stack, ...options].map((tokens) => tokens.reduce((sum, token) => sum + lengthOf(token), 0))
  return Math.max(1, ...alternatives)
}
