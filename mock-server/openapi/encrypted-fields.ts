import { pointer } from './flaw.ts'
import type { Operation, Schema } from './operation.ts'

/** A field that the schema of the body marks with `x-encrypted`, with its text. */
export interface EncryptedField {
  /** As the gateway writes it: `/body/encrypted_echo_message`. */
  readonly pointer: string
  readonly text: string
}

/** The encrypted fields (敏感信息) of a valid body, in the order of the body. */
export function encryptedFields(operation: Operation, body: unknown): EncryptedField[] {
  const fields: EncryptedField[] = []
  withFields(operation, body, (field) => {
    fields.push(field)
    return field.text
  })
  return fields
}

/** Returns a valid body in which each encrypted field has the text that `write` returns for it. */
export function withFields({ bodySchema = {}, hasEncryptedFields }: Operation, body: unknown, write: Write): unknown {
  return hasEncryptedFields ? written(bodySchema, body, ['body'], write) : body
}

type Write = (field: EncryptedField) => string

function written(schema: Schema, value: unknown, path: readonly string[], write: Write): unknown {
  if (schema['x-encrypted'] === true && typeof value === 'string') return write({ pointer: pointer(path), text: value })
  if (Array.isArray(value)) return value.map((item, index) => written(schema.items ?? {}, item, [...path, String(index)], write))
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, member]) => [
    name,
    written(schema.properties?.[name] ?? {}, member, [...path, name], write),
  ])
  return Object.fromEntries(members)
}
