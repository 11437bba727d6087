import { Buffer } from 'node:buffer'
import { type CallExpression, type Expression, parseExpressionAt } from 'acorn'
import { literalValue } from './javascript-literal.ts'
import { explainedHeaders, type HeaderLookup, headerLookup, type PastedRequest, partsOfParsedUrl } from './pasted-request.ts'

/**
 * Returns the requests that the calls of `fetch` in a script send. The script is parsed and not executed.
 *
 * @throws {Error} When a call can't be read, for example because a value is known only when the script runs.
 * @see https://fetch.spec.whatwg.org/#fetch-method
 */
export function readFetch(script: string): PastedRequest[] {
  const requests: PastedRequest[] = []
  const call = /(?<![\w.$])fetch\s*\(/g
  const countToken = tokenCounter()
  for (let found = call.exec(script); found; found = call.exec(script)) {
    // The parser gets only the rest of the script. Otherwise it would count the lines of the whole script again for each call.
    const rest = script.slice(found.index)
    const expression = parsed(rest, countToken)
    requests.push(...callsIn(expression).map((node) => requestOf(node, rest)))
    call.lastIndex = found.index + expression.end
  }
  return requests
}

/**
 * The version of ECMAScript that the parser accepts. With version 2025 or later, the parser would take quadratic time for a regular
 * expression with many groups of the same name.
 */
const ECMA_VERSION = 2024

/** The largest number of tokens that are parsed in a script. The parsing time grows with the square of the number of declarations. */
const TOKEN_LIMIT = 50_000

/** The message when the stack of the parser overflows. The parser calls itself for each level and for each text that is joined. */
const TOO_DEEP = 'stdin: the fetch call is nested too deeply, or joins too many texts, to be read: copy only the call (请只复制请求部分)'

class TooManyTokens extends Error {
  constructor() {
    super(`stdin: the fetch calls have more than ${TOKEN_LIMIT} words and signs: copy only the call (请只复制请求部分)`)
  }
}

function tokenCounter(): () => void {
  let count = 0
  return () => {
    count += 1
    if (count > TOKEN_LIMIT) throw new TooManyTokens()
  }
}

function parsed(script: string, onToken: () => void): Expression {
  try {
    return parseExpressionAt(script, 0, { ecmaVersion: ECMA_VERSION, allowAwaitOutsideFunction: true, onToken })
  } catch (cause) {
    if (cause instanceof TooManyTokens) throw cause
    const { message } = cause as Error
    if (/^Not enough stack space/.test(message)) throw new Error(TOO_DEEP, { cause })
    throw new Error(`stdin: the fetch call is not JavaScript: ${message}. Copy all of it (请完整复制)`, { cause })
  }
}

/** The calls of `fetch` in an expression such as `fetch(…).then(…)`, in their order. A call within another call of `fetch` is left out. */
function callsIn(expression: Expression): CallExpression[] {
  const calls: CallExpression[] = []
  const open: unknown[] = [expression]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isCallOfFetch(node)) calls.push(node)
    else for (const part of Object.values(node ?? {})) if (typeof part === 'object') open.push(part)
  }
  if (calls.length > 0 && calls.every(({ arguments: [address] }) => address)) return calls.toSorted((one, other) => one.start - other.start)
  throw new Error('stdin: fetch is not called with an address: copy all of the call')
}

function isCallOfFetch(node: unknown): node is CallExpression {
  const { type, callee } = (node ?? {}) as Partial<CallExpression>
  return type === 'CallExpression' && callee?.type === 'Identifier' && callee.name === 'fetch'
}

function requestOf({ arguments: [address, settings] }: CallExpression, script: string): PastedRequest {
  const url = address && literalValue(address, script)
  if (typeof url !== 'string') throw new Error('stdin: the address of the fetch call is not a text: write it in quotes')
  const given = ((settings && literalSettings(settings, script)) ?? {}) as Record<string, unknown>
  const { method, headers, body } = given
  const bytes = bytesOf(body)
  const header = headersOf(headers ?? {})
  const { authorization, contentType } = explainedHeaders(header)
  return {
    method: method === undefined ? 'GET' : standardMethod(String(method)),
    ...partsOfParsedUrl(url),
    authorization,
    contentType: contentType ?? (bytes && 'text/plain;charset=UTF-8'),
    body: bytes ?? Buffer.alloc(0),
    // When a request had no body, a browser copies it with `"body": null`.
    isBodyGiven: Object.hasOwn(given, 'body'),
  }
}

/**
 * Reads the settings that determine the request. Other settings, such as `signal`, are ignored: their values may exist only when the script
 * runs.
 */
function literalSettings(node: Parameters<typeof literalValue>[0], script: string): unknown {
  if (node.type !== 'ObjectExpression') return literalValue(node, script)
  const isRead = (property: (typeof node.properties)[number]) =>
    property.type !== 'Property' ||
    property.computed ||
    /^["'`]?(?:method|headers|body)\b/.test(script.slice(property.start, property.start + 9))
  return literalValue({ ...node, properties: node.properties.filter(isRead) }, script)
}

/**
 * Returns a method as `fetch` sends it. `fetch` changes six methods to upper case and sends others, such as `patch`, unchanged:
 * https://fetch.spec.whatwg.org/#concept-method-normalize
 */
function standardMethod(method: string): string {
  return /^(?:delete|get|head|options|post|put)$/i.test(method) ? method.toUpperCase() : method
}

function headersOf(headers: unknown): HeaderLookup {
  const pairs: unknown[] = Array.isArray(headers) ? headers : Object.entries(headers as object)
  return headerLookup(pairs.map((pair) => [String((pair as unknown[])[0]), String((pair as unknown[])[1])]))
}

function bytesOf(body: unknown): Buffer | undefined {
  if (body === undefined || body === null) return undefined
  if (typeof body === 'string') return Buffer.from(body)
  throw new Error('stdin: the body of the fetch call is not a text: write it as the text that is sent')
}
