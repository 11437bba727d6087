import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Connections, StopLimits } from './connections.ts'

/** The gateway keeps an idle connection open for eight seconds, as its Keep-Alive header says. */
export const KEEP_ALIVE_MILLISECONDS = 8_000

/**
 * Starts listening.
 *
 * @param port 0 takes any free port.
 * @returns The base URL for clients on this machine.
 */
export async function listen(server: Server, port: number, host: string): Promise<string> {
  server.keepAliveTimeout = KEEP_ALIVE_MILLISECONDS
  // A client that ends its side of the connection after a request still gets the answer. Node has no documented setting for that.
  Object.assign(server, { httpAllowHalfOpen: true })
  server.listen(port, host)
  await once(server, 'listening')
  const { port: actualPort } = server.address() as AddressInfo
  return baseUrl(host, actualPort)
}

/** The base URL of a server for clients on this machine. */
export function baseUrl(host: string, port: number): string {
  return `http://${urlHost(host)}:${port}`
}

const STOP_LIMITS: StopLimits = { silent: 1_000, whole: 10_000 }

/** Stops listening, closes the connections with {@link Connections.end}, and waits until the server is closed. */
export async function stop(server: Server, connections: Connections, limits: StopLimits = STOP_LIMITS): Promise<void> {
  if (!server.listening) return
  const closed = once(server, 'close')
  server.close()
  await connections.end(limits)
  await closed
}

function urlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
