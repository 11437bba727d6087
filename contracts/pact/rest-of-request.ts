import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { bytesAfter, type ParserError } from '../parser-error.ts'

/** Finds bytes after the body of a request that are not another request. They are the rest of the body if Content-Length is too small. */
export interface RestOfRequest {
  /** Records that a request waits for its answer. If such bytes follow this request, the connection is closed only after the answer. */
  awaits(request: IncomingMessage, response: ServerResponse): void
  /** The bytes that follow this body in the same packet; `undefined` when there are none. */
  after(request: IncomingMessage, body: Uint8Array): Uint8Array | undefined
}

export function restOfRequest(server: Server): RestOfRequest {
  const awaited = new WeakMap<Duplex, ServerResponse>()
  const errors = new WeakMap<Duplex, ParserError>()
  server.on('clientError', (error: ParserError, socket: Duplex) => {
    const response = awaited.get(socket)
    const isOwed = response?.req.complete && !response.headersSent
    if (!error.rawPacket || !isOwed) return refuse(socket, error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400)
    errors.set(socket, error)
    response.shouldKeepAlive = false
  })
  return {
    awaits: ({ socket }, response) => void awaited.set(socket, response),
    after({ socket }, body) {
      const error = errors.get(socket)
      return error && body.length > 0 ? bytesAfter(body, error) : undefined
    },
  }
}

/** Refuses bytes that are not a request, and closes the connection. */
function refuse(socket: Duplex, status: 400 | 431): void {
  if (socket.writable) socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`, () => socket.destroy())
  else socket.destroy()
}
