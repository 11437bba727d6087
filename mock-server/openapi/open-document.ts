import { readFile } from 'node:fs/promises'
import { ProblemJsonError } from '@stoplight/prism-http'
import type { IHttpOperation } from '@stoplight/types'
import { createRouter } from './prism.ts'
import { pathOf, queryOf } from './target-parts.ts'
import { createValidator } from './validator.ts'
import type { Violation } from './violation.ts'

/** The part of a JSON schema that is named in errors; any other keyword is there, too. */
export interface Schema {
  readonly title?: string
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly minLength?: number
  readonly maxLength?: number
  readonly [keyword: string]: unknown
}

/** An error example: what its answer holds, and the number that ends its Request-ID. */
export interface ErrorRow {
  readonly status: number
  readonly body: { readonly code: string; readonly message: string; readonly detail?: unknown }
  readonly requestIdCode: number
  /** What stands in the braces of its message when nothing else is said. */
  readonly places: Readonly<Record<string, string | number>>
}

/** One operation of a document. */
export interface Operation {
  readonly id: string
  /** The schema of its JSON body; `undefined` when it takes none. */
  readonly bodySchema: Schema | undefined
  /** Its path, with its parameters in braces. */
  readonly path: string
  /** The schemas of the parameters of its path. */
  readonly pathSchemas: Readonly<Record<string, Schema>>
  /** The status of its success. */
  readonly success: number
  /** The schemas of its query parameters. */
  readonly querySchemas: Readonly<Record<string, Schema>>
  /** Its error examples by name, in the order of the document. */
  readonly errors: ReadonlyMap<string, ErrorRow>
  /** By sub-merchant number: the example in which a call for it ends. */
  readonly testSubMerchants: ReadonlyMap<string, string>
}

/** A document that routes and validates. */
export interface OpenApiDocument {
  readonly operations: readonly Operation[]
  /** The operation of a request, or the status that says why there is none. */
  route(method: string, target: string): Promise<Operation | 404 | 405>
  /**
   * What is wrong with a request for which {@link route} found this operation, once for each keyword and path; query parameters first.
   *
   * @throws {Error} When the operation's schema can't be compiled, which Prism alone would take for one that allows all. That is seen at the
   * first request that it is for, not at the start: compiling takes its time.
   */
  validate(operation: Operation, method: string, target: string, body?: unknown): Promise<readonly Violation[]>
}

/**
 * Opens an OpenAPI document with Prism, and hides Prism: its fp-ts results, its configuration, its diagnostics.
 *
 * @param file What Prism made of the document.
 */
export async function openDocument(file: URL): Promise<OpenApiDocument> {
  const httpOperations: IHttpOperation[] = JSON.parse(await readFile(file, 'utf8'))
  const entries = httpOperations.map((httpOperation) => ({ httpOperation, operation: toOperation(httpOperation) }))
  const operations = new Map(entries.map(({ httpOperation: { id }, operation }) => [id, operation]))
  // Prism's router looks at every operation anew for each call; a path that stands in the document as it was sent needs none of that.
  const literal = new Map(entries.map(({ httpOperation: { method, path }, operation }) => [`${method.toUpperCase()} ${path}`, operation]))
  const validators = new Map(entries.map(({ httpOperation, operation }) => [operation, createValidator(httpOperation, file)]))
  const askRouter = createRouter(httpOperations)

  async function route(method: string, target: string): Promise<Operation | 404 | 405> {
    const found = literal.get(`${method} ${pathOf(target)}`)
    if (found) return found
    // The target of OPTIONS * is no path, and Prism fails on it.
    if (!target.startsWith('/')) return 404
    const result = await askRouter(method, target)
    if (result._tag === 'Right') return operations.get(result.right.output.body as string) as Operation
    if (result.left instanceof ProblemJsonError) return result.left.status === 405 ? 405 : 404
    throw result.left
  }

  async function validate(operation: Operation, method: string, target: string, body?: unknown): Promise<readonly Violation[]> {
    const violations = (await validators.get(operation)?.(method, target, body)) ?? []
    const query = queryOf(target)
    return firstOfEach([...unknownQueryParameters(operation, query), ...queryValuesOutside(operation, query), ...violations])
  }

  return { operations: [...operations.values()], route, validate }
}

function toOperation({ id, iid, path, request, responses, extensions }: IHttpOperation): Operation {
  const errors = new Map(responses.flatMap((response) => errorRows(response, extensions)))
  const testSubMerchants = Object.entries((extensions?.['x-test-sub-merchants'] ?? {}) as Record<string, string>)
  return {
    id: iid ?? id,
    bodySchema: request?.body?.contents?.[0]?.schema as Schema | undefined,
    path,
    pathSchemas: schemasByName(request?.path),
    success: Math.min(...responses.map(({ code }) => Number(code))),
    querySchemas: schemasByName(request?.query),
    errors,
    testSubMerchants: new Map(testSubMerchants.filter(([, example]) => errors.has(example))),
  }
}

function schemasByName(parameters: readonly { readonly name: string; readonly schema?: unknown }[] = []): Record<string, Schema> {
  return Object.fromEntries(parameters.map(({ name, schema }) => [name, (schema ?? {}) as Schema]))
}

function errorRows(
  { code: status, contents = [] }: IHttpOperation['responses'][number],
  extensions: IHttpOperation['extensions'],
): [string, ErrorRow][] {
  if (Number(status) < 400) return []
  const codes = (extensions?.['x-request-id-codes'] ?? {}) as Record<string, number>
  const places = (extensions?.['x-places'] ?? {}) as Record<string, ErrorRow['places']>
  const examples = contents.flatMap((content) => content.examples ?? [])
  return examples.map(({ key, ...example }) => {
    const body = 'value' in example ? (example.value as ErrorRow['body']) : undefined
    const requestIdCode = codes[key] ?? codes[status]
    if (!body || requestIdCode === undefined)
      throw new Error(`The error example ${key} of status ${status} has no value or no number for its Request-ID`)
    return [key, { status: Number(status), body, requestIdCode, places: places[key] ?? {} }]
  })
}

/** Prism repeats a violation for each field that an object lacks or has too many; one of a keyword and a path says it all. */
function firstOfEach(violations: readonly Violation[]): Violation[] {
  const groups = Map.groupBy(violations, ({ keyword, path }) => JSON.stringify([keyword, path]))
  return [...groups.values()].flatMap(([first]) => first ?? [])
}

/** Prism lets them pass. */
function unknownQueryParameters({ querySchemas }: Operation, query: URLSearchParams): Violation[] {
  const unknown = [...query.keys()].filter((name) => !Object.hasOwn(querySchemas, name))
  return unknown.map((name) => ({ keyword: 'additionalProperties', path: ['query', name] }))
}

/** Prism looks at the last of several values alone, and lets an empty one pass. */
function queryValuesOutside({ querySchemas }: Operation, query: URLSearchParams): Violation[] {
  const outside = [...query].filter(([name, value]) => querySchemas[name]?.enum?.includes(value) === false)
  return outside.map(([name, value]) => ({ keyword: 'enum', path: ['query', name], value }))
}

/** What stands in a target where the path of its operation has parameters. */
export function pathValues({ path }: Operation, target: string): Record<string, string> {
  const segments = pathOf(target).split('/')
  const values = path
    .split('/')
    .flatMap((name, index) => (name.startsWith('{') ? [[name.slice(1, -1), decodeURIComponent(segments[index] ?? '')]] : []))
  return Object.fromEntries(values)
}
