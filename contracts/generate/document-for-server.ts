/**
 * Returns a document without the texts that only its page shows. Chinese texts (`x-summary-zh`, `x-description-zh`) are removed because Ajv in strict
 * mode refuses unknown keywords. A description beside a `$ref` is removed because it would hide the referenced schema's description of its pattern.
 */
export function documentForServer<Document extends object>(document: Document): Document {
  return JSON.parse(JSON.stringify(document, (key, value) => (/^x-.*-zh$/.test(key) ? undefined : withoutDescription(value))))
}

function withoutDescription(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('$ref' in value)) return value
  return { ...value, description: undefined }
}
