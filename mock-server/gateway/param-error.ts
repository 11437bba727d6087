import { ApiError, type ErrorExample } from '../../contracts/index.ts'
import { type Flaw, flawsOf, type Operation, pointer, requestSchema, type Schema, type Violation } from '../openapi/index.ts'

/**
 * The kinds of flaws in a request, by the JSON schema keyword that failed. If a request has several flaws, the gateway reports the kind
 * that comes first here.
 */
const ORDER = [
  ['additionalProperties'],
  ['required'],
  ['type', 'format'],
  ['minLength', 'maxLength'],
  ['pattern'],
  ['minimum', 'maximum'],
  ['minItems', 'maxItems'],
  ['enum'],
]

const RENDERERS: Readonly<Record<string, (flaw: Flaw) => ApiError>> = {
  required: (flaw) => filled('PARAM_ERROR_MISSING', flaw, ''),
  type: wrongType,
  format: (flaw) => (isInteger(flaw.schema) ? wrongType(flaw) : new ApiError('PARAM_ERROR')),
  minLength: (flaw) => filled('PARAM_ERROR_TOO_SHORT', flaw, lengthOf(flaw)),
  maxLength: (flaw) => filled('PARAM_ERROR_TOO_LONG', flaw, lengthOf(flaw)),
  pattern: (flaw) => filled('PARAM_ERROR_PATTERN', withShownPattern(flaw), flaw.value),
  minimum: (flaw) => (isLimitOfInt64(flaw) ? wrongType(flaw) : filled('PARAM_ERROR_TOO_SMALL', flaw, flaw.value)),
  maximum: (flaw) => (isLimitOfInt64(flaw) ? wrongType(flaw) : filled('PARAM_ERROR_TOO_LARGE', flaw, flaw.value)),
  minItems: (flaw) => filled('PARAM_ERROR_TOO_FEW_ITEMS', flaw, lengthOf(flaw)),
  maxItems: (flaw) => filled('PARAM_ERROR_TOO_MANY_ITEMS', flaw, lengthOf(flaw)),
  enum: (flaw) => filled('PARAM_ERROR_ENUM', flaw, flaw.value),
}

/**
 * Returns the error PARAM_ERROR for a request that violates its schema. If the request has unknown fields, the error names all of them.
 * Otherwise, it names one flaw: the first kind in {@link ORDER} and, within that kind, the first field in the schema.
 *
 * @param violations For a body with 10,000 values or more, only the first violation that was found.
 */
export function paramError(violations: readonly Violation[], operation: Operation, body: unknown, target: string): ApiError {
  const schema = requestSchema(operation)
  const flaws = flawsOf(violations, operation, target, body)
  const unknown = flaws.filter(({ keyword }) => keyword === 'additionalProperties').map((flaw) => placeOf(flaw).pointer)
  if (unknown.length > 0) return unknownFields([...new Set(unknown)])
  const [first] = flaws.toSorted((a, b) => rank(a) - rank(b) || position(a, schema) - position(b, schema))
  const render = first && RENDERERS[first.keyword]
  return render ? render(first) : new ApiError('PARAM_ERROR')
}

function unknownFields(pointers: readonly string[]): ApiError {
  return new ApiError('PARAM_ERROR_UNKNOWN_FIELD', {
    placeholders: { pointer: pointers.join(', ') },
    detail: { location: null, value: pointers },
  })
}

/**
 * Returns the PARAM_ERROR for a body that is not JSON. The gateway sees no fields in it, so the error says that the first required field
 * is missing.
 */
export function unparsedError({ bodySchema: { required = [], properties = {} } = {} }: Operation): ApiError {
  const [name] = required
  if (name === undefined) return new ApiError('PARAM_ERROR')
  const placeholders = { pointer: pointer([name]), title: properties[name]?.title ?? '' }
  return new ApiError('PARAM_ERROR_MISSING_UNPARSED', { placeholders, detail: { location: null, value: '' } })
}

function filled(example: ErrorExample, flaw: Flaw, value: unknown): ApiError {
  const { title = '', type = '', enum: allowed, [flaw.keyword]: limit } = flaw.schema
  const place = placeOf(flaw)
  const placeholders = { pointer: place.pointer, title, type, length: lengthOf(flaw), limit: String(limit) }
  return new ApiError(example, {
    placeholders,
    detail: { location: place.location, value },
    ...(allowed && { allowed: allowed.map(String) }),
  })
}

/**
 * Returns the flaw with the regular expression that the gateway shows in its answer. The `pattern` in the OpenAPI document may be another
 * regular expression that accepts the same texts.
 */
function withShownPattern(flaw: Flaw): Flaw {
  const { pattern, 'x-shown-pattern': shown = pattern } = flaw.schema
  return { ...flaw, schema: { ...flaw.schema, pattern: shown } }
}

/** The place of a field as the gateway writes it: a JSON pointer and a location. */
function placeOf({ path: [part = '', ...rest] }: Flaw): { readonly pointer: string; readonly location: string } {
  const location = part === 'path' ? 'uri_template' : part
  return { pointer: pointer([location, ...rest]), location }
}

const TYPE_EXAMPLES: Readonly<Record<string, ErrorExample>> = { array: 'PARAM_ERROR_TYPE_ARRAY', object: 'PARAM_ERROR_TYPE_OBJECT' }

function wrongType(flaw: Flaw): ApiError {
  const { type = '', format } = flaw.schema
  const whole = format === 'int32' ? 'PARAM_ERROR_TYPE_INTEGER_32' : 'PARAM_ERROR_TYPE_INTEGER'
  return filled(isInteger(flaw.schema) ? whole : (TYPE_EXAMPLES[type] ?? 'PARAM_ERROR_TYPE'), flaw, flaw.value)
}

function isInteger({ type, format }: Schema): boolean {
  return type === 'integer' || format === 'int32' || format === 'int64'
}

/** Whether a number is outside the limits that the library Prism adds to an int64: the smallest and largest safe integers of JavaScript. */
function isLimitOfInt64({ keyword, schema }: Flaw): boolean {
  return schema.format === 'int64' && Math.abs(Number(schema[keyword])) === Number.MAX_SAFE_INTEGER
}

function rank({ keyword }: Flaw): number {
  const index = ORDER.findIndex((keywords) => keywords.includes(keyword))
  return index < 0 ? ORDER.length : index
}

function position({ path: [part = '', name = ''] }: Flaw, { properties = {} }: Schema): number {
  return Object.keys(properties[part]?.properties ?? {}).indexOf(name)
}

/** The length of a string in characters (字符数), not UTF-16 units, or the number of items of an array. */
function lengthOf({ value }: Flaw): number {
  return typeof value === 'string' || Array.isArray(value) ? [...value].length : 0
}
