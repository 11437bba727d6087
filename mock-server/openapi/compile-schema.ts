import { Ajv } from 'ajv'

/**
 * Compiles a JSON schema into a function that accepts the same values as the OpenAPI mock server Prism.
 *
 * @returns A function that tells whether a value is valid.
 * @throws {Error} When the schema can't be compiled.
 */
export function compileSchema(schema: object): (value: unknown) => boolean {
  // With strictSchema, an unknown keyword or format is an error. Without strictSchema, AJV would ignore it, although
  // Prism may check it. The formats int32 and int64 check only for an integer: Prism has already replaced their ranges with `minimum` and
  // `maximum` in the schema.
  const ajv = new Ajv({
    strictSchema: true,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    validateSchema: false,
    meta: false,
  })
  const integer = { type: 'number', validate: Number.isInteger } as const
  return ajv.addFormat('int32', integer).addFormat('int64', integer).addVocabulary(OWN_KEYWORDS).compile(schema)
}

/** Keywords of the schemas that are not in JSON Schema. They don't affect which values are valid. */
const OWN_KEYWORDS = ['x-stoplight', 'x-encrypted', 'x-shown-pattern']
