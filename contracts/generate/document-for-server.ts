/**
 * A document without the texts that only its page shows: those in Chinese (`x-summary-zh`, `x-description-zh`), since Ajv in strict mode refuses a
 * schema with keywords that it does not know; and a description beside a `$ref`, which would hide what the schema itself says of its pattern.
 */
export function documentForServer<Document extends object>(document: Document): Document {
  return JSON.parse(JSON.stringify(document, (key, value) => (/^x-.*-zh$/.test(key) ? undefined : withoutDescription(value))))
}

function withoutDescription(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('$ref' in value)) return value
  return { ...value, description: undefined }
}
