import { nearest } from '../nearest-names.ts'
import { shownValue } from '../shown-value.ts'
import { textProblem } from './huge-text.ts'

/**
 * Refuses a pact with a generator that Pact can't use: Pact would ignore the generator, panic, run out of memory or never finish. Only
 * requests are checked, because Pact generates nothing for answers.
 *
 * @param place The file or URL of the pact, for the error.
 * @throws {Error} When a generator is refused. The message names the pact, the request and the problem.
 */
export function refuseGenerators({ interactions }: Sending, place: string): void {
  for (const [index, { request }] of (interactions ?? []).entries()) {
    const { generators } = (request ?? {}) as Record<string, unknown>
    const problem = unknownPart(generators) ?? generatorsOf(request).map(problemOf).find(Boolean)
    if (problem) throw new Error(`${place}: interactions[${index}].request has ${problem}`)
  }
}

/** The generators of a request. */
export function generatorsOf(request: unknown): readonly unknown[] {
  const { generators, matchingRules } = (request ?? {}) as Record<string, unknown>
  return [...generatorsFor(generators), ...ofVariants(matchingRules)]
}

/** A generator of Pact: it replaces a value of a request when the request is sent. */
interface Generator {
  readonly type: string
  readonly [parameter: string]: unknown
}

interface Sending {
  readonly interactions?: readonly { readonly request?: unknown }[]
}

/** The parts of a request or an answer that have a single generator. */
const WHOLE: readonly string[] = ['method', 'path', 'status']
/** The parts that can have several generators, one for each name or path. */
const LISTED: readonly string[] = ['body', 'header', 'query', 'metadata']

function unknownPart(generators: unknown): string | undefined {
  const parts = [...WHOLE, ...LISTED]
  const unknown = Object.keys(generators ?? {}).find((part) => !parts.includes(part.toLowerCase()))
  return unknown && `generators for ${shownValue(unknown)}, which Pact would ignore ${nearest(unknown, parts)} (Pact 会忽略)`
}

function generatorsFor(generators: unknown): readonly unknown[] {
  return Object.entries(generators ?? {}).flatMap(([part, value]) => (WHOLE.includes(part.toLowerCase()) ? [value] : listed(value)))
}

/** The generators in an object. A text or a list is returned as if it were a generator, so that {@link problemOf} reports it. */
function listed(value: unknown): readonly unknown[] {
  return typeof value === 'object' && !Array.isArray(value) ? Object.values(value ?? {}) : [value]
}

/** Finds, at any depth, the generators that the matcher `arrayContains` has in its variants. */
function ofVariants(rules: unknown): readonly unknown[] {
  if (typeof rules !== 'object' || rules === null) return []
  const { variants } = rules as { readonly variants?: unknown }
  const here = Array.isArray(variants) ? variants.flatMap((variant) => listed(variant?.generators ?? {})) : []
  return [...here, ...Object.values(rules).flatMap(ofVariants)]
}

function problemOf(value: unknown): string | undefined {
  const { type } = (value ?? {}) as { readonly type?: unknown }
  if (typeof type !== 'string')
    return `a generator without a type name, which Pact would ignore: ${shownValue(value)} (缺少 type 名称，Pact 会忽略)`
  if (!Object.hasOwn(PROBLEMS, type))
    return `the generator ${shownValue(type)}, which Pact does not know and would ignore ${nearest(type, Object.keys(PROBLEMS))} (没有此生成器)`
  const problem = PROBLEMS[type]?.(value as Generator)
  return problem && `the generator ${type} ${problem}`
}

