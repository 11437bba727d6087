import { pointer } from './flaw.ts'
import type { Operation, Schema } from './operation.ts'

/** A field of a body, and its text. The schema marks the field with `x-encrypted`. */
export interface EncryptedField {
  /** The path of the field, in the form that the gateway uses: `/body/encrypted_echo_message`. */
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

/** Replaces the text of each encrypted field in a valid body with the text that `write` returns. Returns the new body. */
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
