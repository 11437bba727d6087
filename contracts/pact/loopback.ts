import { once } from 'node:events'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as requestOverHttp,
} from 'node:http'
import { request as requestOverTls } from 'node:https'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** A request to forward, with the bytes received. */
export interface ForwardedRequest {
  readonly method: string
  readonly target: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer<ArrayBuffer>
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

/** Starts a server that answers with what `answer` returns, and with 500 when it throws. */
export async function openLoopback(answer: (request: ForwardedRequest) => Promise<ForwardedAnswer>): Promise<Loopback> {
  const server = createServer(async (request, response) => {
    const { status, headers, body } = await received(request).then(answer).catch(asFailure)
    response.writeHead(status, headers).end(body)
  }).listen(0, '127.0.0.1')
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

async function received(request: IncomingMessage): Promise<ForwardedRequest> {
  const { method = '', url: target = '', headers } = request
  return { method, target, headers, body: await buffer(request) }
}

function asFailure(error: unknown): ForwardedAnswer {
  return { status: 500, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: Buffer.from(String(error)) }
}

/** Forwards a request unchanged and returns the answer. Headers that belong to one connection are dropped in both directions. */
export async function forward(url: string, { method, target, headers, body }: ForwardedRequest): Promise<ForwardedAnswer> {
  const { protocol } = new URL(url)
  const send = protocol === 'https:' ? requestOverTls : requestOverHttp
  const { host: _host, ...kept } = withoutConnection(headers)
  const forwarded = { ...kept, ...(body.length > 0 && { 'content-length': body.length }) }
  // The global agent may be configured to use a proxy.
  const request = send(url, { method, path: target, headers: forwarded, agent: false })
  request.end(body)
  // The server may answer before it has read a large body, and close the connection.
  request.on('error', () => undefined)
  const [response] = await once(request, 'response')
  return { status: response.statusCode, headers: withoutConnection(response.headers), body: await buffer(response) }
}

function withoutConnection(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const {
    connection: _connection,
    'keep-alive': _keepAlive,
    'transfer-encoding': _encoding,
    'content-length': _length,
    ...others
  } = headers
  return others
}
