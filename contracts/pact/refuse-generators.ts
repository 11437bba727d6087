import { shownValue } from '../shown-value.ts'
import { textProblem } from './huge-text.ts'

/**
 * Refuses a pact with a generator that ends the whole run, because Pact panics, takes all memory or never ends. Only requests are looked at,
 * because Pact generates nothing for an answer.
 *
 * @param place Its file or URL, for the error.
 * @throws {Error} With the place, the generator and the value.
 */
export function refuseGenerators({ interactions }: Sending, place: string): void {
  for (const [index, { request }] of (interactions ?? []).entries()) {
    const { generators, matchingRules } = (request ?? {}) as Record<string, unknown>
    for (const generator of [generators, matchingRules].flatMap(generatorsIn)) {
      const problem = PROBLEMS[generator.type]?.(generator)
      if (problem) throw new Error(`${place}: interactions[${index}].request has the generator ${generator.type} with ${problem}`)
    }
  }
}

/** A generator of Pact: it replaces a value of a request when the request is sent. */
interface Generator {
  readonly type: string
  readonly [parameter: string]: unknown
}

/** All generators in a JSON value. The variants of the matcher `arrayContains` have generators, too. */
function generatorsIn(value: unknown): readonly Generator[] {
  if (typeof value !== 'object' || value === null) return []
  const { type } = value as Record<string, unknown>
  return [...(typeof type === 'string' ? [value as Generator] : []), ...Object.values(value).flatMap(generatorsIn)]
}

interface Sending {
  readonly interactions?: readonly { readonly request?: unknown }[]
}

const PROBLEMS: Readonly<Record<string, (generator: Generator) => string | undefined>> = {
  Regex: ({ regex }) => (regex === undefined ? undefined : textProblem(regex)),
  RandomInt: rangeProblem,
  Date: timeProblem,
  Time: timeProblem,
  DateTime: timeProblem,
}

/** Pact keeps the limits in 32 bits, and adds 1 to the upper one. */
const HIGHEST = 2 ** 31 - 1

/** Pact panics when no number is between the limits. It has limits of its own, which replace one that is left out or is not a whole number. */
function rangeProblem({ min, max }: Generator): string | undefined {
  const [lower, upper] = [Number.isInteger(min) ? Number(min) : 0, Number.isInteger(max) ? Number(max) : 10]
  const isReadable = lower <= upper && lower >= -HIGHEST && upper < HIGHEST
  return isReadable ? undefined : `min ${shownValue(min)} and max ${shownValue(max)}, between which Pact finds no number (范围内没有整数)`
}

/** Pact panics when a time is outside the years that it can count, about 262,000 before and after today. */
const FARTHEST = 99_999
const LONGEST_EXPRESSION = 200

function timeProblem({ type, expression, format }: Generator): string | undefined {
  return formatProblem(type, format) ?? expressionProblem(expression)
}

/** Pact writes fractions of a second with these numbers of digits, and panics at others. */
const DIGITS: readonly number[] = [1, 2, 3, 6, 9]

/** The letters of a format that stand for a part of the time of day. Pact panics when the format of a date has one. */
const OF_DAY: readonly string[] = ['a', 'h', 'H', 'k', 'K', 'm', 'n', 's', 'S']

function formatProblem(type: string, format: unknown): string | undefined {
  if (typeof format !== 'string') return undefined
  const letters = format.replace(/'[^']*'/g, ' ')
  if (type === 'Date' && OF_DAY.some((letter) => letters.includes(letter)))
    return `the format ${shownValue(format)}, but a date has no time of day (日期没有时刻)`
  const fraction = letters.match(/S+/g)?.find(({ length }) => !DIGITS.includes(length))
  return fraction && `the format ${shownValue(format)}, but a fraction of a second has ${DIGITS.join(', ')} digits (秒的小数位数有误)`
}

function expressionProblem(expression: unknown): string | undefined {
  if (typeof expression !== 'string') return undefined
  const amount = (expression.match(/\d+/g) ?? []).reduce((sum, digits) => sum + Number(digits), 0)
  const isFar = amount > FARTHEST || expression.length > LONGEST_EXPRESSION
  return isFar ? `the expression ${shownValue(expression)}, which may lead to a time that Pact can't count (时间超出范围)` : undefined
}
