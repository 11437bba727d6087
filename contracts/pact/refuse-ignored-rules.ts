import { shownValue } from '../shown-value.ts'

/**
 * Refuses a pact with a matching rule for an answer that Pact would ignore: the rule would prove nothing, and the run would pass.
 *
 * @param place The file or URL of the pact, for the error.
 * @throws {Error} With the place and the rule.
 */
export function refuseIgnoredRules({ interactions }: Listed, place: string): void {
  for (const [index, { response }] of (interactions ?? []).entries()) {
    const problem = ignoredRule(response)
    if (problem) throw new Error(`${place}: interactions[${index}].response has ${problem}`)
  }
}

interface Listed {
  readonly interactions?: readonly { readonly response?: unknown }[]
}

/**
 * The first matching rule of an expected request or answer that Pact would ignore, with the reason. Pact compares only the headers, the parts of a
 * query and the parts of a body that have an example.
 */
export function ignoredRule(expected: unknown, whole: 'path' | 'status' = 'status'): string | undefined {
  const { headers, query, body, matchingRules, responseMatchingRules }: Message = Object(expected)
  const written = matchingRules ?? responseMatchingRules
  const rules = rulesOf(written).filter(({ part, matchers }) => part !== whole && matchers.length > 0)
  const examples = { headers: namesOf(headers), query: namesOf(query), body, open: rules.filter(isOpen) }
  let problem = eachKeyWithoutRules(written)
  for (const rule of rules) problem ??= problemOf(rule, examples)
  return problem
}

/**
 * The first list in the body of a request or an answer that may be empty and has no example of an item, with the reason. Pact's matcher
 * `eachLike(item, 0)` writes such a list and drops the item.
 */
export function listWithoutItem(expected: unknown): string | undefined {
  const { body, matchingRules }: Message = Object(expected)
  const { key } = rulesOf(matchingRules).find((rule) => mayBeEmpty(rule) && isWithoutValue(rule, body)) ?? {}
  if (key === undefined) return undefined
  return `a body in which ${shownValue(key)} is a list without an example of an item, so Pact would accept any items: write atLeastLike(item, 0, 1) (列表缺少示例项，Pact 会接受任意项)`
}

function mayBeEmpty({ matchers }: Rule): boolean {
  return matchers.some((matcher) => Object(matcher).min === 0)
}

/** A request or an answer in a pact. */
interface Message {
  readonly headers?: unknown
  readonly query?: unknown
  readonly body?: unknown
  readonly matchingRules?: unknown
  readonly responseMatchingRules?: unknown
}

/** The matchers for one value. */
interface Rule {
  /** The part of the request or the answer, in lower case. */
  readonly part: string
  /** The name or path, as it is written. */
  readonly key: string
  /** The steps of the path; `undefined` when it can't be read, which Pact reports. */
  readonly steps: readonly string[] | undefined
  readonly matchers: readonly unknown[]
}

/** The parts of a request or an answer to which its rules may apply. */
interface Examples {
  /** The names in lower case. */
  readonly headers: ReadonlySet<string>
  readonly query: ReadonlySet<string>
  readonly body: unknown
  /** The rules for objects and lists in which Pact compares all values with one example. */
  readonly open: readonly Rule[]
}

function namesOf(values: unknown): ReadonlySet<string> {
  return new Set(Object.keys(Object(values)).map((name) => name.toLowerCase()))
}

/** The first matcher `eachKey` without rules, at any depth. */
function eachKeyWithoutRules(written: unknown): string | undefined {
  if (typeof written !== 'object' || written === null) return undefined
  const { match, rules = [] } = written as { readonly match?: unknown; readonly rules?: unknown }
  const isEmpty = Array.isArray(rules) && rules.length === 0
  if (isEmpty && (match === 'eachKey' || match === 'each-key')) return `the matcher eachKey without rules, ${IGNORED}`
  return Object.values(written).map(eachKeyWithoutRules).find(Boolean)
}

const IGNORED = 'which Pact would ignore (Pact 会忽略)'

/** Before version 3 of the specification, a key is a path such as `$.body.code`. Since then, each part has its own names and paths. */
function rulesOf(written: unknown): Rule[] {
  const entries: [string, unknown][] = Object.entries(Object(written))
  if (!entries.some(([key]) => key.startsWith('$'))) return entries.flatMap(([part, value]) => rulesOfPart(part.toLowerCase(), value))
  return entries.map(([key, value]) => {
    const [part = '', ...steps] = stepsOf(key) ?? []
    return { part: part.toLowerCase(), key, steps, matchers: matchersOf(value) }
  })
}

