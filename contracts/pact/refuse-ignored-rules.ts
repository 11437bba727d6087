import { shownValue } from '../shown-value.ts'
import { isObjectOrList, type ValuesAt, valuesIn } from './values-at.ts'

/**
 * Throws if Pact would ignore a matching rule for an answer in a pact. Such a rule would prove nothing, and the run would still pass.
 *
 * @param place The file or URL of the pact, for the error.
 * @throws {Error} The message names the place and the rule.
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
 * Describes the first matching rule that Pact would ignore in an expected request or answer, with the reason. Pact compares only the headers, the
 * parts of a query and the parts of a body that have an example.
 *
 * @param whole The part whose rules are not checked, because Pact always applies them: `path` for a request, `status` for an answer.
 */
export function ignoredRule(expected: unknown, whole: 'path' | 'status' = 'status'): string | undefined {
  const { headers, query, body, matchingRules, responseMatchingRules }: Message = Object(expected)
  const written = matchingRules ?? responseMatchingRules
  const rules = rulesOf(written).filter(({ part, matchers }) => part !== whole && matchers.length > 0)
  const examples = { headers: namesOf(headers), query: namesOf(query), ...examplesIn(body), open: rules.filter(isOpen) }
  return emptyMatcher(written) ?? firstProblem(rules, (rule) => problemOf(rule, examples))
}

/**
 * Describes the first list in an expected body that may be empty and has no example of an item. Pact's matcher `eachLike(item, 0)` writes
 * a list of this kind and drops the item.
 */
export function listWithoutItem(expected: unknown): string | undefined {
  const { body, matchingRules }: Message = Object(expected)
  const { bodies } = examplesIn(body)
  return firstProblem(rulesOf(matchingRules), (rule) => withoutItem(rule, bodies) ?? problemInVariant(rule, bodies, listWithoutItem))
}

/** Returns the first problem that `judge` finds. */
function firstProblem<Judged>(all: readonly Judged[], judge: (one: Judged) => string | undefined): string | undefined {
  for (const one of all) {
    const problem = judge(one)
    if (problem !== undefined) return problem
  }
  return undefined
}

function withoutItem(rule: Rule, bodies: readonly ValuesAt[]): string | undefined {
  const { key } = rule
  if (!mayBeEmpty(rule) || !isWithoutValue(rule, bodies)) return undefined
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
  /** The part of the request or the answer that the rule is for, such as `body`, in lower case. */
  readonly part: string
  /** The name or the path of the value, as the pact has it. */
  readonly key: string
  /** The steps of the path; `undefined` when the path can't be read. Pact itself reports an unreadable path. */
  readonly steps: readonly string[] | undefined
  readonly matchers: readonly unknown[]
}

/** The examples in a request or an answer. Pact applies a rule only where there is an example. */
interface Examples {
  /** The names of the headers, in lower case. */
  readonly headers: ReadonlySet<string>
  /** The names of the query parameters, in lower case. */
  readonly query: ReadonlySet<string>
  readonly bodies: readonly ValuesAt[]
  /** Whether the body is a text. The text may be JSON. */
  readonly isText: boolean
  /** The rules that also apply to values without an example of their own, for example a rule with the matcher `eachValue`. */
  readonly open: readonly Rule[]
}

function namesOf(values: unknown): ReadonlySet<string> {
  return new Set(Object.keys(Object(values)).map((name) => name.toLowerCase()))
}

/** The values that may be the body: `body` itself or, in version 4 of the Pact specification, its field `content`. */
function examplesIn(body: unknown): Pick<Examples, 'bodies' | 'isText'> {
  const all = [body, Object(body).content].filter((value) => value !== undefined)
  return { bodies: all.filter((value) => typeof value !== 'string').map(valuesIn), isText: all.some((value) => typeof value === 'string') }
}

/** Describes the first matcher, at any depth, that compares nothing because its list of rules or variants is empty. */
function emptyMatcher(written: unknown): string | undefined {
  if (!isObjectOrList(written)) return undefined
  const { match, rules = [], variants } = written as { readonly match?: unknown; readonly rules?: unknown; readonly variants?: unknown }
  if (isEmpty(rules) && (match === 'eachKey' || match === 'each-key')) return `the matcher eachKey without rules, ${IGNORED}`
  if (isEmpty(variants) && match === 'arrayContains') return `the matcher arrayContains without variants, ${IGNORED}`
  return firstProblem(Object.values(written), emptyMatcher)
}

function isEmpty(list: unknown): boolean {
  return Array.isArray(list) && list.length === 0
}

const IGNORED = 'which Pact would ignore (Pact 会忽略)'

/**
 * Lists the matching rules that a request or an answer has. Before version 3 of the Pact specification, a key is a whole path such as
 * `$.body.code`. From version 3 on, the rules for each part are an object, whose keys are names or paths.
 */
function rulesOf(written: unknown): Rule[] {
  const entries: [string, unknown][] = Object.entries(Object(written))
  if (!entries.some(([key]) => key.startsWith('$'))) return entries.flatMap(([part, value]) => rulesOfPart(part.toLowerCase(), value))
  return entries.map(([key, value]) => {
    const [part = '', ...steps] = stepsOf(key) ?? []
    return { part: part.toLowerCase(), key, steps, matchers: matchersOf(value) }
  })
}

function rulesOfPart(part: string, value: unknown): Rule[] {
  const { matchers, match } = Object(value)
  if (Array.isArray(matchers) || typeof match === 'string') return [{ part, key: part, steps: [], matchers: matchersOf(value) }]
  return Object.entries(Object(value)).map(([key, rule]) => ({ part, key, steps: stepsOf(key), matchers: matchersOf(rule) }))
}

