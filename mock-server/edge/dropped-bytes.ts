import { Buffer } from 'node:buffer'
import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import type { OwedAnswers } from './owed-answers.ts'

/** The warning when bytes after a request were dropped, or may have been dropped. */
export const DROPPED =
  'bytes after this request may be lost, because it has an Upgrade header: send one request after another, or leave out Upgrade (带 Upgrade 请求头的请求之后的字节可能未被读取)'

/**
 * Finds out whether bytes after a request with an Upgrade header were lost. Node's parser silently drops the rest of the packet in which
 * such a request ends. So the bytes of each connection are counted, and compared with the length of its requests.
 */
export interface DroppedBytes {
  /** Counts the bytes of each connection of a server. The CONNECT request before a tunnel is not counted. */
  readonly follow: (server: Server) => void
  /**
   * Tells whether bytes after a request were dropped. Call this for each request as soon as its body is read. The bytes can't be counted
   * while another request on the connection is unanswered, or when the body has several chunks. In these cases, returns `true` for every
   * request with an Upgrade header.
   */
  readonly after: (request: IncomingMessage, body: Uint8Array | undefined) => boolean
}

/** @param owed The answers that each connection waits for. */
export function createDroppedBytes(owed: OwedAnswers): DroppedBytes {
  const counted = new WeakMap<Socket, number>()
  const judged = new WeakSet<IncomingMessage>()
  const countFromHere = (socket: Socket) => void counted.set(socket, bytesTaken(socket))
  return {
    follow: (server) =>
      void server.on('connection', countFromHere).on('request', (request, response) => {
        // `after` is not called for a request that the proxy sends to another host. The count starts again after such a request.
        response.once('finish', () => judged.has(request) || countFromHere(request.socket))
      }),
    after(request, body) {
      const { socket, headers } = request
      const hasUpgrade = headers.upgrade !== undefined
      judged.add(request)
      if (owed.on(socket).some(({ req }) => req !== request)) return hasUpgrade
      const before = counted.get(socket) ?? 0
      counted.set(socket, socket.bytesRead)
      return hasUpgrade && socket.bytesRead - before > headLength(request) + bodyLength(request, body)
    },
  }
}

/** The number of bytes that were read from a connection. Bytes that have arrived but still wait to be read are not counted. */
export function bytesTaken({ bytesRead, readableLength }: Socket): number {
  return bytesRead - readableLength
}

/** The number of bytes of a body as it was sent. A chunked body counts as if it were sent in one chunk. */
function bodyLength({ headers }: IncomingMessage, { length }: Uint8Array = Buffer.alloc(0)): number {
  if (headers['transfer-encoding'] === undefined) return Number(headers['content-length'] ?? 0)
  const end = '0\r\n\r\n'.length
  return length === 0 ? end : length.toString(16).length + length + '\r\n\r\n'.length + end
}

/** The number of bytes of a request's head, if it is written in the usual way, with one space after each colon. */
function headLength({ method = '', url = '', rawHeaders }: IncomingMessage): number {
  const values = rawHeaders.reduce((sum, text) => sum + text.length, 0)
  return `${method} ${url} HTTP/1.1\r\n\r\n`.length + values + (rawHeaders.length / 2) * ': \r\n'.length
}
