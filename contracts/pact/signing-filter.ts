import type { IncomingHttpHeaders } from 'node:http'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { randomNonce } from '../wire/nonce.ts'
import { assertPrivateKeyPem } from '../wire/pem.ts'
import { signRequest } from '../wire/signed-headers.ts'
import { isLeftAsRecorded } from './find-state.ts'

/** A request that Pact's verifier replays: the part of Express's request that is used here. */
interface Request {
  readonly method: string
  readonly originalUrl: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  body?: unknown
}

/** The `requestFilter` of Pact's `Verifier`: an Express handler. */
export type RequestFilter = (request: Request, response: unknown, next: (error?: unknown) => void) => void

/** The merchant that signs a replayed request, with the names of the control API, `--json` and `mock.credentials`. */
export interface SigningCredentials {
  readonly mchid: string
  readonly serial_no: string
  readonly private_key: string
}

/** Where Pact's verifier announces the states of an interaction. */
const STATE_PATH = '/_pactSetup'

/**
 * A `requestFilter` for Pact's own `Verifier`. It signs every replayed request anew: a consumer need not record Authorization, and a recorded
 * one is out of date. It leaves requests with the state `requests are left as recorded` alone. `verifyPacts` has it built in.
 *
 * @param options `now`: the clock, milliseconds since 1970; `nonce`: returns a random string.
 * @throws {TypeError} When the private key is not an RSA private key.
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
  let isLeft = false

  async function signAnew(request: Request): Promise<void> {
    await readBody(request)
    const body = bodyOnTheWire(request)
    const sent = { method: request.method, target: request.originalUrl, body }
    request.headers.authorization = await signRequest(sent, { mchid, serial, privateKey, now: now(), nonce: nonce() })
    if (body.length === 0) return
    request.headers['content-length'] = String(body.length)
    // The gateway requires it, and the pact may not record it.
    request.headers['content-type'] ??= 'application/json'
  }

  return function signReplayedRequest(request, _response, next) {
    const { action, state } = stateOf(request)
    if (state !== undefined && isLeftAsRecorded(state)) isLeft = action === 'setup'
    if (isLeft || action !== undefined) next()
    else signAnew(request).then(() => next(), next)
  }
}

/** Reads a body without a Content-Type. Pact's proxy does not read it, and would send on its Content-Length without the body. */
export async function readBody(request: Request): Promise<void> {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers
  const isUnread = request.body === undefined && (length !== '0' || encoding !== undefined)
  if (isUnread && request instanceof Readable) request.body = await buffer(request)
}

/** The bytes that Pact's proxy sends on. It parses JSON and writes it anew. */
function bodyOnTheWire({ body }: Request): Buffer {
  if (Buffer.isBuffer(body)) return body
  return Buffer.from(typeof body === 'object' && body !== null ? JSON.stringify(body) : '')
}

interface StateChange {
  /** `setup`, or `teardown` when the interaction is over. */
  readonly action?: string
  /** Empty for an interaction without a state. */
  readonly state?: string
  readonly params?: Readonly<Record<string, unknown>>
}

/** The state that Pact's verifier announces; empty for a request to the provider. */
export function stateOf({ path, body }: Pick<Request, 'path' | 'body'>): StateChange {
  return path === STATE_PATH ? (body as StateChange) : {}
}
