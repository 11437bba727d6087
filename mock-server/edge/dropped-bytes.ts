import { Buffer } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { OwedAnswers } from './owed-answers.ts'

/** The warning for a request behind which bytes were dropped, or may have been. */
export const DROPPED =
  'bytes behind this request may be lost, because it has an Upgrade header: send one request after another, or leave out Upgrade (带 Upgrade 请求头的请求之后的字节可能未被读取)'

/**
 * Creates a function that tells whether Node's parser has dropped bytes behind a request. It drops the rest of the packet in which a request with
 * an Upgrade header ends, and reports nothing. Call the function for each request as soon as its body is read. Where requests are sent before the
 * answers to earlier ones, nobody knows which bytes belong to which request, so the function assumes that bytes were dropped. It assumes so, too, of a
 * body in several chunks, because nobody knows their number.
 */
export function createDroppedBytes(owed: OwedAnswers): (request: IncomingMessage, body: Uint8Array | undefined) => boolean {
  const read = new WeakMap<Socket, number>()
  return (request, body) => {
    const { socket, headers } = request
    const hasUpgrade = headers.upgrade !== undefined
    if (owed.on(socket).some(({ req }) => req !== request)) return hasUpgrade
    const before = read.get(socket) ?? 0
    read.set(socket, socket.bytesRead)
    return hasUpgrade && socket.bytesRead - before > headLength(request) + bodyLength(request, body)
  }
}

/** The number of bytes of a body as it was sent; of a chunked one, the fewest possible: one chunk, and the empty one that ends the body. */
function bodyLength({ headers }: IncomingMessage, { length }: Uint8Array = Buffer.alloc(0)): number {
  if (headers['transfer-encoding'] === undefined) return Number(headers['content-length'] ?? 0)
  const end = '0\r\n\r\n'.length
  return length === 0 ? end : length.toString(16).length + length + '\r\n\r\n'.length + end
}

/** The number of bytes of a head as clients usually write it: with one space behind each colon. */
function headLength({ method = '', url = '', rawHeaders }: IncomingMessage): number {
  const values = rawHeaders.reduce((sum, text) => sum + text.length, 0)
  return `${method} ${url} HTTP/1.1\r\n\r\n`.length + values + (rawHeaders.length / 2) * ': \r\n'.length
}
