import type { CallExpression, Expression, ObjectExpression, Property, SpreadElement } from 'acorn'
import { BODY_LIMIT } from './read-stdin.ts'

/**
 * Computes the value of a JavaScript expression without running the script. The expression may consist of literals, negative numbers,
 * `undefined`, objects, lists, texts joined by `+`, and calls of `JSON.stringify`.
 *
 * @param source The text of the script; error messages quote from it.
 * @throws {Error} When the value is known only when the script runs. Also when `+` joins a value that is not a text, or when
 * `JSON.stringify` has a replacer or returns too long a text.
 */
export function literalValue(node: Expression | SpreadElement, source: string): unknown {
  if (node.type === 'Literal' && !('regex' in node && node.regex) && typeof node.value !== 'bigint') return node.value
  if (node.type === 'Identifier' && node.name === 'undefined') return undefined
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? ''
  if (node.type === 'ObjectExpression') return Object.fromEntries(entriesOf(node, source))
  if (node.type === 'ArrayExpression') return node.elements.map((element) => (element === null ? null : literalValue(element, source)))
  if (node.type === 'UnaryExpression' && node.operator === '-') return -Number(literalValue(node.argument, source))
  if (node.type === 'BinaryExpression' && node.operator === '+' && node.left.type !== 'PrivateIdentifier')
    return `${literalText(node.left, source)}${literalText(node.right, source)}`
  if (node.type === 'CallExpression' && isStringify(node)) return stringified(node, source)
  throw new Error(
    `stdin: ${seen(node, source)} in the fetch call is known only when the script runs: write its value instead (请写出实际的值)`,
  )
}

function literalText(node: Expression, source: string): string {
  const value = literalValue(node, source)
  if (typeof value === 'string') return value
  throw new Error(`stdin: ${seen(node, source)} in the fetch call is not a text: write its value in quotes`)
}

function entriesOf(node: ObjectExpression, source: string): (readonly [string, unknown])[] {
  return node.properties.map((property) => {
    if (property.type === 'Property' && property.kind === 'init' && !property.method)
      return [keyOf(property, source), literalValue(property.value, source)]
    throw new Error(
      `stdin: ${seen(property, source)} in the fetch call is known only when the script runs: write its value instead (请写出实际的值)`,
    )
  })
}

function keyOf({ key, computed }: Property, source: string): string {
  if (!computed && key.type === 'Identifier') return key.name
  return String(literalValue(key, source))
}

function isStringify({ callee }: CallExpression): boolean {
  if (callee.type !== 'MemberExpression' || callee.computed) return false
  const { object, property } = callee
  return object.type === 'Identifier' && object.name === 'JSON' && property.type === 'Identifier' && property.name === 'stringify'
}

/** Computes the result of a call of `JSON.stringify`. The result has a limited length, because nested calls double the backslashes. */
function stringified(node: CallExpression, source: string): string | undefined {
  const text = JSON.stringify(...literalArguments(node, source)) as string | undefined
  if (text === undefined || text.length <= BODY_LIMIT) return text
  throw new Error(`stdin: JSON.stringify in the fetch call makes more than ${BODY_LIMIT} characters`)
}

function literalArguments(node: CallExpression, source: string): [value: unknown, replacer: null, space: string | number | undefined] {
  const [value, replacer, space] = node.arguments.map((argument) => literalValue(argument, source))
  if (replacer === null || replacer === undefined) return [value, null, space as string | number | undefined]
  throw new Error('stdin: a replacer of JSON.stringify in the fetch call is not applied: write the body as text')
}

function seen({ start, end }: { readonly start: number; readonly end: number }, source: string): string {
  return source.slice(start, Math.min(end, start + 40)).replace(/\s+/g, ' ')
}
