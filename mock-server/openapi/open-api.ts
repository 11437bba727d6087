import { ProblemJsonError } from '@stoplight/prism-http'
import type { IHttpOperation } from '@stoplight/types'
import { readContractFile } from '../../contracts/contract-file.ts'
import type { Violation } from './flaw.ts'
import type { Operation } from './operation.ts'
import { createRouter } from './prism.ts'
import { readOperation } from './read-operation.ts'
import { pathOf, queryOf } from './request-parts.ts'
import { createValidator } from './validator.ts'

/** The operations of one or more OpenAPI documents, with routing and validation. */
export interface Api {
  readonly operations: readonly Operation[]
  /** Finds the operation of a request; returns 404 or 405 when there is none. */
  route(method: string, target: string): Promise<Operation | 404 | 405>
  /**
   * Validates a request for the operation that {@link route} found. Returns at most one violation for each keyword and place in the
   * request. Unknown and wrong query parameters come first.
   *
   * @throws {Error} When the operation's schema is not valid. The schema is compiled only at the first request for the operation, because
   * compiling takes time.
   */
  validate(operation: Operation, method: string, target: string, body?: unknown): Promise<readonly Violation[]>
}

/**
 * Reads the operations in a file. Prism finds and validates their requests.
 *
 * @param file A JSON file with the operations, in the form that Prism makes from OpenAPI documents.
 */
export async function openApi(file: URL): Promise<Api> {
  const httpOperations: IHttpOperation[] = JSON.parse(readContractFile(file))
  const entries = httpOperations.map((httpOperation) => ({ httpOperation, operation: readOperation(httpOperation) }))
  const operations = new Map(entries.map(({ httpOperation: { id }, operation }) => [id, operation]))
  // Paths without parameters are looked up in this map. Prism's router is slower, because it tries one operation after another.
  const literal = new Map([...operations.values()].map((operation) => [`${operation.method} ${operation.path}`, operation]))
  const validators = new Map(entries.map(({ httpOperation, operation }) => [operation, createValidator(httpOperation, file)]))
  const askRouter = createRouter(httpOperations)

  async function route(method: string, target: string): Promise<Operation | 404 | 405> {
    const found = literal.get(`${method} ${pathOf(target)}`)
    if (found) return found
    // Prism fails on a target that is not a path, such as the `*` of `OPTIONS *`.
    if (!target.startsWith('/')) return 404
    const result = await askRouter(method, target)
    if (result._tag === 'Right') return operations.get(result.right.output.body as string) as Operation
    if (result.left instanceof ProblemJsonError) return result.left.status === 405 ? 405 : 404
    throw result.left
  }

  async function validate(operation: Operation, method: string, target: string, body?: unknown): Promise<readonly Violation[]> {
    const violations = (await validators.get(operation)?.(method, target, body)) ?? []
    if (violations.length === 0 && !target.includes('?')) return violations
    const query = queryOf(target)
    return firstOfEach([...unknownQueryParameters(operation, query), ...queryValuesOutside(operation, query), ...violations])
  }

  return { operations: [...operations.values()], route, validate }
}

/** Returns the first violation for each keyword and path. When several fields are missing or unknown, Prism repeats the same violation. */
function firstOfEach(violations: readonly Violation[]): Violation[] {
  const groups = Map.groupBy(violations, ({ keyword, path }) => JSON.stringify([keyword, path]))
  return [...groups.values()].flatMap(([first]) => first ?? [])
}

/** Finds unknown query parameters, which Prism accepts. */
function unknownQueryParameters({ querySchemas }: Operation, query: URLSearchParams): Violation[] {
  const unknown = [...query.keys()].filter((name) => !Object.hasOwn(querySchemas, name))
  return unknown.map((name) => ({ keyword: 'additionalProperties', path: ['query', name] }))
}

/**
 * Finds values of query parameters that are not in the enum of the parameter. Prism checks only the last value of a repeated parameter,
 * and it accepts an empty value.
 */
function queryValuesOutside({ querySchemas }: Operation, query: URLSearchParams): Violation[] {
  const outside = [...query].filter(([name, value]) => querySchemas[name]?.enum?.includes(value) === false)
  return outside.map(([name, value]) => ({ keyword: 'enum', path: ['query', name], value }))
}
