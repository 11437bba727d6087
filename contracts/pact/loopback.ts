import { once } from 'node:events'
import {
  type ClientRequest,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as requestOverHttp,
  type ServerResponse,
} from 'node:http'
import { request as requestOverTls } from 'node:https'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { errorMessage } from '../error-message.ts'
import { within } from '../within.ts'
import { restOfRequest } from './rest-of-request.ts'

/** A request to forward, with the bytes received. */
export interface ForwardedRequest {
  readonly method: string
  readonly target: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer<ArrayBuffer>
  /** Bytes that followed the body and are not a request; they are not forwarded. */
  readonly rest?: Uint8Array | undefined
}

/** An answer to send back. */
export interface ForwardedAnswer {
  readonly status: number
  readonly headers: OutgoingHttpHeaders
  readonly body: Buffer<ArrayBuffer>
}

/** A server on a free port of 127.0.0.1. */
export interface Loopback extends AsyncDisposable {
  readonly url: string
  readonly port: number
}

/**
 * Starts a server that answers with what `answer` returns, and with 500 when `answer` throws. When `answer` returns `undefined`, the server
 * closes the connection without an answer.
 *
 * @param incomplete Called with the reason when a request does not arrive completely. The server answers this request with 500.
 */
export async function openLoopback(
  answer: (request: ForwardedRequest) => Promise<ForwardedAnswer | undefined>,
  incomplete: (reason: string) => void = () => undefined,
): Promise<Loopback> {
  // Without `joinDuplicateHeaders`, Node would drop all but the first of some headers, such as Authorization.
  const server = createServer({ joinDuplicateHeaders: true }, async (request, response) => {
    rests.awaits(request, response)
    const arrived = received(request)
    arrived.catch((error) => incomplete(errorMessage(error)))
    const answered = await arrived.then((whole) => answer({ ...whole, rest: rests.after(request, whole.body) })).catch(asFailure)
    if (answered) send(response, answered)
    else response.destroy()
  })
  const rests = restOfRequest(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** How long the body of a request may take, in milliseconds. The time is short, because the request comes from this machine. */
const BODY_MILLISECONDS = 10_000

async function received(request: IncomingMessage): Promise<ForwardedRequest> {
  const { method = '', url: target = '', headers } = request
  const { 'content-length': length } = headers
  const announced = length === undefined ? '' : `; its Content-Length announces ${length} bytes`
  const reason = `The body of ${method} ${target} did not arrive within ${BODY_MILLISECONDS / 1000} s${announced} (请求体不完整)`
  return { method, target, headers, body: await within(BODY_MILLISECONDS, buffer(request), reason) }
}

/** Sends an answer, or a 500 if Node refuses its headers. Node accepts some headers in a received answer that it refuses to send. */
function send(response: ServerResponse, { status, headers, body }: ForwardedAnswer): void {
  try {
    response.writeHead(status, headers).end(body)
  } catch (error) {
    send(response, asFailure(error))
  }
}

function asFailure(error: unknown): ForwardedAnswer {
  return { status: 500, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: Buffer.from(String(error)) }
}

/** How long the whole answer to a forwarded request may take, in milliseconds. */
const ANSWER_MILLISECONDS = 30_000
/** The largest answer to a forwarded request, in bytes. */
const ANSWER_BYTES = 50 * 1024 * 1024

/**
 * Forwards a request and returns the answer, without the headers that belong to one connection.
 *
 * @throws {Error} When no complete answer comes within 30 seconds, when the answer is longer than 50 MiB, or when its status is below 200.
 */
export async function forward(url: string, { method, target, headers, body }: ForwardedRequest): Promise<ForwardedAnswer> {
  const { protocol } = new URL(url)
  const send = protocol === 'https:' ? requestOverTls : requestOverHttp
  const { host: _host, ...kept } = withoutConnection(headers)
  const forwarded = { ...kept, ...(body.length > 0 && { 'content-length': body.length }) }
  // The global agent is not used, because it may be configured to use a proxy.
  const request = send(url, { method, path: target, headers: forwarded, agent: false })
  request.end(body)
  // Without this listener, an error after the answer would end the process. The server may answer before it has read a large body, and then
  // close the connection.
  request.on('error', () => undefined)
  const limit = new AbortController()
  try {
    return await Promise.race([answerTo(request), tooLate(limit.signal)])
  } finally {
    limit.abort()
    request.destroy()
  }
}

async function answerTo(request: ClientRequest): Promise<ForwardedAnswer> {
  // Without a listener for `upgrade`, Node would close the connection after a 101 and report nothing.
  const [response]: IncomingMessage[] = await Promise.race([once(request, 'response'), once(request, 'upgrade')])
  const { statusCode: status = 0, headers } = response as IncomingMessage
  if (status < 200) throw new Error(`The server answered ${status}, which is not a final status`)
  return { status, headers: withoutConnection(headers), body: await whole(response as IncomingMessage) }
}

async function tooLate(signal: AbortSignal): Promise<never> {
  await wait(ANSWER_MILLISECONDS, undefined, { signal })
  throw new Error(`The server gave no complete answer within ${ANSWER_MILLISECONDS / 1000} seconds`)
}

async function whole(response: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response) {
    bytes += chunk.length
    if (bytes > ANSWER_BYTES) throw new Error(`The answer is longer than ${ANSWER_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function withoutConnection(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const {
    connection: _connection,
    'keep-alive': _keepAlive,
    'transfer-encoding': _encoding,
    'content-length': _length,
    trailer: _trailer,
    ...others
  } = headers
  return others
}
