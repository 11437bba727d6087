import { ApiError, type ErrorExample } from '../../contracts/index.ts'
import { type Flaw, flawsOf, type Operation, pointer, requestSchema, type Schema, type Violation } from '../openapi/index.ts'

/** The order in which the gateway reports flaws. */
const ORDER = [['additionalProperties'], ['required'], ['type'], ['minLength', 'maxLength'], ['minItems', 'maxItems'], ['enum']]

const RENDERERS: Readonly<Record<string, (flaw: Flaw) => ApiError>> = {
  required: (flaw) => filled('PARAM_ERROR_MISSING', flaw, ''),
  type: (flaw) => filled('PARAM_ERROR_TYPE', flaw, flaw.value),
  minLength: (flaw) => filled('PARAM_ERROR_TOO_SHORT', flaw, lengthOf(flaw), flaw.schema.minLength),
  maxLength: (flaw) => filled('PARAM_ERROR_TOO_LONG', flaw, lengthOf(flaw), flaw.schema.maxLength),
  minItems: (flaw) => named('PARAM_ERROR_ITEMS', flaw, lengthOf(flaw)),
  maxItems: (flaw) => named('PARAM_ERROR_ITEMS', flaw, lengthOf(flaw)),
  enum: (flaw) => named('PARAM_ERROR_ENUM', flaw, flaw.value),
}

/**
 * The PARAM_ERROR for a request. It names all unknown fields; if there are none, the first missing field, wrong type, length, number of items or
 * enum value in the order of the schema. Prism reports the failed keyword and its place; the field comes from the schema and the request.
 */
export function paramError(violations: readonly Violation[], operation: Operation, body: unknown, target: string): ApiError {
  const schema = requestSchema(operation)
  const flaws = flawsOf(violations, operation, target, body)
  const unknown = flaws.filter(({ keyword }) => keyword === 'additionalProperties').map(({ path }) => pointer(path))
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

/** An error with the field in its message. */
function filled(example: ErrorExample, flaw: Flaw, value: unknown, limit = 0): ApiError {
  const { title = '', type = '' } = flaw.schema
  const placeholders = { pointer: pointer(flaw.path), title, type, length: lengthOf(flaw), limit }
  return new ApiError(example, { placeholders, detail: { location: flaw.path[0], value } })
}

/** An error with the field in its detail. */
function named(example: ErrorExample, { path, schema }: Flaw, value: unknown): ApiError {
  const detail = { field: pointer(path.slice(1)), location: path[0], value }
  return new ApiError(example, { placeholders: { pointer: pointer(path), title: schema.title ?? '' }, detail })
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
