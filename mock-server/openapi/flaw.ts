import type { Operation, Schema } from './operation.ts'
import { pathValues, queryOf } from './request-parts.ts'

/** What Prism found wrong with a request: a JSON schema keyword, and where. */
export interface Violation {
  readonly keyword: string
  /** Begins with `body`, `query` or `path`. */
  readonly path: readonly string[]
  /** The value that is wrong, where the path alone does not say which. */
  readonly value?: string
}

/** One thing that is wrong with a request, found where Prism pointed. */
export interface Flaw {
  /** The JSON schema keyword that refuses it. */
  readonly keyword: string
  /** Begins with `body`, `query` or `path`. */
  readonly path: readonly string[]
  /** The schema that the value has to keep. */
  readonly schema: Schema
  /** The schema of the object around it. */
  readonly around: Schema
  readonly value: unknown
}

/** Finds the fields of what is wrong: Prism says which keyword failed and where, the schema and the request say the rest. */
export function flawsOf(violations: readonly Violation[], operation: Operation, target: string, body: unknown): Flaw[] {
  const schema = requestSchema(operation)
  const request = { body, query: Object.fromEntries(queryOf(target)), path: pathValues(operation.path, target) }
  return violations.flatMap((violation) => flawsAt(violation, schema, request))
}

/** The schema of all parts of a request. */
export function requestSchema({ bodySchema = {}, querySchemas, pathSchemas }: Operation): Schema {
  return { properties: { body: bodySchema, query: { properties: querySchemas }, path: { properties: pathSchemas } } }
}

/** Prism places a missing or an unknown field at the object around it and names the field in prose alone. */
function flawsAt({ keyword, path, value: known }: Violation, root: Schema, request: unknown): Flaw[] {
  const around = path.slice(0, -1).reduce(innerSchema, root)
  const schema = path.slice(-1).reduce(innerSchema, around)
  const value = known ?? path.reduce<unknown>((outer, name) => (isContainer(outer) ? outer[name] : undefined), request)
  if (path[0] !== 'body' || !OBJECT_KEYWORDS.has(keyword)) return [{ keyword, path, schema, around, value }]
  // Prism takes null, 0, false and "" for a body that is missing; its schema takes them for one of the wrong type.
  if (!isContainer(value) || Array.isArray(value)) return [{ keyword: 'type', path, schema, around, value }]
  const properties = schema.properties ?? {}
  const names =
    keyword === 'required'
      ? (schema.required ?? []).filter((name) => !Object.hasOwn(value, name))
      : Object.keys(value).filter((name) => !Object.hasOwn(properties, name))
  return names.map((name) => ({ keyword, path: [...path, name], schema: properties[name] ?? {}, around: schema, value: value[name] }))
}

const OBJECT_KEYWORDS = new Set(['required', 'additionalProperties'])

function innerSchema(outer: Schema, name: string): Schema {
  return outer.properties?.[name] ?? outer.items ?? {}
}

/** Where a field is, as RFC 6901 writes it. */
export function pointer(path: readonly string[]): string {
  return path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
