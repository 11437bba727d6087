import { Buffer } from 'node:buffer'
import type { HttpAnswer, HttpRequest } from '../edge/http-exchange.ts'
import { isLoopback } from '../edge/ip-address.ts'
import { type Operation, pathValues, queryOf } from '../openapi/index.ts'
import { StoreAway } from '../store/store-away.ts'
import { certificate } from './certificate.ts'
import { clock } from './clock.ts'
import { ControlError, storeAway } from './control-error.ts'
import type { ControlContext, ControlHandlers, ControlInput, ControlOperationId } from './control-handler.ts'
import { followRequests } from './events.ts'
import { explanations } from './explain.ts'
import { faults } from './faults.ts'
import { guardControl } from './guard-control.ts'
import { merchants } from './merchants.ts'
import { migration } from './migration.ts'
import { notifications } from './notifications.ts'
import { operations } from './operations.ts'
import { platform } from './platform.ts'
import { readiness } from './readiness.ts'
import { requests } from './requests.ts'
import { reset } from './reset.ts'
import { signedRequests } from './send-request.ts'
import { snapshot } from './snapshot.ts'
import { subMerchants } from './sub-merchants.ts'
import { validateControl } from './validate-control.ts'

/** The operations that the probes of an orchestrator call. Probes have no token, and the answers to them don't wait for the state file. */
const FOR_PROBES = ['readHealth', 'readReadiness']

/** Answers a request to the control API; the answer is not signed. Only the operations for probes accept callers without access. */
export async function answerControl(request: HttpRequest, context: ControlContext): Promise<HttpAnswer> {
  const asked = asGet(request)
  let operation: Operation | undefined
  const answer = await answerErrors(context, async () => {
    operation = await route(asked, context)
    if (!FOR_PROBES.includes(operation.id)) guardControl(request, context)
    if (operation.id === 'followRequests') return answerStream(asked, operation, context)
    if (operation.id === 'readMetrics') return answerMetrics(asked, operation, context)
    return perform(asked, operation, { ...context, url: () => urlFor(request, context) })
  })
  return operation ? { ...answer, reasons: { operation: operation.id } } : answer
}

/** Turns HEAD into GET, because both get the same answer. The HTTP layer leaves out the body: https://www.rfc-editor.org/rfc/rfc9110#section-9.3.2 */
function asGet(request: HttpRequest): HttpRequest {
  return request.method === 'HEAD' ? { ...request, method: 'GET' } : request
}

/**
 * The base URL at which the caller can reach the server. For a caller on another machine, this URL has the Host of the request. If that
 * caller used TLS, the URL has the port for plain HTTP instead of the port in the Host.
 */
function urlFor({ headers, connection }: HttpRequest, { url, doors }: ControlContext): string {
  if (isLoopback(connection.remoteAddress)) return url()
  const used = `http://${headers['host']}`
  const parsed = connection.localPort === doors()?.tlsPort ? URL.parse(used) : null
  return parsed ? Object.assign(parsed, { port: new URL(url()).port }).origin : used
}

/** Answers a request that this process makes to its own control API. Access is not checked. */
export async function answerOwnControl(request: HttpRequest, context: ControlContext): Promise<HttpAnswer> {
  return answerErrors(context, async () => perform(request, await route(request, context), context))
}

async function answerStream(request: HttpRequest, operation: Operation, { controlApi, store }: ControlContext): Promise<HttpAnswer> {
  await validateControl(request, operation, await controlApi())
  return followRequests(request, store.journal)
}

async function answerMetrics(request: HttpRequest, operation: Operation, context: ControlContext): Promise<HttpAnswer> {
  await validateControl(request, operation, await context.controlApi())
  // Loaded on demand, for a fast start.
  const { EXPOSITION_TYPE, expositionOf } = await import('../metrics/exposition.ts')
  return rendered(200, EXPOSITION_TYPE, expositionOf(await context.allMetrics()))
}

const HANDLERS: ControlHandlers<Exclude<ControlOperationId, 'followRequests' | 'readMetrics'>> = {
  ...readiness,
  ...merchants,
  ...subMerchants,
  ...requests,
  ...signedRequests,
  ...operations,
  ...explanations,
  ...faults,
  ...notifications,
  ...clock,
  ...platform,
  ...migration,
  ...certificate,
  ...snapshot,
  ...reset,
}

async function route({ method, target }: HttpRequest, { controlApi }: ControlContext): Promise<Operation> {
  const operation = await (await controlApi()).route(method, target)
  if (operation === 404) throw new ControlError(404, 'NOT_FOUND', `The control API has no path ${target}`, { target })
  if (operation === 405) throw new ControlError(405, 'METHOD_NOT_ALLOWED', `The control API has no ${method} ${target}`, { method, target })
  return operation
}

async function perform(request: HttpRequest, operation: Operation, context: ControlContext): Promise<HttpAnswer> {
  const body = await validateControl(request, operation, await context.controlApi())
  const { target } = request
  const input = { body, path: pathValues(operation.path, target), query: Object.fromEntries(queryOf(target)) }
  const handle = HANDLERS[operation.id as keyof typeof HANDLERS] as (input: unknown, context: ControlContext) => Promise<unknown>
  const handled = handle(input satisfies Record<keyof ControlInput<'readHealth'>, unknown>, context)
  return render(operation.success.status, await (FOR_PROBES.includes(operation.id) ? handled : handled.finally(context.settled)))
}

/** The answer does not name the cause; the log does. */
const FAILED = new ControlError(500, 'INTERNAL_ERROR', 'The mock server failed; its log has the details')

async function answerErrors({ onFailure }: ControlContext, work: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ControlError)) onFailure(error)
    const { status, code, message, detail } = refusalFor(error)
    return render(status, { code, message, ...(detail && { detail }) }, code)
  }
}

function refusalFor(error: unknown): ControlError {
  if (error instanceof ControlError) return error
  return error instanceof StoreAway ? storeAway(error) : FAILED
}

function render(status: number, body: unknown, code?: string): HttpAnswer {
  return rendered(status, 'application/json; charset=utf-8', body === undefined ? '' : JSON.stringify(body), code)
}

function rendered(status: number, type: string, text: string, code?: string): HttpAnswer {
  const bytes = Buffer.from(text)
  const headers = {
    ...(status !== 204 && { 'Content-Type': type, 'Content-Length': String(bytes.length) }),
    // The answer may contain credentials, so no cache may keep it.
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  }
  return { status, headers, body: bytes, code }
}
