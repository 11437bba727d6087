import type { OpenApiDocument, Operation } from './bundle-document.ts'
import { type Part, resolveReference } from './property-references.ts'

/**
 * Returns the document with links in the descriptions of fields. Editors show these descriptions. Each field in the outermost object of a
 * request or an answer gets a link to the documentation page of its operation. If the operation has no page, the field gets no link.
 *
 * A field that gets a link and refers to a schema also gets the title and the description of that schema. Without them, openapi-typescript
 * would write no comment for the field.
 */
export function withFieldComments<Document extends OpenApiDocument>(document: Document): Document {
  const links = linksOf(document)
  const schemas = Object.entries(document.components['schemas'] ?? {}).map(([name, schema]) => {
    const link = links.get(name)
    return [name, link === undefined ? schema : withComments(schema as Part, link, document)]
  })
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(schemas) } }
}

/** Maps the name of each schema in a body to the documentation page of the operation with this body. */
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
    // If a field is not a reference, openapi-typescript itself writes the title of the field into the comment.
    const text = typeof $ref === 'string' && title ? `${title}: ${description}` : description
    return [name, text === undefined ? field : { ...field, description: `${text}\n@see ${link}` }]
  })
  return { ...schema, properties: Object.fromEntries(commented) }
}
