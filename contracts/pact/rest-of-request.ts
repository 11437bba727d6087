import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { bytesAfter, type ParserError } from '../parser-error.ts'

/** Finds the bytes that follow the body of a request and are not a request. They belong to the body if its Content-Length is too small. */
export interface RestOfRequest {
  /** Notes that a request waits for its answer. If bytes arrive that are not a request, the connection is then closed after the answer, not before. */
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

/** Answers bytes that are not a request. */
function refuse(socket: Duplex, status: 400 | 431): void {
  if (socket.writable) socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`, () => socket.destroy())
  else socket.destroy()
}
