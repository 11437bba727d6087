/** A part of an OpenAPI document. */
export type Part = { readonly [key: string]: unknown }

/**
 * Returns a copy of the document in which each reference to a property is replaced by that property. An example of such a reference is
 * `#/components/schemas/Merchant/properties/mchid`. Keywords next to the reference are kept, and override those of the property.
 *
 * For such a reference, openapi-typescript would drop the description of the property. It would also make the property optional if the
 * referenced schema does not require it.
 */
export function inlinePropertyReferences<Document extends object>(document: Document): Document {
  return inlined(document, document) as Document
}

function inlined(node: unknown, document: object): unknown {
  if (Array.isArray(node)) return node.map((item) => inlined(item, document))
  if (typeof node !== 'object' || node === null) return node
  const { $ref, ...beside } = node as Part
  if (typeof $ref === 'string' && /^#\/.*\/properties\//.test($ref))
    return { ...(inlined(resolveReference($ref, document), document) as Part), ...beside }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, inlined(value, document)]))
}

/** Returns the part of a document that a local reference points to. */
export function resolveReference(reference: string, document: object): Part {
  const keys = reference.slice('#/'.length).split('/')
  const found = keys.reduce<unknown>((part, key) => (part as Part | undefined)?.[key], document)
  if (typeof found !== 'object' || found === null) throw new Error(`The document has no ${reference}`)
  return found as Part
}
