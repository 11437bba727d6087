import type { OpenApiDocument, Operation } from './bundle-document.ts'

/**
 * Writes the schemas of all products as types by name, so that a user can import `ChangeGoldPlanStatusRequest` by itself.
 *
 * @param products By name; the types of a product are in the file of its name.
 * @param gateway The document whose schemas every product has, too.
 * @throws {Error} When two products have a schema of one name.
 */
export function messageTypes(products: Readonly<Record<string, OpenApiDocument>>, gateway: OpenApiDocument): string {
  const owners = new Map<string, string>()
  const types = Object.entries(products).flatMap(([product, document]) =>
    ownSchemas(document, gateway).map(([name, schema]) => {
      const owner = owners.get(name)
      if (owner !== undefined) throw new Error(`${owner} and ${product} both have a schema ${name}: one of them needs another name`)
      owners.set(name, product)
      return `${comment(name, schema, document)}export type ${name} = ${product}['schemas']['${name}']\n`
    }),
  )
  const imports = Object.keys(products).map((name) => `import type { components as ${name} } from './${name}.openapi.d.ts'\n`)
  return `// Generated from the OpenAPI documents by npm run generate. Do not edit.\n${imports.join('')}\n${types.join('')}`
}

interface Schema {
  readonly title?: string
  readonly description?: string
}

function ownSchemas({ components }: OpenApiDocument, gateway: OpenApiDocument): [name: string, schema: Schema][] {
  const shared = gateway.components['schemas'] ?? {}
  return Object.entries(components['schemas'] ?? {}).flatMap(([name, schema]) => (name in shared ? [] : [[name, schema as Schema]]))
}

/** What an editor shows for a type: the operation that the body belongs to, or else what the schema says about itself. */
function comment(name: string, { title, description }: Schema, { paths = {} }: OpenApiDocument): string {
  const uses = (part: unknown) => JSON.stringify(part ?? null).includes(`"#/components/schemas/${name}"`)
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods))
  const sender = operations.find(({ requestBody }) => uses(requestBody))
  if (sender) return ofOperation('request', sender)
  const answerer = operations.find(({ responses }) => uses(responses))
  if (answerer) return ofOperation('response', answerer)
  const text = [title, description].filter((part) => part !== undefined).join(': ')
  return text === '' ? '' : `/** ${text} */\n`
}

function ofOperation(body: 'request' | 'response', { operationId, summary, description, externalDocs }: Operation): string {
  const link = externalDocs ? ` *\n * @see ${externalDocs.url}\n` : ''
  return `/**\n * The ${body} body of ${operationId} (${summary}). ${description}\n${link} */\n`
}
