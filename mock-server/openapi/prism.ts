import { createInstance, type IHttpConfig } from '@stoplight/prism-http'
import type { IHttpOperation } from '@stoplight/types'
import { pathOf, queryOf } from './request-parts.ts'

/** Asks Prism about a request; returns the ID of its operation and the violations. */
export type AskPrism = (method: string, target: string, body?: unknown) => Promise<Result>

type Result = Awaited<ReturnType<ReturnType<ReturnType<typeof createInstance>['request']>>>

/** Creates a Prism that finds the operation of a request. It does not validate the request, so it takes a tenth of the time. */
export function createRouter(operations: IHttpOperation[]): AskPrism {
  const prism = createInstance(config(false), { logger, mock })
  return (...request) => prism.request(prismRequest(...request), operations, config(false))()
}

/** Creates a Prism that validates requests for one operation without routing them by their path. */
export function createOperationValidator(operation: IHttpOperation): AskPrism {
  const prism = createInstance(config(true), { logger, mock, route: () => right(operation) })
  return (...request) => prism.request(prismRequest(...request), [operation], config(true))()
}

function prismRequest(method: string, target: string, body?: unknown) {
  const url = { path: pathOf(target), query: Object.fromEntries(queryOf(target)) }
  return { method: method.toLowerCase() as 'get', url, headers: { 'content-type': 'application/json' }, body }
}

/** Returns Prism's configuration. Each call returns a new object, because Prism modifies the object. */
function config(validateRequest: boolean): IHttpConfig {
  const mock = { dynamic: false }
  return { isProxy: false, validateRequest, validateResponse: false, checkSecurity: false, errors: false, upstreamProxy: undefined, mock }
}

function mock({ resource }: { readonly resource: IHttpOperation }) {
  return () => right({ statusCode: 200, body: resource.id })
}

function right<Value>(value: Value) {
  return { _tag: 'Right' as const, right: value }
}

// Prism requires a pino logger. This logger drops every message, because Prism's results contain the same facts.
const silence = () => undefined
type Logger = Parameters<typeof createInstance>[1]['logger']
const logger: Logger = {
  ...Object.fromEntries(['trace', 'debug', 'info', 'success', 'warn', 'error', 'fatal'].map((level) => [level, silence])),
  child: () => logger,
} as unknown as Logger
