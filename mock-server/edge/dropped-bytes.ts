import { Buffer } from 'node:buffer'
import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import type { OwedAnswers } from './owed-answers.ts'

/** The warning for a request after which bytes were dropped, or may have been. */
export const DROPPED =
  'bytes after this request may be lost, because it has an Upgrade header: send one request after another, or leave out Upgrade (带 Upgrade 请求头的请求之后的字节可能未被读取)'

/** How many bytes of a connection are not counted, such as those of the CONNECT before a tunnel. */
const uncounted = new WeakMap<Socket, number>()

/** Lets the bytes of each connection be counted from where the server gets it. */
export function countFromConnection(server: Server): void {
  server.on('connection', countFromHere)
}

/** Lets the bytes of a connection be counted from those that come next. */
export function countFromHere(socket: Socket): void {
  uncounted.set(socket, bytesTaken(socket))
}

/** How many bytes of a connection were taken from it, without those that have come but wait to be read. */
export function bytesTaken({ bytesRead, readableLength }: Socket): number {
  return bytesRead - readableLength
}

/**
 * Creates a function that tells whether Node's parser has dropped bytes after a request. The parser silently drops the rest of the packet
 * in which a request with an Upgrade header ends. Call the function for each request as soon as its body is read. While another request is
 * unanswered, or when the body has several chunks, the bytes can't be counted: the function then returns `true` for every request with Upgrade.
 */
export function createDroppedBytes(owed: OwedAnswers): (request: IncomingMessage, body: Uint8Array | undefined) => boolean {
  const read = new WeakMap<Socket, number>()
  return (request, body) => {
    const { socket, headers } = request
    const hasUpgrade = headers.upgrade !== undefined
    if (owed.on(socket).some(({ req }) => req !== request)) return hasUpgrade
    const before = Math.max(read.get(socket) ?? 0, uncounted.get(socket) ?? 0)
    read.set(socket, socket.bytesRead)
    return hasUpgrade && socket.bytesRead - before > headLength(request) + bodyLength(request, body)
  }
}

/** The number of bytes of a body as it was sent. A chunked body counts as if it were sent in one chunk. */
function bodyLength({ headers }: IncomingMessage, { length }: Uint8Array = Buffer.alloc(0)): number {
  if (headers['transfer-encoding'] === undefined) return Number(headers['content-length'] ?? 0)
  const end = '0\r\n\r\n'.length
  return length === 0 ? end : length.toString(16).length + length + '\r\n\r\n'.length + end
}

/** The number of bytes of a head as clients usually write it, with one space after a colon. */
function headLength({ method = '', url = '', rawHeaders }: IncomingMessage): number {
  const values = rawHeaders.reduce((sum, text) => sum + text.length, 0)
  return `${method} ${url} HTTP/1.1\r\n\r\n`.length + values + (rawHeaders.length / 2) * ': \r\n'.length
}
