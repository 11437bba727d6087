/**
 * Returns a document without the texts that only the generated page in docs/ shows. Chinese texts (`x-summary-zh`, `x-description-zh`) are
 * removed because Ajv in strict mode refuses unknown keywords. A description beside a `$ref` is removed because it would replace the one in
 * the referenced schema. The server shows the schema's description when a value does not match its pattern.
 */
export function documentForServer<Document extends object>(document: Document): Document {
  return JSON.parse(JSON.stringify(document, (key, value) => (/^x-.*-zh$/.test(key) ? undefined : withoutDescription(value))))
}

function withoutDescription(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('$ref' in value)) return value
  return { ...value, description: undefined }
}
