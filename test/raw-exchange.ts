import { connect } from 'node:net'
import type { WireRequest } from './signed-request.ts'

/** The bytes of a request as sent over a socket, with `Connection: close`. */
export function bytesOf({ method, target, headers, body }: WireRequest): Buffer {
  const lines = Object.entries({ Host: '127.0.0.1', ...headers, 'Content-Length': body.length, Connection: 'close' })
  const head = [`${method} ${target} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n')
  return Buffer.concat([Buffer.from(head, 'latin1'), body])
}

/** The bytes of a request with `Connection: keep-alive`. */
export function keptBytesOf(request: WireRequest): Buffer {
  return Buffer.from(bytesOf(request).toString('latin1').replace('Connection: close', 'Connection: keep-alive'), 'latin1')
}

/**
 * Sends bytes over a new connection and returns everything received until the server closes the connection.
 *
 * @param ends Whether the client ends its side of the connection after the bytes.
 */
export async function rawExchange(url: string, bytes: Uint8Array, { ends = false } = {}): Promise<string> {
  return (await exchange(url, bytes, ends)).received
}

/** What a client received after it sent the bytes of a request. */
export interface Exchanged {
  readonly received: string
  /** Whether the server closed the connection before the client gave up. */
  readonly isClosed: boolean
}

/**
 * Sends bytes as {@link rawExchange} does. Also returns whether the server closed the connection.
 *
 * @param ends Whether the client ends its side of the connection after the bytes.
 * @param patience How many milliseconds the client waits before it closes the connection itself. If omitted, there is no limit.
 */
export async function exchange(url: string, bytes: Uint8Array, ends: boolean, patience?: number): Promise<Exchanged> {
  const { hostname, port } = new URL(url)
  const socket = connect({ port: Number(port), host: hostname, noDelay: true })
  const chunks: Buffer[] = []
  let isClosed = true
  const giveUp = () => {
    isClosed = false
    socket.destroy()
  }
  const timer = patience === undefined ? undefined : setTimeout(giveUp, patience)
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  // A server may close the connection before it has read everything. Then the socket reports an error.
  socket.on('error', () => undefined)
  if (ends) socket.end(bytes)
  else socket.write(bytes)
  await new Promise((resolve) => socket.once('close', resolve))
  clearTimeout(timer)
  return { received: Buffer.concat(chunks).toString('latin1'), isClosed }
}

/** The status of a raw answer; 0 when there was no answer. */
export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)
}