function rulesOfPart(part: string, value: unknown): Rule[] {
  const ofWhole = matchersOf(value)
  if (ofWhole.length > 0) return [{ part, key: part, steps: [], matchers: ofWhole }]
  return Object.entries(Object(value)).map(([key, rule]) => ({ part, key, steps: stepsOf(key), matchers: matchersOf(rule) }))
}

function matchersOf(value: unknown): readonly unknown[] {
  const { matchers, match } = Object(value)
  return Array.isArray(matchers) ? matchers : [match].filter(Boolean)
}

const STEP = /\.([^.[\]]+)|\[(?:'([^']*)'|(\d+|\*))\]/g

/** The steps of a path such as `$.data[*].code`. A path without `$` begins with a name. */
function stepsOf(path: string): string[] | undefined {
  const text = path.startsWith('$') ? path.slice(1) : `.${path}`
  const found = [...text.matchAll(STEP)]
  if (found.map(([step]) => step).join('') !== text) return undefined
  return found.map(([, name, quoted, index]) => name ?? quoted ?? index ?? '')
}

function problemOf(rule: Rule, { headers, query, body, open }: Examples): string | undefined {
  const { part, key, steps } = rule
  if (steps === undefined) return undefined
  if (/^headers?$/.test(part)) return hasName(headers, rule) ? undefined : without(`the header ${shownValue(key)}`)
  if (part === 'query') return hasName(query, rule) ? undefined : without(`${shownValue(key)} of the query`)
  if (!/^(?:body|contents?)$/.test(part)) return `a rule for ${shownValue(part || key)}, ${IGNORED}`
  if (!isInBody(rule, body, open)) return without(`${shownValue(key)} of the body`)
  return isEachValue(rule) && isWithoutValue(rule, body) ? without(`each value of ${shownValue(key)} of the body`) : undefined
}

function without(what: string): string {
  return `a rule for ${what} but no example of it, so Pact would ignore the rule (缺少示例，Pact 会忽略此规则)`
}

/** Whether the headers or the query have the name that a rule is for. A rule for `$` or `*` applies to all names. */
function hasName(names: ReadonlySet<string>, { key, steps: [step = '*'] = [] }: Rule): boolean {
  return step === '*' || [key, step].some((name) => names.has(name.toLowerCase()))
}

/**
 * Whether a body has a value at the path of a rule. If not, it is enough that the path leads through an object or a list in which Pact
 * compares each value with an example.
 */
function isInBody({ steps = [] }: Rule, body: unknown, open: readonly Rule[]): boolean {
  // Wildcards at the end apply to whatever there is. Some libraries write them for every list, even for a list of texts.
  const named = steps.slice(0, steps.findLastIndex((step) => step !== '*') + 1)
  if (isFound(body, named)) return true
  return open.some(({ steps: prefix = [] }) => leadsTo(prefix, steps) && isFound(body, [...prefix, '*']))
}

function isEachValue({ matchers }: Rule): boolean {
  return matchers.some((matcher) => Object(matcher).match === 'eachValue')
}

/** Whether all objects and lists that a path leads to are empty. */
function isWithoutValue({ steps = [] }: Rule, body: unknown): boolean {
  return bodiesOf(body).some((value) => typeof value !== 'string' && has(value, steps) && !has(value, [...steps, '*']))
}

/** Whether a body has a value at a path. A body that is a text counts, because the text may be JSON. */
function isFound(body: unknown, path: readonly string[]): boolean {
  return bodiesOf(body).some((value) => typeof value === 'string' || has(value, path))
}

/** The values that may be the body: `body` itself or, in version 4 of the specification, its field `content`. */
function bodiesOf(body: unknown): readonly unknown[] {
  return [body, Object(body).content].filter((value) => value !== undefined)
}

function has(value: unknown, [step, ...rest]: readonly string[]): boolean {
  if (step === undefined) return true
  if (typeof value !== 'object' || value === null) return false
  if (step === '*') return Object.values(value).some((part) => has(part, rest))
  return Object.hasOwn(value, step) && has((value as Record<string, unknown>)[step], rest)
}

function isOpen({ matchers }: Rule): boolean {
  return matchers.some((matcher) => ['values', 'eachValue', 'eachKey', 'arrayContains'].includes(Object(matcher).match))
}

function leadsTo(prefix: readonly string[], steps: readonly string[]): boolean {
  return prefix.length < steps.length && prefix.every((step, index) => [step, steps[index]].includes('*') || step === steps[index])
}
