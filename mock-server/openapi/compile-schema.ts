import { Ajv } from 'ajv'

/**
 * Compiles a schema, so that it accepts what Prism would accept.
 *
 * @returns A function that says whether a value is valid.
 * @throws {Error} When the schema can't be compiled.
 */
export function compileSchema(schema: object): (value: unknown) => boolean {
  // With strictSchema, an unknown keyword or format is an error. Otherwise AJV would ignore it, while Prism may check it. Prism has turned
  // the ranges of int32 and int64 into minimum and maximum.
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

/** Keywords that don't affect what is valid. */
const OWN_KEYWORDS = ['x-stoplight', 'x-encrypted', 'x-shown-pattern']
