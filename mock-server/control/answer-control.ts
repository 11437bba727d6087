import { Buffer } from 'node:buffer'
import type { operations } from '../../contracts/control.openapi.d.ts'
import type { HttpAnswer, HttpRequest } from '../edge/http-exchange.ts'
import type { OpenApiDocument, Operation } from '../openapi-document.ts'
import { ControlError } from './control-error.ts'
import type { MockCredentials } from './credentials.ts'
import { guardControl } from './guard-control.ts'

/** What the control API answers with. */
export interface Control {
  readonly document: OpenApiDocument
  /** The host name that the server was told to listen on. */
  readonly host: string
  readonly credentials: () => MockCredentials
}

const CONTROL_PATH = '/__mock/'

/** Says whether a request is for the mock server itself. */
export function isControl({ target }: HttpRequest): boolean {
  return target.startsWith(CONTROL_PATH)
}

/** Answers a request for the mock server itself: unsigned, from this machine only. */
export async function answerControl(request: HttpRequest, control: Control): Promise<HttpAnswer> {
  try {
    const operation = await route(request, control)
    if (operation.id !== 'readHealth') guardControl(request, control.host)
    await validate(request, operation, control)
    return render(200, HANDLERS[operation.id as keyof operations](control))
  } catch (error) {
    if (!(error instanceof ControlError)) throw error
    const { status, code, message, detail } = error
    return render(status, { code, message, ...(detail && { detail }) }, code)
  }
}

const HANDLERS: {
  readonly [Id in keyof operations]: (control: Control) => operations[Id]['responses'][200]['content']['application/json']
} = {
  readHealth: () => ({ status: 'ok' }),
  readCredentials: ({ credentials }) => credentials(),
}

async function route({ method, target }: HttpRequest, { document }: Control): Promise<Operation> {
  const operation = await document.route(method, target)
  if (operation === 404) throw new ControlError(404, 'NOT_FOUND', 'The control API has no such path', { target })
  if (operation === 405) throw new ControlError(405, 'METHOD_NOT_ALLOWED', 'The control API has no such method here', { method, target })
  return operation
}

async function validate({ method, target }: HttpRequest, operation: Operation, { document }: Control): Promise<void> {
  const violations = await document.validate(operation, method, target)
  const seen = violations.map(({ path }) => path.join('/'))
  if (violations.length > 0)
    throw new ControlError(400, 'INVALID_REQUEST', `The control API does not take ${seen.join(', ')} here`, { seen })
}

function render(status: number, body: unknown, code?: string): HttpAnswer {
  const bytes = Buffer.from(JSON.stringify(body))
  const headers = {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(bytes.length),
    // Credentials are in here: no cache may keep them.
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  }
  return { status, headers, body: bytes, code }
}
