import { nearest } from './nearest.ts'
import { objectsIn, type Place, partAt, type SourceDocument } from './source-document.ts'

/** The document and the place that a reference names. The document may have nothing at this place. */
export interface Target {
  readonly document: SourceDocument
  readonly place: Place
}

/** Returns a problem for each reference that leads nowhere. */
export function checkReferences(document: SourceDocument, all: readonly SourceDocument[]): string[] {
  return [...objectsIn(document.content)].flatMap(({ place, part: { $ref } }) => {
    if (typeof $ref !== 'string') return []
    const text = complaint($ref, targetOf($ref, document, all))
    return text === undefined ? [] : [document.problem([...place, '$ref'], text)]
  })
}

/**
 * Where a reference such as `gateway.openapi.yaml#/components/schemas/Error` leads; `undefined` when it names a document that does not exist.
 * A reference without a file name leads to a place in its own document.
 */
export function targetOf($ref: string, document: SourceDocument, all: readonly SourceDocument[]): Target | undefined {
  const [file = '', pointer = ''] = $ref.split('#')
  const target = file === '' ? document : all.find(({ name }) => name === file)
  const place = pointer.split('/').slice(1).map(unescaped)
  return target && { document: target, place }
}

function complaint($ref: string, target: Target | undefined): string | undefined {
  if (!target) return `$ref ${$ref} names a document that does not exist in contracts/`
  const { document, place } = target
  if (partAt(document.content, place) !== undefined) return undefined
  const missing = place.findIndex((_, index) => partAt(document.content, place.slice(0, index + 1)) === undefined)
  const parent = place.slice(0, missing)
  const names = Object.keys(Object(partAt(document.content, parent)))
  return `$ref ${$ref} names nothing: ${document.path} has no ${place[missing]}${parent.length > 0 ? ` in ${parent.join('.')}` : ''}.${nearest(String(place[missing]), names)}`
}

/** Decodes a key of a JSON pointer. @see https://www.rfc-editor.org/rfc/rfc6901#section-4 */
function unescaped(key: string): string {
  return decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~')
}
