import { connect } from 'node:net'
import type { SignedRequest } from './signed-request.ts'

/** The bytes of a request as sent over a socket, with `Connection: close`. */
export function bytesOf({ method, target, headers, body }: Pick<SignedRequest, 'method' | 'target' | 'headers' | 'body'>): Buffer {
  const lines = Object.entries({ Host: '127.0.0.1', ...headers, 'Content-Length': body.length, Connection: 'close' })
  const head = [`${method} ${target} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n')
  return Buffer.concat([Buffer.from(head, 'latin1'), body])
}

/** The bytes of a request with `Connection: keep-alive`. */
export function keptBytesOf(request: Parameters<typeof bytesOf>[0]): Buffer {
  return Buffer.from(bytesOf(request).toString('latin1').replace('Connection: close', 'Connection: keep-alive'), 'latin1')
}

/**
 * Sends bytes over a new socket and returns everything received until the server closes it.
 *
 * @param ends Whether the client ends its side of the connection after the bytes.
 */
export async function rawExchange(url: string, bytes: Uint8Array, { ends = false } = {}): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  // A server may refuse and close before it has read everything.
  socket.on('error', () => undefined)
  if (ends) socket.end(bytes)
  else socket.write(bytes)
  await new Promise((resolve) => socket.once('close', resolve))
  return Buffer.concat(chunks).toString('latin1')
}

/** The status of a raw answer; 0 when there was no answer. */
export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)
}
