import type { Operation, Schema } from './operation.ts'
import { pathValues, queryOf } from './request-parts.ts'

/** A violation that Prism found in a request: the JSON schema keyword that failed, and the place in the request. */
export interface Violation {
  readonly keyword: string
  /** Begins with `body`, `query` or `path`. */
  readonly path: readonly string[]
  /** The wrong value, if the path does not identify it. */
  readonly value?: string
  /** The missing or unknown field of the object at the path; `undefined` when {@link flawsOf} has to find the field or fields. */
  readonly field?: string | undefined
}

/** A violation, with the schema that failed and the value in the request. */
export interface Flaw {
  /** The JSON schema keyword that failed. */
  readonly keyword: string
  /** Begins with `body`, `query` or `path`. */
  readonly path: readonly string[]
  readonly schema: Schema
  /** The schema of the object or array that contains the value. */
  readonly around: Schema
  readonly value: unknown
}

/** Turns violations into flaws. Prism reports only the keyword and the place; this function finds the field, the schema and the value. */
export function flawsOf(violations: readonly Violation[], operation: Operation, target: string, body: unknown): Flaw[] {
  const schema = requestSchema(operation)
  const request = { body, query: Object.fromEntries(queryOf(target)), path: pathValues(operation.path, target) }
  return violations.flatMap((violation) => flawsAt(violation, schema, request))
}

/** One schema for the body, the query and the path of a request. */
export function requestSchema({ bodySchema = {}, querySchemas, pathSchemas }: Operation): Schema {
  return { properties: { body: bodySchema, query: { properties: querySchemas }, path: { properties: pathSchemas } } }
}

/** Turns one violation into flaws. For a missing or unknown field in a body, Prism names only the object. This function finds the field. */
function flawsAt({ keyword, path, value: known, field }: Violation, root: Schema, request: unknown): Flaw[] {
  const around = path.slice(0, -1).reduce(innerSchema, root)
  const schema = path.slice(-1).reduce(innerSchema, around)
  const value = known ?? path.reduce<unknown>((outer, name) => (isContainer(outer) ? outer[name] : undefined), request)
  if (path[0] !== 'body' || !OBJECT_KEYWORDS.has(keyword)) return [{ keyword, path, schema, around, value }]
  // Prism treats null, 0, false and "" as a missing body; according to the schema, they have the wrong type.
  if (!isContainer(value) || Array.isArray(value)) return [{ keyword: 'type', path, schema, around, value }]
  const properties = schema.properties ?? {}
  const names = field === undefined ? wrongNames(keyword, schema, value) : [field]
  return names.map((name) => ({ keyword, path: [...path, name], schema: properties[name] ?? {}, around: schema, value: value[name] }))
}

/** The names of the missing or unknown fields of an object. */
function wrongNames(keyword: string, { required = [], properties = {} }: Schema, value: object): readonly string[] {
  if (keyword === 'required') return required.filter((name) => !Object.hasOwn(value, name))
  return Object.keys(value).filter((name) => !Object.hasOwn(properties, name))
}

const OBJECT_KEYWORDS = new Set(['required', 'additionalProperties'])

function innerSchema(outer: Schema, name: string): Schema {
  return outer.properties?.[name] ?? outer.items ?? {}
}

/** The JSON pointer (RFC 6901) of a field. */
export function pointer(path: readonly string[]): string {
  return path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
