import { type Document, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'

/** The keys that lead from the root of a document to one of its parts. */
export type Place = readonly (string | number)[]

/** A parsed OpenAPI document that can tell the line of each of its parts. */
export interface SourceDocument {
  /** The path from the root of the project: `contracts/goldplan.openapi.yaml`. */
  readonly path: string
  /** The name of the file, which references to the document use: `goldplan.openapi.yaml`. */
  readonly name: string
  readonly content: unknown
  /** Why the text is not valid YAML, with the line; `undefined` when the text is valid. */
  readonly error: string | undefined
  /** Puts the file and the line before a problem. Editors and terminals make a link of them: `contracts/goldplan.openapi.yaml:123: …`. */
  problem(place: Place, text: string): string
}

/** Parses the text of a document and resolves its YAML aliases. */
export function sourceDocument(path: string, text: string): SourceDocument {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  // Only the first error is reported, because the others mostly follow from it.
  const [error] = document.errors
  const at = (offset: number, message: string) => `${path}:${lines.linePos(offset).line}: ${message}`
  return {
    path,
    name: path.split('/').at(-1) ?? path,
    content: error ? undefined : document.toJS(),
    error: error && at(error.pos[0], `this is not YAML: ${error.message}`),
    problem: (place, text) => at(offsetOf(document, place), text),
  }
}

/** Returns the offset at which a part begins in the text. A part of an object begins with its key. */
function offsetOf(document: Document, place: Place): number {
  const parent = document.getIn(place.slice(0, -1), true)
  const name = place.at(-1)
  const items = isMap(parent) || isSeq(parent) ? parent.items : []
  const found = items.find((item, index) => (isPair(item) ? isScalar(item.key) && String(item.key.value) === String(name) : index === name))
  const node = isPair(found) ? found.key : found
  // A missing part is reported at its parent.
  return rangeStart(node) ?? (place.length > 1 ? offsetOf(document, place.slice(0, -1)) : 0)
}

function rangeStart(node: unknown): number | undefined {
  return (node as { readonly range?: readonly number[] | null } | undefined)?.range?.[0]
}

export interface Found {
  readonly place: Place
  readonly part: Readonly<Record<string, unknown>>
}

/** Every object in a document, with its place. An object comes before the objects inside it. */
export function* objectsIn(value: unknown, place: Place = []): Generator<Found> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield { place, part: value as Found['part'] }
  for (const [key, child] of Object.entries(value)) yield* objectsIn(child, [...place, Array.isArray(value) ? Number(key) : key])
}

/** Returns the part at a place; `undefined` when the document has no such part. */
export function partAt(content: unknown, place: Place): unknown {
  return place.reduce<unknown>((part, key) => (part as Record<string | number, unknown> | null | undefined)?.[key], content)
}
