import type { OpenApiDocument, Operation } from './bundle-document.ts'
import { type Part, resolveReference } from './property-references.ts'

/**
 * Returns the document with links in the descriptions of fields. Editors show these descriptions. Each field in the outermost object of a
 * request or an answer gets a link to the documentation page of the operation; fields of an operation without a page get none.
 *
 * A field that refers to a schema also gets the title and the description of that schema, for which openapi-typescript would write no comment.
 */
export function withFieldComments<Document extends OpenApiDocument>(document: Document): Document {
  const links = linksOf(document)
  const schemas = Object.entries(document.components['schemas'] ?? {}).map(([name, schema]) => {
    const link = links.get(name)
    return [name, link === undefined ? schema : withComments(schema as Part, link, document)]
  })
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(schemas) } }
}

/** The documentation page of the operation that uses a schema in a body, by schema name. */
function linksOf({ paths = {} }: OpenApiDocument): Map<string, string> {
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods))
  const linked = operations.flatMap((operation) => (operation.externalDocs ? [{ operation, url: operation.externalDocs.url }] : []))
  return new Map(linked.flatMap(({ operation, url }) => bodiesOf(operation).map((name) => [name, url] as const)))
}

function bodiesOf({ requestBody, responses }: Operation): string[] {
  const successes = Object.entries(responses).flatMap(([status, response]) => (Number(status) < 400 ? [response] : []))
  const text = JSON.stringify([requestBody ?? null, successes])
  return [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name = '']) => name)
}

function withComments(schema: Part, link: string, document: OpenApiDocument): Part {
  const { properties = {} } = schema as { readonly properties?: Readonly<Record<string, Part>> }
  const commented = Object.entries(properties).map(([name, field]) => {
    const { $ref } = field
    const { title, description } = (typeof $ref === 'string' ? { ...resolveReference($ref, document), ...field } : field) as Record<
      string,
      string
    >
    // openapi-typescript already writes the title of a field that is not a reference.
    const text = typeof $ref === 'string' && title ? `${title}: ${description}` : description
    return [name, text === undefined ? field : { ...field, description: `${text}\n@see ${link}` }]
  })
  return { ...schema, properties: Object.fromEntries(commented) }
}
