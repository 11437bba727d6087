import type { IncomingHttpHeaders } from 'node:http'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { randomNonce } from '../wire/nonce.ts'
import { assertPrivateKeyPem } from '../wire/pem.ts'
import { signRequest } from '../wire/signed-headers.ts'
import { isLeftAsRecorded } from './find-state.ts'

/** A request that Pact's verifier replays: the parts of an Express request that are used here. */
interface Request {
  readonly method: string
  readonly originalUrl: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  body?: unknown
}

/** The `requestFilter` of Pact's `Verifier`: an Express handler. */
export type RequestFilter = (request: Request, response: unknown, next: (error?: unknown) => void) => void

/** The merchant that signs replayed requests. The field names are those of the control API, of `start --json` and of `mock.credentials`. */
export interface SigningCredentials {
  readonly mchid: string
  readonly serial_no: string
  readonly private_key: string
}

/** The path to which Pact's verifier announces the states of an interaction. */
const STATE_PATH = '/_pactSetup'

/**
 * Creates a `requestFilter` for Pact's own `Verifier`. The filter signs replayed requests again, because the recorded Authorization has
 * expired or the pact contains none. Requests in the state `requests are left as recorded` stay unchanged. `verifyPacts` signs requests
 * itself and does not need this filter.
 *
 * @param options `now` returns the time in milliseconds since 1970; `nonce` returns a random string.
 * @throws {TypeError} When `private_key` is not PEM text of a PKCS#8 private key.
 * @example
 * ```ts
 * import { createMockServer } from 'wechatpay-goldplan-mock'
 * import { signingFilter } from 'wechatpay-goldplan-mock/pact'
 *
 * await using mock = await createMockServer()
 * const requestFilter = signingFilter(mock.credentials) // new Verifier({ requestFilter, providerBaseUrl: mock.url, … })
 * ```
 */
export function signingFilter(
  credentials: SigningCredentials,
  options: { readonly now?: () => number; readonly nonce?: () => string } = {},
): RequestFilter {
  const { mchid, serial_no: serial, private_key: privateKey } = credentials
  assertPrivateKeyPem(privateKey, 'private_key')
  const { now = Date.now, nonce = randomNonce } = options
  let isLeftUnchanged = false

  async function signAgain(request: Request): Promise<void> {
    await readBody(request)
    const body = bodyOnTheWire(request)
    const sent = { method: request.method, target: request.originalUrl, body }
    request.headers.authorization = await signRequest(sent, { mchid, serial, privateKey, now: now(), nonce: nonce() })
    if (body.length === 0) return
    request.headers['content-length'] = String(body.length)
    // The gateway requires Content-Type, but the pact may not have recorded it.
    request.headers['content-type'] ??= 'application/json'
  }

  return function signReplayedRequest(request, _response, next) {
    const { action, state } = stateOf(request)
    if (state !== undefined && isLeftAsRecorded(state)) isLeftUnchanged = action === 'setup'
    if (isLeftUnchanged || action !== undefined) next()
    else signAgain(request).then(() => next(), next)
  }
}

/**
 * Reads the body of a request if Pact's proxy has not read it. For example, the proxy does not read a body without a Content-Type. It would
 * then forward the Content-Length, but not the body.
 */
export async function readBody(request: Request): Promise<void> {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers
  const isUnread = request.body === undefined && (length !== '0' || encoding !== undefined)
  if (isUnread && request instanceof Readable) request.body = await buffer(request)
}

/** The bytes that Pact's proxy forwards. The proxy parses JSON and serialises it again. */
function bodyOnTheWire({ body }: Request): Buffer {
  if (Buffer.isBuffer(body)) return body
  return Buffer.from(typeof body === 'object' && body !== null ? JSON.stringify(body) : '')
}

interface StateChange {
  /** `setup` before the request, `teardown` after it. */
  readonly action?: string
  /** Empty for an interaction without a state. */
  readonly state?: string
  readonly params?: Readonly<Record<string, unknown>>
}

/** The state change that Pact's verifier announces; an empty object for a request to the provider. */
export function stateOf({ path, body }: Pick<Request, 'path' | 'body'>): StateChange {
  return path === STATE_PATH ? (body as StateChange) : {}
}
