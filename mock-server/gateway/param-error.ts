import { ApiError } from '../../contracts/index.ts'
import type { Schema, Violation } from '../openapi-document.ts'

/** One thing that is wrong with a body, found where Prism pointed. */
interface Fault {
  readonly keyword: string
  /** Begins with `body` or `query`. */
  readonly path: readonly string[]
  readonly schema: Schema
  readonly value: unknown
}

/** Which fault the gateway names when there are several. */
const ORDER = ['additionalProperties', 'required', 'type', 'minLength', 'maxLength', 'enum']

const RENDERERS: Readonly<Record<string, (fault: Fault) => ApiError>> = {
  required: (fault) => filled('PARAM_ERROR_MISSING', fault, { location: 'body', value: '' }),
  type: (fault) => filled('PARAM_ERROR_TYPE', fault, { location: 'body', value: fault.value }),
  minLength: (fault) => filled('PARAM_ERROR_TOO_SHORT', fault, { location: 'body', value: lengthOf(fault) }, fault.schema.minLength),
  maxLength: (fault) => filled('PARAM_ERROR_TOO_LONG', fault, { location: 'body', value: lengthOf(fault) }, fault.schema.maxLength),
  enum: (fault) => filled('PARAM_ERROR_ENUM', fault, { field: pointer(fault.path.slice(1)), location: 'body', value: fault.value }),
}

/**
 * The PARAM_ERROR of a request: unknown fields first, all of them; then the first missing field, wrong type, length or enum value, in the
 * order of the schema. Prism says which keyword failed and where; the field comes from the schema and the body.
 */
export function paramError(violations: readonly Violation[], schema: Schema, body: unknown): ApiError {
  const faults = violations.flatMap((violation) => faultsOf(violation, schema, body))
  const unknown = faults.filter(({ keyword }) => keyword === 'additionalProperties').map(({ path }) => pointer(path))
  if (unknown.length > 0) return new ApiError('PARAM_ERROR_UNKNOWN_FIELD', { detail: { location: null, value: [...new Set(unknown)] } })
  const [first] = faults.toSorted((a, b) => rank(a) - rank(b) || position(a, schema) - position(b, schema))
  const render = first && RENDERERS[first.keyword]
  return render ? render(first) : new ApiError('PARAM_ERROR')
}

/** Prism places a missing or an unknown field at the object around it and names the field in prose alone. */
function faultsOf({ keyword, path }: Violation, root: Schema, body: unknown): Fault[] {
  const [, ...names] = path
  const schema = names.reduce<Schema>((outer, name) => outer.properties?.[name] ?? outer.items ?? {}, root)
  const value = names.reduce<unknown>((outer, name) => (isObject(outer) ? outer[name] : undefined), body)
  const at = (name: string): Fault => ({ keyword, path: [...path, name], schema: schema.properties?.[name] ?? {}, value: undefined })
  if (path[0] !== 'body' || !OBJECT_KEYWORDS.has(keyword)) return [{ keyword, path, schema, value }]
  // Prism takes null, 0, false and "" for a body that is missing; its schema takes them for one of the wrong type.
  if (!isObject(value)) return [{ keyword: 'type', path, schema, value }]
  if (keyword === 'required') return (schema.required ?? []).filter((name) => !Object.hasOwn(value, name)).map(at)
  return Object.keys(value)
    .filter((name) => !Object.hasOwn(schema.properties ?? {}, name))
    .map(at)
}

const OBJECT_KEYWORDS = new Set(['required', 'additionalProperties'])

function filled(example: ConstructorParameters<typeof ApiError>[0], fault: Fault, detail: unknown, limit = 0): ApiError {
  const { title = '', type = '' } = fault.schema
  return new ApiError(example, { places: { pointer: pointer(fault.path), title, type, length: lengthOf(fault), limit }, detail })
}

function rank({ keyword }: Fault): number {
  const index = ORDER.indexOf(keyword)
  return index < 0 ? ORDER.length : index
}

function position({ path }: Fault, { properties = {} }: Schema): number {
  return Object.keys(properties).indexOf(path[1] ?? '')
}

/** In characters (字符数), not in UTF-16 units. */
function lengthOf({ value }: Fault): number {
  return typeof value === 'string' ? [...value].length : 0
}

/** RFC 6901. */
function pointer(path: readonly string[]): string {
  return path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
