import { Buffer } from 'node:buffer'
import type { Duplex } from 'node:stream'
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler, type Response } from 'express'
import { originForm } from '../../contracts/origin-form.ts'
import { deliver } from './deliver.ts'
import { DROPPED, type DroppedBytes } from './dropped-bytes.ts'
import type { Exchange, HttpAnswer, HttpRequest } from './http-exchange.ts'
import { nginxAnswer } from './nginx-page.ts'
import { type OwedAnswers, whenSent } from './owed-answers.ts'
import { hasBody, readBody } from './read-body.ts'
import { reasonInHead } from './refusal-reason.ts'
import type { UnparsedBytes } from './unparsed-bytes.ts'

/** What the Express app needs from the rest of the server. */
export interface Inside {
  readonly answer: (request: HttpRequest) => Promise<HttpAnswer>
  /** Returns the size in bytes of the largest body that is read for a request with this target. */
  readonly bodyLimit: (target: string) => number
  readonly dropped: DroppedBytes
  /** Returns the current time in milliseconds since 1970. */
  readonly now: () => number
  readonly onExchange: (exchange: Exchange) => void
  readonly onFailure: (error: unknown) => void
  /** The answers that each connection is still waiting for. */
  readonly owed: OwedAnswers
  /** Aborted when the server begins to stop. */
  readonly stopping: AbortSignal
  readonly unparsed: UnparsedBytes
}

/** The warning for a request whose client did not wait for a delayed answer. */
const LEFT =
  'the client ended its side of the connection before the end of the delay, perhaps because of its own timeout (客户端未等到延迟的应答，可能因其超时)'

/** Creates the Express app that receives requests, passes each one to `answer`, and sends the answer. */
export function createApp({ answer, bodyLimit, dropped, now, onExchange, onFailure, owed, stopping, unparsed }: Inside): Express {
  const refused = new WeakSet<Duplex>()
  async function respond(request: Request, response: Response, body: Uint8Array | undefined): Promise<void> {
    const isCut = dropped.after(request, body)
    // The next request may be lost. The client would take the answer to any later request for the answer to the lost request. So no later
    // request is answered.
    if (isCut) refused.add(request.socket)
    await inTurn(response, owed)
    // The request is not carried out when its client has gone away, because nobody would learn the result.
    if (request.socket.destroyed) return
    const time = now()
    const start = performance.now()
    const rest = body && unparsed.takeRest(request.socket, body)
    const received = { ...receive(request, body), ...(rest && { rest }) }
    const answered = await answer(received)
    unparsed.keep(request.socket, answered.status < 400 ? undefined : body)
    if (isCut) response.shouldKeepAlive = false
    const hasLeft = await deliver(response, answered, owed, stopping)
    const { method, target } = received
    const { status, code, delivery, reasons } = answered
    const warnings = [...(reasons?.warnings ?? []), ...(isCut ? [DROPPED] : []), ...(hasLeft && !stopping.aborted ? [LEFT] : [])]
    const warned = warnings.length > 0 && { warnings }
    onExchange({ time, method, target, status, code, wire: delivery?.wire, milliseconds: performance.now() - start, ...reasons, ...warned })
  }

  const reportFailure: ErrorRequestHandler = (error, request, response, _next) => {
    // A client that went away in the middle of its body gets no answer.
    if (error === request.errored) return
    onFailure(error)
    if (!response.headersSent) response.writeHead(500).end()
  }

  const app = express()
  app.disable('x-powered-by').disable('etag')
  app.use(refuseByHead({ now, onExchange, owed, stopping }, refused))
  app.use(async (request, response) => {
    // For a request without a body, `respond` is called at once, before the parser reads the next request.
    const body = hasBody(request) ? await readBody(request, bodyLimit(originForm(request.originalUrl))) : Buffer.alloc(0)
    await respond(request, response, body)
  })
  app.use(reportFailure)
  return app
}

/**
 * Creates a handler that refuses a request with a wrong head, as nginx does. The handler does not read the body, and answers no later
 * request on the connection.
 *
 * @param refused The connections on which no further request is answered.
 */
function refuseByHead(
  { now, onExchange, owed, stopping }: Pick<Inside, 'now' | 'onExchange' | 'owed' | 'stopping'>,
  refused: WeakSet<Duplex>,
): RequestHandler {
  return async (request, response, next) => {
    const { method, originalUrl: target, socket } = request
    if (refused.has(socket)) return
    const message = reasonInHead(request)
    if (message === undefined) return next()
    refused.add(socket)
    const time = now()
    response.shouldKeepAlive = false
    const answered = nginxAnswer('400 Bad Request', time)
    await deliver(response, answered, owed, stopping)
    const { status, code } = answered
    onExchange({ time, method, target, status, code, error: { field: null, message }, milliseconds: 0 })
  }
}

/**
 * The most requests of one connection that are answered at the same time. Without this limit, a client could send thousands of requests
 * before it reads an answer, and all the answers would be in memory.
 */
const AT_ONCE = 16

/** Waits until fewer than {@link AT_ONCE} earlier answers on the connection are still unsent. */
async function inTurn(response: Response, owed: OwedAnswers): Promise<void> {
  const answers = owed.on(response.req.socket)
  // For a request without a body, this function runs before `response` is added to the list.
  const index = answers.includes(response) ? answers.indexOf(response) : answers.length
  const earlier = answers[index - AT_ONCE]
  if (earlier) await whenSent(earlier)
}

function receive(request: Request, body: Uint8Array | undefined): HttpRequest {
  const { remoteAddress = '', localAddress = '', localPort = 0 } = request.socket
  return {
    method: request.method,
    target: originForm(request.originalUrl),
    headers: headersOf(request.rawHeaders),
    body,
    connection: { remoteAddress, localAddress, localPort },
  }
}

/** Turns alternating names and values into an object. It has no prototype, because a header may be called `__proto__`. */
function headersOf(raw: readonly string[]): HttpRequest['headers'] {
  const headers: Record<string, string> = Object.create(null)
  for (let at = 0; at < raw.length; at += 2) {
    const [name, value] = [String(raw[at]).toLowerCase(), String(raw[at + 1])]
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`
  }
  return headers
}
