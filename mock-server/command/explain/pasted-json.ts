import * as z from 'zod'
import { toDotPath } from 'zod/v4/core'
import { errorMessage } from '../../../contracts/error-message.ts'

/** A schema for a text in pasted JSON. */
export const text: z.ZodString = z.string('It must be a string.')

/**
 * Parses pasted JSON.
 *
 * @throws {Error} When the text is not JSON.
 */
export function parsedJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw new Error(`stdin begins like JSON, but is not JSON: ${errorMessage(cause)}`, { cause })
  }
}

/**
 * Checks pasted JSON, and returns the parts that the schema names.
 *
 * @param name What the error message calls the whole JSON, such as `the HAR`.
 * @throws {Error} When a part is missing or wrong; the message names the part.
 */
export function checked<Schema extends z.ZodType>(schema: Schema, json: unknown, name: string): z.infer<Schema> {
  const { success, data, error } = schema.safeParse(json, { reportInput: true })
  if (success) return data
  throw new Error(
    error.issues
      .slice(0, 1)
      .map((issue) => inWords(issue, name))
      .join(''),
    { cause: error },
  )
}

function inWords({ path, input, message }: z.core.$ZodIssue, name: string): string {
  return `stdin: ${toDotPath(path) || name} (${seen(input).slice(0, 60)}) is invalid. ${message}`
}

function seen(input: unknown): string {
  if (Array.isArray(input)) return 'a list'
  if (typeof input === 'object' && input !== null) return Object.keys(input).join(', ') || 'nothing'
  return JSON.stringify(input) ?? 'missing'
}
