/** A JSON value that keeps the text of its numbers. */
export type Json = unknown

/** Longer texts are not parsed as JSON, because writing them in every layout would take too long. */
const LENGTH_LIMIT = 4_096
/** JSON with more nested levels is not used either, for the same reason. */
const LEVEL_LIMIT = 32

/** Parses JSON; `undefined` when the text is not JSON, or is too long or too deep. */
export function parseJson(text: string): Json | undefined {
  if (text.length > LENGTH_LIMIT) return undefined
  try {
    const value = JSON.parse(text, keepNumber as Parameters<typeof JSON.parse>[1])
    return isShallow(value, LEVEL_LIMIT) ? value : undefined
  } catch {
    return undefined
  }
}

/** These functions come from the ECMAScript proposal "JSON.parse source text access". TypeScript has no types for them. */
const { rawJSON, isRawJSON } = JSON as unknown as {
  rawJSON(text: string): object
  isRawJSON(value: unknown): value is { readonly rawJSON: string }
}

/** Keeps the text of a number, such as 1.0. */
function keepNumber(_key: string, value: unknown, { source }: { source?: string }): unknown {
  return typeof value === 'number' && source !== undefined ? rawJSON(source) : value
}

function isShallow(value: Json, levels: number): boolean {
  if (!isContainer(value)) return true
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1))
}

/** Whether a value is an array or an object. A number that keeps its text is neither. */
export function isContainer(value: Json): value is object {
  return typeof value === 'object' && value !== null && !isRawJSON(value)
}

export function isJsonObject(value: Json): value is Readonly<Record<string, Json>> {
  return isContainer(value) && !Array.isArray(value)
}

/** A layout of JSON, which decides where its white space is. */
export type Layout = 'compact' | 'python' | 'two_spaces' | 'four_spaces' | 'tab' | 'jackson'

/** For each layout, a function that serialises a value in that layout. */
export const LAYOUTS: Readonly<Record<Layout, (value: Json) => string>> = {
  compact: (value) => JSON.stringify(value),
  // json.dumps puts a space after commas and colons. Line feeds inside strings are escaped, so the patterns match only line feeds between tokens.
  python: (value) => JSON.stringify(value, null, 1).replace(/,\n */g, ', ').replace(/\n */g, ''),
  two_spaces: (value) => JSON.stringify(value, null, 2),
  four_spaces: (value) => JSON.stringify(value, null, 4),
  tab: (value) => JSON.stringify(value, null, '\t'),
  jackson: (value) => jackson(value, ''),
}

/** Jackson's default pretty printer: spaces around the colon, and no line breaks between the items of an array. */
function jackson(value: Json, indent: string): string {
  if (!isContainer(value)) return JSON.stringify(value)
  if (Array.isArray(value)) return value.length === 0 ? '[ ]' : `[ ${value.map((item) => jackson(item, indent)).join(', ')} ]`
  const fields = Object.entries(value).map(([name, item]) => `${indent}  ${JSON.stringify(name)} : ${jackson(item, `${indent}  `)}`)
  return fields.length === 0 ? '{ }' : `{\n${fields.join(',\n')}\n${indent}}`
}

export function sortKeys(value: Json): Json {
  return reorderKeys(value, (names) => names.toSorted())
}

/** Returns the value with the keys of every object in the order that `order` returns; returns the same value when nothing changes. */
export function reorderKeys(value: Json, order: (names: readonly string[]) => string[]): Json {
  if (!isContainer(value)) return value
  const names = Object.keys(value)
  return rebuilt(value, names, Array.isArray(value) ? names : order(names), (item) => reorderKeys(item, order))
}

/**
 * The order in which a Java `HashMap` lists these keys: by bucket, and within a bucket by insertion.
 *
 * @see https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/HashMap.html
 */
export function hashMapOrder(names: readonly string[]): string[] {
  let buckets = 16
  while (names.length > 0.75 * buckets) buckets *= 2
  const bucketOf = (name: string) => {
    let code = 0
    for (let at = 0; at < name.length; at += 1) code = (Math.imul(31, code) + name.charCodeAt(at)) | 0
    return (code ^ (code >>> 16)) & (buckets - 1)
  }
  return names.toSorted((one, other) => bucketOf(one) - bucketOf(other))
}

/** Applies `change` to every value that is not an array or an object; returns the same value when nothing changes. */
export function mapJson(value: Json, change: (value: Json) => Json): Json {
  if (!isContainer(value)) return change(value)
  const names = Object.keys(value)
  return rebuilt(value, names, names, (item) => mapJson(item, change))
}

/** Changes and reorders the items of an array or object. Returns `value` itself when nothing changes, so it is not serialised again. */
function rebuilt(value: object, names: readonly string[], order: readonly string[], change: (item: Json) => Json): Json {
  const items = value as Readonly<Record<string, Json>>
  const entries = order.map((name) => [name, change(items[name])] as const)
  if (entries.every(([name, item], at) => name === names[at] && item === items[name])) return value
  return Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries)
}

/** The text of a number; `undefined` for any other value. */
export function numberText(value: Json): string | undefined {
  return isRawJSON(value) ? value.rawJSON : undefined
}

/** A number that keeps its text. */
export function jsonNumber(text: string): Json {
  return rawJSON(text)
}
