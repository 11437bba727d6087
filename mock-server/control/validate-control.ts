import { isTooDeep, NESTING_LIMIT } from '../../contracts/nesting.ts'
import type { HttpRequest } from '../edge/http-exchange.ts'
import { type Api, type Flaw, flawsOf, type Operation, pointer, queryOf, type Schema } from '../openapi/index.ts'
import { ControlError, refused, seenOf } from './control-error.ts'
import { controlBodyLimit } from './control-path.ts'
import { indexOfDuplicate } from './index-of-duplicate.ts'

/**
 * Parses the body and validates the request against the document of the control API.
 *
 * @returns The body.
 * @throws {ControlError} 400 for a request that the document does not allow; 413 for a body that is too large or has a Content-Encoding.
 */
export async function validateControl(request: HttpRequest, operation: Operation, document: Api): Promise<unknown> {
  const { method, target } = request
  checkTarget(target, operation)
  const body = parseBody(request, operation)
  const violations = await document.validate(operation, method, target, body)
  const [flaw] = flawsOf(violations, operation, target, body).toSorted((a, b) => rank(a) - rank(b))
  if (flaw) throw explain(flaw)
  return body
}

/** Checks the path and the query. Prism would fail on invalid escapes, and would overlook repeated and empty values. */
function checkTarget(target: string, { querySchemas }: Operation): void {
  const [path = ''] = target.split('?')
  if (!isDecodable(path)) throw refused('/path', path, 'be percent-encoded UTF-8')
  const names = [...queryOf(target).keys()]
  const duplicate = names[indexOfDuplicate(names)]
  if (duplicate !== undefined) throw refused(`/query/${duplicate}`, queryOf(target).getAll(duplicate), 'be given once')
  const [empty] = [...queryOf(target)].find(([name, value]) => value === '' && Object.hasOwn(querySchemas, name)) ?? []
  if (empty !== undefined) throw refused(`/query/${empty}`, '', 'not be empty')
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

function parseBody({ body, target, rest }: HttpRequest, { bodySchema }: Operation): unknown {
  if (!body) throw new ControlError(413, 'BODY_TOO_LARGE', tooLarge(target), { target })
  const text = new TextDecoder().decode(body)
  if (!bodySchema) {
    if (text.trim() !== '') throw refused('/body', shortened(text), 'be left out')
    return undefined
  }
  return text.trim() === '' && !rest ? undefined : parseObject(text, rest && body.length + rest.length)
}

function tooLarge(target: string): string {
  return `The body must have at most ${controlBodyLimit(target)} bytes, and no Content-Encoding`
}

/** @param whole The number of bytes that the body really has, if its Content-Length says fewer. */
function parseObject(text: string, whole: number | undefined): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    const wanted = whole === undefined ? 'be JSON' : `be JSON; Content-Length must be ${whole}, the length of the body in bytes`
    throw refused('/body', shortened(text), wanted)
  }
  if (isTooDeep(value)) throw refused('/body', shortened(text), `have at most ${NESTING_LIMIT} levels`)
  // Prism treats null, false, 0 and "" as a missing body.
  if (typeof value !== 'object' || value === null) throw refused('/body', value, 'be of type object')
  return value
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}

/** Unknown fields come first: most are misspelt and explain the other errors. */
function rank({ keyword }: Flaw): number {
  return keyword === 'additionalProperties' ? 0 : 1
}

const WANTED: Readonly<Record<string, (schema: Schema) => string>> = {
  required: () => 'be given',
  type: ({ type }) => `be of type ${[type].flat().join(' or ')}`,
  enum: ({ enum: values }) => `be ${oneOf(values ?? [])}`,
  pattern: ({ pattern, description }) =>
    `match ${pattern}${description === undefined ? '' : `: ${String(description).replace(/\.$/, '')}`}`,
  minimum: ({ minimum }) => `be ${minimum} or more`,
  maximum: ({ maximum }) => `be ${maximum} or less`,
  minLength: ({ minLength }) => `have ${minLength} or more characters`,
  maxLength: ({ maxLength }) => `have ${maxLength} or fewer characters`,
  minItems: ({ minItems }) => `have ${minItems} or more items`,
  maxItems: ({ maxItems }) => `have ${maxItems} or fewer items`,
  minProperties: ({ properties = {} }) => `have ${oneOf(Object.keys(properties))}`,
}

export function explain({ keyword, path, schema, around, value }: Flaw): ControlError {
  const field = pointer(path)
  if (keyword !== 'additionalProperties') return refused(field, value, WANTED[keyword]?.(schema) ?? `keep ${keyword}`)
  const known = Object.keys(around.properties ?? {})
  const [rule, wanted] =
    known.length > 0 ? [`its name must be ${oneOf(known)}`, `have a name that is ${oneOf(known)}`] : ['it must be left out', 'be left out']
  return new ControlError(400, 'INVALID_REQUEST', `${field} is unknown: ${rule}`, { field, seen: seenOf(value), wanted })
}

function oneOf(values: readonly unknown[]): string {
  return values.length === 1 ? String(values[0]) : `one of ${values.join(', ')}`
}
