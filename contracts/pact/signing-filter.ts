import type { IncomingHttpHeaders } from 'node:http'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { formatAuthorization } from '../wire/authorization.ts'
import { randomNonce } from '../wire/nonce.ts'
import { assertPrivateKeyPem, importPrivateKey } from '../wire/pem.ts'
import { sign } from '../wire/signature.ts'
import { requestMessage } from '../wire/signature-message.ts'
import { isLeftAsRecorded } from './find-state.ts'

/** A request that Pact's verifier replays: the part of Express's that is read and written here. */
interface Request {
  readonly method: string
  readonly originalUrl: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  body?: unknown
}

/** The `requestFilter` of Pact's `Verifier`: a handler of Express. */
export type RequestFilter = (request: Request, response: unknown, next: (error?: unknown) => void) => void

/** Who signs a replayed request: what the control API, `--json` and `mock.credentials` call so. */
export interface SigningCredentials {
  readonly mchid: string
  readonly serial_no: string
  readonly private_key: string
}

/** What Pact's verifier tells of the states of an interaction, at this path. */
const STATE_PATH = '/_pactSetup'

/**
 * A `requestFilter` for Pact's own `Verifier`: signs every replayed request anew, since a consumer need not record Authorization at all, and
 * what it recorded is of another day. An interaction with the state `requests are left as recorded` is left so. {@link verifyPacts} has it
 * built in.
 *
 * @param options `now`: the clock, milliseconds since 1970; `nonce`: gives the random string.
 * @throws {TypeError} When the private key is none.
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
  const { mchid, serial_no: serial, private_key } = credentials
  assertPrivateKeyPem(private_key, 'private_key')
  const { now = Date.now, nonce = randomNonce } = options
  let isLeft = false

  async function signRequest(request: Request): Promise<void> {
    await readBody(request)
    const body = bodyOnTheWire(request)
    const parts = { method: request.method, target: request.originalUrl, timestamp: String(Math.floor(now() / 1000)), nonce: nonce(), body }
    const signature = await sign(requestMessage(parts), await importPrivateKey(private_key))
    request.headers.authorization = formatAuthorization({ ...parts, mchid, serial, signature })
    if (body.length === 0) return
    request.headers['content-length'] = String(body.length)
    // Of a pact that does not say: whoever sends JSON to the gateway has to.
    request.headers['content-type'] ??= 'application/json'
  }

  return function signReplayedRequest(request, _response, next) {
    const { action, state } = stateOf(request)
    if (state !== undefined && isLeftAsRecorded(state)) isLeft = action === 'setup'
    if (isLeft || action !== undefined) next()
    else signRequest(request).then(() => next(), next)
  }
}

/** Reads a body that Pact's proxy leaves unread, since the pact names no Content-Type: the proxy would announce it and send nothing. */
export async function readBody(request: Request): Promise<void> {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers
  const isUnread = request.body === undefined && (length !== '0' || encoding !== undefined)
  if (isUnread && request instanceof Readable) request.body = await buffer(request)
}

/** The bytes that Pact's proxy sends on: it writes JSON anew. */
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

/** The state that Pact's verifier tells of; nothing when this is a request for the provider. */
export function stateOf({ path, body }: Pick<Request, 'path' | 'body'>): StateChange {
  return path === STATE_PATH ? (body as StateChange) : {}
}