/** The generator types that Pact knows. For each type, a function says what is wrong with a generator; `undefined` when it is valid. */
const PROBLEMS: Readonly<Record<string, (generator: Generator) => string | undefined>> = {
  Regex: ({ regex }) => (regex === undefined ? without('regex') : textProblem(regex)),
  ProviderState: ({ expression }) => (expression === undefined ? without('expression') : unclosedProblem(expression)),
  RandomInt: rangeProblem,
  RandomDecimal: () => undefined,
  RandomHexadecimal: () => undefined,
  RandomString: () => undefined,
  RandomBoolean: () => undefined,
  Uuid: () => undefined,
  MockServerURL: () => undefined,
  Date: timeProblem,
  Time: timeProblem,
  DateTime: timeProblem,
}

function without(parameter: string): string {
  return `without ${parameter}, which Pact would ignore (缺少参数，Pact 会忽略)`
}

/** Pact ignores an expression in which a brace is not closed. */
function unclosedProblem(expression: unknown): string | undefined {
  const isUnclosed = /\$\{[^}]*$/.test(String(expression))
  return isUnclosed ? `with the expression ${shownValue(expression)}, in which a brace is not closed (表达式的大括号未闭合)` : undefined
}

/** Pact keeps the limits of a random number in 32 bits. It never sends the number `HIGHEST`, so `min` must be lower. */
const HIGHEST = 2 ** 31 - 1
const LOWEST = -(2 ** 31)

/** Pact panics when no number is between the limits. If a limit is not a whole number, Pact takes 0 for `min` and 10 for `max`. */
function rangeProblem({ min, max }: Generator): string | undefined {
  const [lower, upper] = [Number.isInteger(min) ? Number(min) : 0, Number.isInteger(max) ? Number(max) : 10]
  const isReadable = lower <= upper && lower >= LOWEST && lower < HIGHEST && upper <= HIGHEST
  return isReadable
    ? undefined
    : `with min ${shownValue(min)} and max ${shownValue(max)}: both must be from ${LOWEST} to ${HIGHEST}, and min must be at most max and below ${HIGHEST} (两者都须在此范围内，min 不能大于 max，且须小于上限)`
}

/**
 * The largest allowed sum of the numbers in an expression such as `+ 3 days`. Even if the numbers count years, the time stays in Pact's
 * range of about 262,000 years. Beyond this range, Pact panics at days, weeks or months, and ignores years.
 */
const FARTHEST = 99_999
/** The longest allowed expression, in characters. The length has a limit because words such as `next` move the time without a number. */
const LONGEST_EXPRESSION = 200

function timeProblem({ type, expression, format }: Generator): string | undefined {
  return formatProblem(type, format) ?? expressionProblem(expression)
}

/** How many letters `S` in a row (digits of a second) Pact accepts; at any other number, it panics. For 1 or 2, it writes three digits. */
const DIGITS: readonly number[] = [1, 2, 3, 6, 9]

/** The letters of a format that stand for a part of the time of day. Pact panics when the format of a date has one. */
const OF_DAY: readonly string[] = ['a', 'h', 'H', 'k', 'K', 'm', 'n', 's', 'S']

function formatProblem(type: string, format: unknown): string | undefined {
  if (typeof format !== 'string') return undefined
  const letters = format.replace(/'[^']*'/g, ' ')
  if (type === 'Date' && OF_DAY.some((letter) => letters.includes(letter)))
    return `with the format ${shownValue(format)}, but a date has no time of day (日期没有时刻)`
  const fraction = letters.match(/S+/g)?.find(({ length }) => !DIGITS.includes(length))
  return fraction && `with the format ${shownValue(format)}, but Pact takes only ${DIGITS.join(', ')} S in a row (秒的小数位数有误)`
}

function expressionProblem(expression: unknown): string | undefined {
  if (typeof expression !== 'string') return undefined
  const amount = (expression.match(/\d+/g) ?? []).reduce((sum, digits) => sum + Number(digits), 0)
  const isFar = amount > FARTHEST || expression.length > LONGEST_EXPRESSION
  return isFar ? `with the expression ${shownValue(expression)}, which may lead to a time out of Pact's range (时间超出范围)` : undefined
}
