import { performance } from 'node:perf_hooks'
import { type Context, createContext, Script } from 'node:vm'
import { toDotPath } from 'zod/v4/core'
import type { ForwardedAnswer } from './loopback.ts'

/** A regular expression that Pact applies to a part of an answer. */
export interface AnswerExpression {
  /** The method and path of the request that leads to the answer. */
  readonly request: string
  /** Where the expression stands: the file or URL of the pact, and the path in the pact. */
  readonly place: string
  /** The keys that lead to the expression in the matching rules. If the expression is about a header, one of the keys names the header. */
  readonly keys: readonly string[]
  readonly regex: string
}

interface Interaction {
  readonly request?: unknown
  readonly response?: unknown
}

/** The regular expressions in the matching rules of an interaction's answer. */
export function answerExpressions({ request, response }: Interaction, index: number, place: string): AnswerExpression[] {
  const { method = 'GET', path = '/' } = (request ?? {}) as { readonly method?: string; readonly path?: string }
  const { matchingRules } = (response ?? {}) as { readonly matchingRules?: unknown }
  return expressionsIn(matchingRules, []).map(({ keys, regex }) => ({
    request: `${method.toUpperCase()} ${path}`,
    place: `${place}: ${toDotPath(['interactions', index, 'response', 'matchingRules', ...keys.map(asIndex)])}`,
    keys,
    regex,
  }))
}

/** Turns a key that consists of digits into a number, because such a key is an index in a list. */
function asIndex(key: string): string | number {
  return /^\d+$/.test(key) ? Number(key) : key
}

function expressionsIn(rules: unknown, keys: readonly string[]): Pick<AnswerExpression, 'keys' | 'regex'>[] {
  if (typeof rules !== 'object' || rules === null) return []
  const { match, regex } = rules as { readonly match?: unknown; readonly regex?: unknown }
  const here = match === 'regex' && typeof regex === 'string' ? [{ keys, regex }] : []
  return [...here, ...Object.entries(rules).flatMap(([key, value]) => expressionsIn(value, [...keys, key]))]
}

/** How long one comparison may take, in milliseconds. Pact gives up after ten million steps, which take about a tenth of a second. */
const ONE = 100
/** How long all comparisons together may take, in milliseconds. */
const ALL = 2000

/** Returns the first of these regular expressions that takes too long with this answer. Stops searching after two seconds. */
export function slowExpression(expressions: readonly AnswerExpression[], answer: ForwardedAnswer): AnswerExpression | undefined {
  const end = performance.now() + ALL
  const context = createContext({})
  const inBody = textsIn(answer.body.toString().slice(0, LONGEST_BODY))
  return expressions.find(({ keys, regex }) => {
    const ofHeader = keys.flatMap((key) => headerCalled(key, answer))
    return (ofHeader.length > 0 ? ofHeader : inBody).some((text) => performance.now() < end && isSlow(regex, text, context))
  })
}

/** How many characters at the start of a body are compared. */
const LONGEST_BODY = 65_536

/** Returns the value of the header that a key names. Before version 3 of the Pact format, the key is a path such as `$.headers.X-A`. */
function headerCalled(key: string, { headers }: ForwardedAnswer): string[] {
  const value = headers[key.replace(/^\$\.headers?\.|^\$\.headers?\['|'\]$/g, '').toLowerCase()]
  return value === undefined ? [] : [String(value)]
}

/** Returns the whole body. If the body is JSON, also returns all its keys and strings. */
function textsIn(body: string): string[] {
  const texts = [body]
  try {
    JSON.parse(body, (key, value) => {
      texts.push(key, ...(typeof value === 'string' ? [value] : []))
      return value
    })
  } catch {}
  return texts
}

const COMPARISON = new Script('new RegExp(regex).test(text)')

/**
 * Whether a comparison takes too long in two attempts. The second attempt may take twice as long as the first, because the machine may have
 * been busy. An expression that JavaScript can't parse counts as fast.
 */
function isSlow(regex: string, text: string, context: Context): boolean {
  Object.assign(context, { regex, text })
  return [ONE, 2 * ONE].every((timeout) => {
    try {
      COMPARISON.runInContext(context, { timeout })
      return false
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
    }
  })
}
