import type { OpenApiDocument, Operation } from './bundle-document.ts'

/**
 * Generates a module that exports each product's own schemas as named types, so that a user can import `ChangeGoldPlanStatusRequest`
 * directly.
 *
 * @param products The documents by product name. The types of a product are in `<name>.openapi.d.ts`.
 * @param gateway The gateway's document. The product documents include its schemas, but these schemas are not exported.
 * @throws {Error} When two products define a schema of the same name.
 */
export function messageTypes(products: Readonly<Record<string, OpenApiDocument>>, gateway: OpenApiDocument): string {
  const owners = new Map<string, string>()
  const types = Object.entries(products).flatMap(([product, document]) =>
    ownSchemas(document, gateway).map(([name, schema]) => {
      const owner = owners.get(name)
      if (owner !== undefined) throw new Error(`${owner} and ${product} both define the schema ${name}: rename one of them`)
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

/**
 * Returns the comment of a type. It describes the operation whose body has this type. Without such an operation, it repeats the schema's
 * title and description.
 */
function comment(name: string, { title, description }: Schema, { paths = {} }: OpenApiDocument): string {
  const uses = (part: unknown) => JSON.stringify(part ?? null).includes(`"#/components/schemas/${name}"`)
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods))
  const sender = operations.find(({ requestBody }) => uses(requestBody))
  if (sender) return operationComment('request', sender)
  const answerer = operations.find(({ responses }) => uses(responses))
  if (answerer) return operationComment('response', answerer)
  const text = [title, description].filter((part) => part !== undefined).join(': ')
  return text === '' ? '' : `/** ${text} */\n`
}

function operationComment(body: 'request' | 'response', { operationId, summary, description, externalDocs }: Operation): string {
  const link = externalDocs ? ` *\n * @see ${externalDocs.url}\n` : ''
  return `/**\n * The ${body} body of ${operationId} (${summary}). ${description}\n${link} */\n`
}
