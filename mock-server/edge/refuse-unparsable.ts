import { Buffer } from 'node:buffer'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ParserError } from '../../contracts/parser-error.ts'
import { closeLater } from './close-later.ts'
import type { Exchange } from './http-exchange.ts'
import { goAway, HTTP2_CODE } from './http2-refusal.ts'
import { nginxAnswer } from './nginx-page.ts'
import { type OwedAnswers, onceSent, whenSent } from './owed-answers.ts'
import { LATE_REST, PROXIED, refusalReason, TIMEOUT_CODE } from './refusal-reason.ts'
import type { UnparsedBytes } from './unparsed-bytes.ts'

const TITLE = '400 Bad Request'

interface Connections {
  readonly owed: OwedAnswers
  readonly unparsed: UnparsedBytes
}

/**
 * Answers with the HTML page of the gateway's nginx when Node's HTTP parser refuses a request, and when a client sends CONNECT. Earlier
 * requests on the connection get their answers first. A client that sends TLS gets the page, too: a Go client recognises that the page is
 * HTTP, and other clients show the well-known error "wrong version number". A client that sends HTTP/2 gets a refusal in HTTP/2. A request
 * whose body does not come in time gets no answer, and its connection is closed.
 *
 * @param tlsPort Returns the port for TLS, if there is one.
 * @param onExchange Called for each refusal. `code` is the code of the parser's error, such as `HPE_INVALID_METHOD`; there is no code for a
 *   CONNECT or a body that came too late. Not called when the refused bytes are the rest of an earlier request's body, because they are
 *   reported with that request.
 */
export function refuseUnparsable(
  server: Server,
  { owed, unparsed }: Connections,
  now: () => number,
  tlsPort: () => number | undefined,
  onExchange: (exchange: Exchange) => void,
): void {
  server.on('request', (_request, response) => owed.add(response))
  // nginx ignores an Expect header with a value that it does not know, so the request is handled like any other.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response))
  const refused = new WeakSet<Duplex>()

  function sendPage(socket: Duplex, request: Partial<IncomingMessage> | undefined, code: string | undefined, message: string): void {
    if (!socket.writable) return
    const time = now()
    const { method = '-', url: target = '-' } = request ?? {}
    if (!unparsed.wereRest(socket))
      onExchange({ time, method, target, status: 400, code, error: { field: null, message }, milliseconds: 0 })
    socket.end(code === HTTP2_CODE ? goAway(message) : pageAt(time))
  }

  /** Closes a connection on which a request did not come in time. nginx sends no answer either, and logs the status 408. */
  function closeSilently(socket: Duplex, request: IncomingMessage | undefined, message: string): void {
    socket.destroy()
    if (!request) return
    const { method = '-', url: target = '-' } = request
    const error = { field: null, message }
    onExchange({ time: now(), method, target, status: 408, code: undefined, wire: 'close', error, milliseconds: 0 })
  }

  function refuse(error: ParserError, socket: Duplex): void {
    // After its first error, the parser reports an error for every later packet, too.
    if (refused.has(socket)) return
    refused.add(socket)
    unparsed.add(socket, error)
    const broken = owed.on(socket).find(({ req }) => !req.complete)
    const last = owed.on(socket).findLast(({ req, headersSent }) => req.complete || headersSent)
    const end = () => {
      const message = unparsed.areLateRest(socket) ? LATE_REST : refusalReason(error, tlsPort())
      if (error.code === TIMEOUT_CODE) return closeSilently(socket, broken?.req, message)
      if (!error.code?.startsWith('HPE_')) return void socket.destroy()
      // No page may follow an answer with `Connection: close`, or come in the middle of an answer.
      if (error.code !== 'HPE_CLOSED_CONNECTION' && last?.shouldKeepAlive !== false && !broken?.headersSent)
        sendPage(socket, broken?.req, error.code, message)
      closeLater(socket)
    }
    if (last) onceSent(last, end)
    else end()
  }
  server.on('clientError', refuse)

  // Node leaves the connection of a CONNECT to this listener, which must therefore also handle the errors of the connection.
  async function refuseProxying(request: IncomingMessage, socket: Duplex): Promise<void> {
    socket.on('error', () => socket.destroy()).resume()
    const last = owed.on(socket).at(-1)
    if (last) await whenSent(last)
    sendPage(socket, request, undefined, PROXIED)
    closeLater(socket)
  }
  server.on('connect', refuseProxying)
}

function pageAt(time: number): Buffer {
  const { headers, body } = nginxAnswer(TITLE, time)
  const lines = Object.entries({ ...headers, Connection: 'close' }).map(([name, value]) => `${name}: ${value}`)
  return Buffer.concat([Buffer.from([`HTTP/1.1 ${TITLE}`, ...lines, '', ''].join('\r\n')), body])
}