function matchersOf(value: unknown): readonly unknown[] {
  const { matchers, match, min, max } = Object(value)
  if (Array.isArray(matchers)) return matchers
  return [match, min, max].some((field) => field !== undefined) ? [value] : []
}

const STEP = /\.([^.[\]]+)|\[(?:'([^']*)'|(\d+|\*))\]/g

/** The steps of a path such as `$.data[*].code`. A path without `$` begins with a name. */
function stepsOf(path: string): string[] | undefined {
  const text = path.startsWith('$') ? path.slice(1) : `.${path}`
  const found = [...text.matchAll(STEP)]
  if (found.map(([step]) => step).join('') !== text) return undefined
  return found.map(([, name, quoted, index]) => name ?? quoted ?? index ?? '')
}

function problemOf(rule: Rule, examples: Examples): string | undefined {
  const { part, key, steps } = rule
  if (steps === undefined) return undefined
  const shown = shownValue(key)
  if (/^headers?$/.test(part)) return problemOfName(rule, examples.headers, `the header ${shown}`)
  if (part === 'query') return problemOfName(rule, examples.query, `${shown} of the query`)
  if (!/^(?:body|contents?)$/.test(part)) return `a rule for ${shownValue(part || key)}, ${IGNORED}`
  return problemOfValue(rule, examples, `${shown} of the body`)
}

function problemOfName(rule: Rule, names: ReadonlySet<string>, what: string): string | undefined {
  if (!hasName(names, rule)) return without(what)
  return hasLimit(rule) ? limitFor(what) : undefined
}

function problemOfValue(rule: Rule, examples: Examples, what: string): string | undefined {
  const { bodies } = examples
  if (!isInBody(rule, examples)) return without(what)
  if (isEachValue(rule) && isWithoutValue(rule, bodies)) return without(`each value of ${what}`)
  return hasLimit(rule) && isForSingleValue(rule, bodies) ? limitFor(what) : problemInVariant(rule, bodies, ignoredRule)
}

/**
 * Describes the first variant of the matcher `arrayContains` that has a problem. A variant has a problem only if `judge` finds one in each
 * example of the variant.
 */
function problemInVariant(
  { key, steps = [], matchers }: Rule,
  bodies: readonly ValuesAt[],
  judge: (variant: Message) => string | undefined,
): string | undefined {
  const variants = matchers.flatMap((matcher) => Object(matcher).variants ?? []).map(Object)
  const lists = bodies.flatMap((valuesAt) => valuesAt(steps)).map(Object)
  const problem = firstProblem(variants, ({ index, rules }) => {
    const found = lists
      .filter((list) => Object.hasOwn(list, index))
      .map((list) => judge({ body: list[index], matchingRules: { body: rules } }))
    return found.every(Boolean) ? found[0] : undefined
  })
  return problem && `a variant of ${shownValue(key)} with ${problem}`
}

function without(what: string): string {
  return `a rule for ${what} but no example of it, so Pact would ignore the rule (缺少示例，Pact 会忽略此规则)`
}

/** Whether the headers or the query have the name that a rule is for. A rule for `$` or `*` applies to all names. */
function hasName(names: ReadonlySet<string>, { key, steps: [step = '*'] = [] }: Rule): boolean {
  return step === '*' || [key, step].some((name) => names.has(name.toLowerCase()))
}

/**
 * Whether a body has an example for a rule: a value at the path of the rule. If the path leads through an object or a list that has an
 * `open` rule, any value in this object or list is enough.
 */
function isInBody({ steps = [] }: Rule, examples: Examples): boolean {
  // Wildcards at the end of the path are left out. Some libraries write them for every list, even for a list of texts.
  const named = steps.slice(0, steps.findLastIndex((step) => step !== '*') + 1)
  if (isFound(examples, named)) return true
  return examples.open.some(({ steps: prefix = [] }) => leadsTo(prefix, steps) && isFound(examples, [...prefix, '*']))
}

/** Whether a body has a value at a path. A body that is a text counts, because the text may be JSON. */
function isFound({ bodies, isText }: Examples, path: readonly string[]): boolean {
  return isText || bodies.some((valuesAt) => valuesAt(path).length > 0)
}

function isEachValue({ matchers }: Rule): boolean {
  return matchers.some((matcher) => ['values', 'eachValue'].includes(Object(matcher).match))
}

/** Whether a path leads to values in a body, and each of these values is a single value, an empty list or an empty object. */
function isWithoutValue({ steps = [] }: Rule, bodies: readonly ValuesAt[]): boolean {
  return bodies.some((valuesAt) => valuesAt(steps).length > 0 && valuesAt([...steps, '*']).length === 0)
}

/** Whether a rule limits how many items or fields there may be. A `min` of 0 is no limit. */
function hasLimit({ matchers }: Rule): boolean {
  return matchers.map(Object).some(({ min, max }) => min > 0 || max !== undefined)
}

/** Whether a path leads only to single values, such as texts, and not to an object or a list. */
function isForSingleValue({ steps = [] }: Rule, bodies: readonly ValuesAt[]): boolean {
  const found = bodies.flatMap((valuesAt) => valuesAt(steps))
  return found.length > 0 && !found.some(isObjectOrList)
}

function limitFor(what: string): string {
  return `a limit for ${what}, which is neither a list nor an object, so Pact would ignore the limit (min、max 只限制列表和对象，Pact 会忽略)`
}

function isOpen({ matchers }: Rule): boolean {
  return matchers.some((matcher) => ['values', 'eachValue', 'eachKey', 'arrayContains'].includes(Object(matcher).match))
}

function leadsTo(prefix: readonly string[], steps: readonly string[]): boolean {
  return prefix.length < steps.length && prefix.every((step, index) => [step, steps[index]].includes('*') || step === steps[index])
}
