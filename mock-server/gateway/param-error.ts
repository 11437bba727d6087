import { ApiError, type ErrorExample } from '../../contracts/index.ts'
import { type Operation, queryOf, type Schema, type Violation } from '../openapi-document.ts'

/** One thing that is wrong with a request, found where Prism pointed. */
interface Fault {
  readonly keyword: string
  /** Begins with `body` or `query`. */
  readonly path: readonly string[]
  readonly schema: Schema
  readonly value: unknown
}

/** Which fault the gateway names when there are several. */
const ORDER = [['additionalProperties'], ['required'], ['type'], ['minLength', 'maxLength'], ['minItems', 'maxItems'], ['enum']]

const RENDERERS: Readonly<Record<string, (fault: Fault) => ApiError>> = {
  required: (fault) => filled('PARAM_ERROR_MISSING', fault, ''),
  type: (fault) => filled('PARAM_ERROR_TYPE', fault, fault.value),
  minLength: (fault) => filled('PARAM_ERROR_TOO_SHORT', fault, lengthOf(fault), fault.schema.minLength),
  maxLength: (fault) => filled('PARAM_ERROR_TOO_LONG', fault, lengthOf(fault), fault.schema.maxLength),
  minItems: (fault) => named('PARAM_ERROR_ITEMS', fault, lengthOf(fault)),
  maxItems: (fault) => named('PARAM_ERROR_ITEMS', fault, lengthOf(fault)),
  enum: (fault) => named('PARAM_ERROR_ENUM', fault, fault.value),
}

/**
 * The PARAM_ERROR of a request: unknown fields first, all of them; then the first missing field, wrong type, length, number of items or enum
 * value, in the order of the schema. Prism says which keyword failed and where; the field comes from the schema and the request.
 */
export function paramError(violations: readonly Violation[], operation: Operation, body: unknown, target: string): ApiError {
  const schema: Schema = { properties: { body: operation.bodySchema ?? {}, query: { properties: operation.querySchemas } } }
  const request = { body, query: Object.fromEntries(queryOf(target)) }
  const faults = violations.flatMap((violation) => faultsOf(violation, schema, request))
  const unknown = faults.filter(({ keyword }) => keyword === 'additionalProperties').map(({ path }) => pointer(path))
  if (unknown.length > 0) return new ApiError('PARAM_ERROR_UNKNOWN_FIELD', { detail: { location: null, value: [...new Set(unknown)] } })
  const [first] = faults.toSorted((a, b) => rank(a) - rank(b) || position(a, schema) - position(b, schema))
  const render = first && RENDERERS[first.keyword]
  return render ? render(first) : new ApiError('PARAM_ERROR')
}

/** Prism places a missing or an unknown field at the object around it and names the field in prose alone. */
function faultsOf({ keyword, path, value: known }: Violation, root: Schema, request: unknown): Fault[] {
  const schema = path.reduce<Schema>((outer, name) => outer.properties?.[name] ?? outer.items ?? {}, root)
  const value = known ?? path.reduce<unknown>((outer, name) => (isContainer(outer) ? outer[name] : undefined), request)
  const at = (name: string): Fault => ({ keyword, path: [...path, name], schema: schema.properties?.[name] ?? {}, value: undefined })
  if (path[0] !== 'body' || !OBJECT_KEYWORDS.has(keyword)) return [{ keyword, path, schema, value }]
  // Prism takes null, 0, false and "" for a body that is missing; its schema takes them for one of the wrong type.
  if (!isContainer(value) || Array.isArray(value)) return [{ keyword: 'type', path, schema, value }]
  if (keyword === 'required') return (schema.required ?? []).filter((name) => !Object.hasOwn(value, name)).map(at)
  const properties = schema.properties ?? {}
  return Object.keys(value)
    .filter((name) => !Object.hasOwn(properties, name))
    .map(at)
}

const OBJECT_KEYWORDS = new Set(['required', 'additionalProperties'])

/** An error that points at its field in the message. */
function filled(example: ErrorExample, fault: Fault, value: unknown, limit = 0): ApiError {
  const { title = '', type = '' } = fault.schema
  const places = { pointer: pointer(fault.path), title, type, length: lengthOf(fault), limit }
  return new ApiError(example, { places, detail: { location: fault.path[0], value } })
}

/** An error that points at its field in the detail. */
function named(example: ErrorExample, { path, schema }: Fault, value: unknown): ApiError {
  const detail = { field: pointer(path.slice(1)), location: path[0], value }
  return new ApiError(example, { places: { title: schema.title ?? '' }, detail })
}

function rank({ keyword }: Fault): number {
  const index = ORDER.findIndex((keywords) => keywords.includes(keyword))
  return index < 0 ? ORDER.length : index
}

function position({ path: [part = '', name = ''] }: Fault, { properties = {} }: Schema): number {
  return Object.keys(properties[part]?.properties ?? {}).indexOf(name)
}

/** Of a string in characters (字符数), not in UTF-16 units; of an array in items. */
function lengthOf({ value }: Fault): number {
  return typeof value === 'string' || Array.isArray(value) ? [...value].length : 0
}

/** RFC 6901. */
function pointer(path: readonly string[]): string {
  return path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
