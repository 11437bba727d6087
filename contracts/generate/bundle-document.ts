import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'

/** The parts of an OpenAPI document that the generator uses. */
export interface OpenApiDocument {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: Components
  /** The file name of the gateway's document. The answers in the gateway's document apply to every operation. */
  readonly 'x-gateway'?: string
  /** The name of the error example that the server sends for a fault with a `limit`, if the fault names no example. */
  readonly 'x-limit-example'?: string
}

type Components = Readonly<Record<string, Readonly<Record<string, unknown>>>>

export interface Operation {
  readonly operationId: string
  readonly summary?: string
  readonly description?: string
  readonly externalDocs?: { readonly url: string }
  readonly requestBody?: unknown
  readonly responses: Readonly<Record<string, unknown>>
}

interface Response {
  readonly content?: Readonly<Record<string, { readonly examples?: object }>>
}

/**
 * The names of the maps in `components` that hold facts about error examples. Each operation gets a reference to these maps. Without the
 * references, the operations in Prism's format would not include the maps.
 */
const EXAMPLE_EXTENSIONS = ['x-request-id-codes', 'x-placeholders', 'x-provider-states', 'x-test-sub-merchants']

/**
 * Reads an OpenAPI document and makes it self-contained. It adds the gateway's components to the document, and the gateway's answers to
 * each operation. A document without `x-gateway` is returned as it is.
 *
 * @throws {Error} When both documents define the same component.
 */
export async function bundleDocument(file: URL): Promise<OpenApiDocument> {
  const document = await read(file)
  const gatewayName = document['x-gateway']
  if (gatewayName === undefined) return document
  const local: OpenApiDocument = JSON.parse(JSON.stringify(document).replaceAll(`"${gatewayName}#/`, '"#/'))
  return withGateway(local, await read(new URL(gatewayName, file)))
}

async function read(file: URL): Promise<OpenApiDocument> {
  return parse(await readFile(file, 'utf8'))
}

function withGateway(
  { 'x-gateway': _, 'x-limit-example': limit, ...document }: OpenApiDocument,
  gateway: OpenApiDocument,
): OpenApiDocument {
  const { 'x-every-operation': answers = {}, ...shared } = gateway.components
  const components = merged(shared, document.components)
  const extensions = EXAMPLE_EXTENSIONS.filter((name) => components[name]).map((name) => [name, { $ref: `#/components/${name}` }])
  const withAnswers = (operation: Operation): Operation => {
    const responses = mergedResponses(answers, operation.responses, components)
    const limits = limit !== undefined && JSON.stringify(responses).includes(`"${limit}"`) ? { 'x-limit-example': limit } : {}
    return { ...operation, responses, ...Object.fromEntries(extensions), ...limits }
  }
  const paths = Object.entries(document.paths ?? {}).map(([path, methods]) => [path, mapValues(methods, withAnswers)])
  return { ...document, paths: Object.fromEntries(paths), components }
}

/** The components of both documents, the gateway's first. */
function merged(gateway: Components, own: Components): Components {
  const sections = [...new Set([...Object.keys(gateway), ...Object.keys(own)])]
  for (const section of sections) {
    const duplicate = Object.keys(own[section] ?? {}).find((name) => Object.hasOwn(gateway[section] ?? {}, name))
    if (duplicate !== undefined) throw new Error(`components.${section}.${duplicate} is already defined in the gateway's document`)
  }
  return Object.fromEntries(sections.map((section) => [section, { ...gateway[section], ...own[section] }]))
}

/** Combines the responses of the gateway and of an operation. When both have a response for a status, their examples are merged. */
function mergedResponses(gateway: object, own: Operation['responses'], components: Components): Operation['responses'] {
  const shared = Object.entries(gateway).map(([status, response]) => {
    if (own[status] === undefined) return [status, response]
    return [status, mergedResponse(resolved(response, components), resolved(own[status], components))]
  })
  return { ...own, ...Object.fromEntries(shared) }
}

function mergedResponse(gateway: Response, own: Response): Response {
  const types = { ...gateway.content, ...own.content }
  const content = mapValues(types, (type, name) => {
    const examples = { ...gateway.content?.[name]?.examples, ...own.content?.[name]?.examples }
    return { ...type, ...(Object.keys(examples).length > 0 && { examples }) }
  })
  return { ...gateway, ...own, ...(Object.keys(content).length > 0 && { content }) }
}

function resolved(response: unknown, { responses = {} }: Components): Response {
  const { $ref } = response as { readonly $ref?: string }
  return ($ref === undefined ? response : responses[$ref.split('/').at(-1) ?? '']) as Response
}

export function mapValues<Value, Result>(
  object: Readonly<Record<string, Value>>,
  map: (value: Value, key: string) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value, key)]))
}
