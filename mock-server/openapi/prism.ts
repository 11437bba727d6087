import { createInstance, type IHttpConfig } from '@stoplight/prism-http'
import type { IHttpOperation } from '@stoplight/types'
import { pathOf, queryOf } from './request-parts.ts'

/** Asks Prism about a request; the answer is the ID of its operation, with what is wrong. */
export type AskPrism = (method: string, target: string, body?: unknown) => Promise<Result>

type Result = Awaited<ReturnType<ReturnType<ReturnType<typeof createInstance>['request']>>>

/** A Prism that finds the operation of a request, and validates nothing: a tenth of the cost. */
export function createRouter(operations: IHttpOperation[]): AskPrism {
  const prism = createInstance(config(false), { logger, mock })
  return (...request) => prism.request(prismRequest(...request), operations, config(false))()
}

/** A Prism that validates requests for an operation, whatever their path. */
export function createOperationValidator(operation: IHttpOperation): AskPrism {
  const prism = createInstance(config(true), { logger, mock, route: () => right(operation) })
  return (...request) => prism.request(prismRequest(...request), [operation], config(true))()
}

function prismRequest(method: string, target: string, body?: unknown) {
  const url = { path: pathOf(target), query: Object.fromEntries(queryOf(target)) }
  return { method: method.toLowerCase() as 'get', url, headers: { 'content-type': 'application/json' }, body }
}

/** A fresh one for every call: Prism writes into it. */
function config(validateRequest: boolean): IHttpConfig {
  const mock = { dynamic: false }
  return { isProxy: false, validateRequest, validateResponse: false, checkSecurity: false, errors: false, upstreamProxy: undefined, mock }
}

/** Answers any request with the ID of its operation. */
function mock({ resource }: { readonly resource: IHttpOperation }) {
  return () => right({ statusCode: 200, body: resource.id })
}

function right<Value>(value: Value) {
  return { _tag: 'Right' as const, right: value }
}

// Prism wants a pino logger; what it would say is in its results.
const silence = () => undefined
type Logger = Parameters<typeof createInstance>[1]['logger']
const logger: Logger = {
  ...Object.fromEntries(['trace', 'debug', 'info', 'success', 'warn', 'error', 'fatal'].map((level) => [level, silence])),
  child: () => logger,
} as unknown as Logger
