import { Ajv } from 'ajv'

/**
 * Compiles a schema as Prism does.
 *
 * @returns A function that says whether a value is valid.
 * @throws {Error} When the schema can't be compiled.
 */
export function compileSchema(schema: object): (value: unknown) => boolean {
  // AJV would ignore unknown keywords and formats, but Prism may check them, so they are errors here. Prism turns the range of int32 and int64 into
  // minimum and maximum.
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

/** Keywords that say nothing about what is valid. */
const OWN_KEYWORDS = ['x-stoplight', 'x-encrypted', 'x-shown-pattern']
