import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { OwedAnswers } from './owed-answers.ts'

/** The warning for a request behind which bytes were dropped. */
export const DROPPED =
  'any bytes behind this request were not read, because it has an Upgrade header: send one request after another, or leave out Upgrade (带 Upgrade 请求头的请求之后的字节未被读取)'

/**
 * Creates a function that tells whether Node's parser has dropped bytes behind a request. The parser silently drops the rest of the packet
 * in which a request with an Upgrade header ends. Call the function for each request as soon as its body is read. While an answer to
 * another request is owed, the bytes of a request can't be counted, so an Upgrade header then counts as dropped bytes.
 */
export function createDroppedBytes(owed: OwedAnswers): (request: IncomingMessage) => boolean {
  const read = new WeakMap<Socket, number>()
  return (request) => {
    const { socket, headers } = request
    const hasUpgrade = headers.upgrade !== undefined
    if (owed.on(socket).some(({ req }) => req !== request)) return hasUpgrade
    const before = read.get(socket) ?? 0
    read.set(socket, socket.bytesRead)
    if (!hasUpgrade || headers['transfer-encoding'] !== undefined) return false
    return socket.bytesRead - before > headLength(request) + Number(headers['content-length'] ?? 0)
  }
}

/** The number of bytes of a head as clients usually write it, with one space behind a colon. */
function headLength({ method = '', url = '', rawHeaders }: IncomingMessage): number {
  const values = rawHeaders.reduce((sum, text) => sum + text.length, 0)
  return `${method} ${url} HTTP/1.1\r\n\r\n`.length + values + (rawHeaders.length / 2) * ': \r\n'.length
}
