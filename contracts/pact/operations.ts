import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { documents } from '../documents.ts'
import type { ErrorExample, operations } from '../goldplan.openapi.d.ts'
import { once } from '../once.ts'

/** The name of an operation in `goldplan.openapi.yaml`. */
export type OperationId = keyof operations

/** What an interaction is made of, as the document has it. */
export interface DocumentedOperation {
  readonly method: string
  readonly path: string
  readonly success: number
  /** The first example of its request; `undefined` when it takes no body. */
  readonly body: Readonly<Record<string, unknown>> | undefined
  /** The status of each error example that it documents. */
  readonly errors: ReadonlyMap<ErrorExample, number>
}

/** The code and the message of an error example; where a request fills it in, as for one request. */
export function errorBody(example: ErrorExample): { readonly code: string; readonly message: string } {
  const { components } = readDocument()
  const { code, message } = components.examples[example].value
  const places = components['x-places'][example] ?? {}
  return { code, message: message.replace(/\{(\w+)\}/g, (brace: string, name: string) => String(places[name] ?? brace)) }
}

/** @throws {TypeError} When the document has no such operation; lists those that it has. */
export function operation(id: OperationId): DocumentedOperation {
  const found = readOperations().get(id)
  if (!found) throw new TypeError(`There is no operation ${id}; there are ${[...readOperations().keys()].join(', ')}`)
  return found
}

// biome-ignore lint/suspicious/noExplicitAny: the document as it is written; its types are generated of its schemas alone
type Written = any

const readDocument: () => Written = once(() => parse(readFileSync(documents.goldplan, 'utf8')))

const readOperations = once(() => {
  const rows = Object.entries<Written>(readDocument().paths).flatMap(([path, methods]) =>
    Object.entries<Written>(methods).map(([method, written]) => [written.operationId, documented(method, path, written)] as const),
  )
  return new Map<string, DocumentedOperation>(rows)
})

function documented(method: string, path: string, { requestBody, responses }: Written): DocumentedOperation {
  const [example] = Object.values<Written>(requestBody?.content['application/json'].examples ?? {})
  return {
    method: method.toUpperCase(),
    path,
    success: Number(Object.keys(responses).find((status) => Number(status) < 300)),
    body: example?.value,
    errors: new Map(Object.entries<Written>(responses).flatMap(([status, response]) => errorsOf(Number(status), response))),
  }
}

function errorsOf(status: number, response: Written): [ErrorExample, number][] {
  const { content = {} } = response.$ref ? readDocument().components.responses[response.$ref.split('/').at(-1)] : response
  const names = Object.keys(content['application/json']?.examples ?? {}) as ErrorExample[]
  return status < 400 ? [] : names.map((name) => [name, status])
}
