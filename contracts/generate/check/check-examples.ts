import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import { errorMessage } from '../../error-message.ts'
import { targetOf } from './check-references.ts'
import { objectsIn, type Place, partAt, type SourceDocument } from './source-document.ts'

/**
 * Returns a message for each example that does not fit its schema, and for each example whose schema is invalid. All references in the
 * documents must be valid.
 */
export function checkExamples(all: readonly SourceDocument[]): string[] {
  const ajv = new Ajv2020({ strict: false, validateSchema: false, validateFormats: false, verbose: true })
  for (const { name, content } of all) ajv.addSchema(content as object, BASE + name)
  return [...new Set(all.flatMap((document) => examplesIn(document, all).flatMap((example) => complaints(ajv, example))))]
}

/** The base URL that the documents have for AJV. With it, AJV resolves the references between the documents. */
const BASE = 'https://contracts.example/'

/** An example, its place, and its schema. */
interface Example {
  readonly name: string
  readonly document: SourceDocument
  readonly place: Place
  readonly schema: { readonly document: SourceDocument; readonly place: Place }
}

/** Returns the examples that stand beside a `schema`, as in a media type. Skips `examples` that are a list; they belong to a schema. */
function examplesIn(document: SourceDocument, all: readonly SourceDocument[]): Example[] {
  return [...objectsIn(document.content)].flatMap(({ place, part: { schema, examples } }) => {
    if (schema === undefined || typeof examples !== 'object' || examples === null || Array.isArray(examples)) return []
    return Object.entries(examples).map(([name, example]) => {
      const target = '$ref' in Object(example) ? targetOf(example.$ref, document, all) : undefined
      const written = target ?? { document, place: [...place, 'examples', name] }
      return { name, document: written.document, place: [...written.place, 'value'], schema: { document, place: [...place, 'schema'] } }
    })
  })
}

function complaints(ajv: Ajv2020, { name, document, place, schema }: Example): string[] {
  const fits = compiled(ajv, schema)
  if (typeof fits === 'string') return [schema.document.problem(schema.place, `this schema is invalid: ${fits}`)]
  if (fits(partAt(document.content, place))) return []
  return (fits.errors ?? []).map((error) => {
    const keys = error.instancePath.split('/').slice(1).map(keyOf)
    return document.problem([...place, ...keys], `the example ${name} does not fit ${nameOf(schema)}: ${inWords(error)}`)
  })
}

function compiled(ajv: Ajv2020, { document, place }: Example['schema']): ValidateFunction | string {
  try {
    return ajv.compile({ $ref: `${BASE}${document.name}#${place.map((key) => `/${escaped(key)}`).join('')}` })
  } catch (error) {
    return errorMessage(error)
  }
}

function escaped(key: string | number): string {
  return encodeURIComponent(String(key).replaceAll('~', '~0').replaceAll('/', '~1'))
}

function keyOf(key: string): string | number {
  return /^\d+$/.test(key) ? Number(key) : key.replaceAll('~1', '/').replaceAll('~0', '~')
}

/** The schema of an example in words: `the schema Error`, or `its schema` if it has no name. */
function nameOf({ document, place }: Example['schema']): string {
  const { $ref } = Object(partAt(document.content, place))
  return typeof $ref === 'string' ? `the schema ${$ref.split('/').at(-1)}` : 'its schema'
}

function inWords({ instancePath, message, data, params }: ErrorObject): string {
  const wanted = [message, params['allowedValues']?.join(', '), params['additionalProperty']].filter(Boolean).join(': ')
  const seen = typeof data === 'object' ? '' : `; got ${JSON.stringify(data)}`
  return `${instancePath.slice(1).replaceAll('/', '.') || 'it'} ${wanted}${seen}`
}
