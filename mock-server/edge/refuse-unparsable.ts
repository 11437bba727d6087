import type { Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Exchange } from './http-exchange.ts'
import { NGINX_TYPE, nginxPage } from './nginx-page.ts'
import { type OwedAnswers, whenSent } from './owed-answers.ts'
import type { ParserError, UnparsedBytes } from './unparsed-bytes.ts'

const PAGE = nginxPage('400 Bad Request')

/** How long a refused connection stays open, so that the client can read the page before it has sent everything. nginx waits just as long. */
const LINGERING_MILLISECONDS = 5_000

/** What the server knows about each connection. */
interface Connections {
  readonly owed: OwedAnswers
  readonly unparsed: UnparsedBytes
}

/**
 * Answers what Node's HTTP parser refuses, such as a line break in a header, with the HTML page of the gateway's nginx. Earlier requests on the
 * connection get their answers first.
 *
 * @param onExchange Called with the parser's code (`HPE_…`) as the error code. Not called for the rest of a body, which belongs to its request.
 */
export function refuseUnparsable(
  server: Server,
  { owed, unparsed }: Connections,
  now: () => number,
  onExchange: (exchange: Exchange) => void,
): void {
  server.on('request', (_request, response) => owed.add(response))
  const refused = new WeakSet<Duplex>()

  function sendPage(socket: Duplex, { code = '', rawPacket }: ParserError, broken: ServerResponse | undefined): void {
    if (!socket.writable) return
    const time = now()
    const { method = '-', url: target = '-' } = broken?.req ?? {}
    if (!unparsed.wereRest(socket))
      onExchange({ time, method, target, status: 400, code, ...(isTls(rawPacket) && { error: NO_TLS }), milliseconds: 0 })
    socket.end(pageAt(time))
  }

  async function refuse(error: ParserError, socket: Duplex): Promise<void> {
    // After its first error, the parser also refuses every further packet.
    if (refused.has(socket)) return
    refused.add(socket)
    unparsed.add(socket, error)
    const broken = owed.on(socket).find(({ req }) => !req.complete)
    const last = owed.on(socket).findLast(({ req, headersSent }) => req.complete || headersSent)
    if (last) await whenSent(last)
    if (!error.code?.startsWith('HPE_')) return void socket.destroy()
    // After an answer with `Connection: close`, no page may follow.
    if (error.code !== 'HPE_CLOSED_CONNECTION' && !broken?.headersSent) sendPage(socket, error, broken)
    closeLater(socket)
  }
  server.on('clientError', refuse)
}

/** Whether bytes are the beginning of a TLS connection: https://www.rfc-editor.org/rfc/rfc8446#section-5.1 */
function isTls(bytes: Uint8Array | undefined): boolean {
  return bytes?.[0] === 0x16 && bytes[1] === 0x03
}

const NO_TLS = {
  field: null,
  message:
    'the client speaks TLS, but this server does not: begin its base URL with http:// (客户端用了 https，本服务不支持：base URL 要以 http:// 开头)',
}

function closeLater(socket: Duplex): void {
  const timer = setTimeout(() => socket.destroy(), LINGERING_MILLISECONDS).unref()
  socket.once('close', () => clearTimeout(timer)).end()
}

function pageAt(time: number): string {
  const head = [
    'HTTP/1.1 400 Bad Request',
    'Server: nginx',
    `Date: ${new Date(time).toUTCString()}`,
    `Content-Type: ${NGINX_TYPE}`,
    `Content-Length: ${PAGE.length}`,
    'Connection: close',
  ]
  return `${head.join('\r\n')}\r\n\r\n${PAGE}`
}
