import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Exchange } from './http-exchange.ts'
import { NGINX_TYPE, nginxPage } from './nginx-page.ts'

const PAGE = nginxPage('400 Bad Request')

/**
 * Answers what Node's HTTP parser refuses, such as a line break in a header, with the HTML page of the gateway's nginx.
 *
 * @param onExchange Called with the parser's code (`HPE_…`) as the error code.
 */
export function refuseUnparsable(server: Server, now: () => number, onExchange: (exchange: Exchange) => void): void {
  // The number of answers that each connection is still waiting for.
  const owed = new WeakMap<Duplex, number>()
  const change = (socket: Duplex, by: number) => owed.set(socket, (owed.get(socket) ?? 0) + by)
  server.on('request', ({ socket }, response) => {
    change(socket, 1)
    response.once('close', () => change(socket, -1))
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || !error.code?.startsWith('HPE_')) return socket.destroy()
    onExchange({ time: now(), method: '-', target: '-', status: 400, code: error.code, milliseconds: 0 })
    // An earlier request is still being answered; the client would take this page for that answer.
    if (owed.get(socket)) return socket.destroy()
    const head = [
      'HTTP/1.1 400 Bad Request',
      'Server: nginx',
      `Date: ${new Date(now()).toUTCString()}`,
      `Content-Type: ${NGINX_TYPE}`,
      `Content-Length: ${PAGE.length}`,
      'Connection: close',
    ]
    return socket.end(`${head.join('\r\n')}\r\n\r\n${PAGE}`)
  })
}
