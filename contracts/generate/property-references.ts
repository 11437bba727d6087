/** A part of an OpenAPI document. */
export type Part = { readonly [key: string]: unknown }

/**
 * A document in which each reference to a property of a schema (`#/components/schemas/Merchant/properties/mchid`) is replaced by the property,
 * with the keywords next to the reference.
 *
 * openapi-typescript would leave out the property's description, and make it optional wherever it is optional at its home.
 */
export function withProperties<Document extends object>(document: Document): Document {
  return replaced(document, document) as Document
}

function replaced(node: unknown, document: object): unknown {
  if (Array.isArray(node)) return node.map((item) => replaced(item, document))
  if (typeof node !== 'object' || node === null) return node
  const { $ref, ...beside } = node as Part
  if (typeof $ref === 'string' && /^#\/.*\/properties\//.test($ref))
    return { ...(replaced(referred($ref, document), document) as Part), ...beside }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, replaced(value, document)]))
}

/** The part of a document that a reference within it names. */
export function referred(reference: string, document: object): Part {
  const keys = reference.slice('#/'.length).split('/')
  const found = keys.reduce<unknown>((part, key) => (part as Part | undefined)?.[key], document)
  if (typeof found !== 'object' || found === null) throw new Error(`The document has no ${reference}`)
  return found as Part
}
