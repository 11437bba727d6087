import type { OpenApiDocument, Operation } from './bundle-document.ts'
import { type Part, referred } from './property-references.ts'

/**
 * A document in which each field of a request or an answer says itself what it is, with the link to its operation's page, so that an editor shows
 * it. openapi-typescript writes no comment for a field that only refers to a schema.
 */
export function withFieldComments<Document extends OpenApiDocument>(document: Document): Document {
  const links = linksOf(document)
  const schemas = Object.entries(document.components['schemas'] ?? {}).map(([name, schema]) => {
    const link = links.get(name)
    return [name, link === undefined ? schema : withComments(schema as Part, link, document)]
  })
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(schemas) } }
}

/** The page of the operation whose body a schema is, by the name of the schema. */
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
    const { title, description } = (typeof $ref === 'string' ? { ...referred($ref, document), ...field } : field) as Record<string, string>
    // A title that stands beside the field itself is written by openapi-typescript.
    const text = typeof $ref === 'string' && title ? `${title}: ${description}` : description
    return [name, text === undefined ? field : { ...field, description: `${text}\n@see ${link}` }]
  })
  return { ...schema, properties: Object.fromEntries(commented) }
}
