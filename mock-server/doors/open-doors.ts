import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo, Server as NetServer } from 'node:net'
import { limitConnections } from '../edge/limit-connections.ts'
import type { CertifiedKey } from './certificate-authority.ts'
import { createEgress, type Egress, type EgressOptions } from './egress.ts'
import { forwardPlain, isForeign } from './forward-plain.ts'
import { openProxy } from './open-proxy.ts'
import { createSocksDoor } from './open-socks.ts'
import { createTlsDoor } from './tls-door.ts'

/** Which doors to open. A door is a way into the server other than a plain HTTP request to its own URL. */
export interface DoorOptions extends EgressOptions {
  readonly authority: CertifiedKey
  /** The time at which the certificate of the server is issued, in milliseconds since 1970. */
  readonly now: number
  readonly host: string
  /** Whether clients can use the server as a proxy, over HTTP or SOCKS5. */
  readonly proxy: boolean
  /** The port for TLS; 0 takes any free port. */
  readonly tlsPort: number
  /** Called with the reason when a connection, a TLS handshake or a request to another host is refused or fails. */
  readonly onRefused: (reason: string) => void
}

export interface Doors {
  readonly tlsPort: number
  readonly socksPort: number | undefined
  /** In PEM. */
  readonly caCertificate: string
  readonly egress: Egress
  /**
   * Stops accepting connections, waits for `answered`, then closes the open connections.
   *
   * @param answered Resolves when the server has answered the requests that came through the doors.
   */
  close(answered?: Promise<unknown>): Promise<void>
}

/**
 * Lets clients reach an HTTP server through TLS. With `proxy`, clients can also use the server as a proxy: over HTTP on the server's port,
 * or over SOCKS5 on another port.
 *
 * @throws {Error} When a port is taken (`code` `EADDRINUSE`).
 */
export async function openDoors(inside: Server, options: DoorOptions): Promise<Doors> {
  const { authority, now, host, proxy, onRefused } = options
  const tls = await createTlsDoor(inside, authority, now, onRefused)
  const egress = createEgress(options)
  const parts = { inside, tls, egress, onRefused }
  const socks = proxy ? createSocksDoor(parts) : undefined
  const endTunnels = proxy ? openProxy(parts) : () => undefined
  if (proxy) passForeignRequests(inside, egress, onRefused)
  const listening = [tls, ...(socks ? [socks] : [])]
  for (const door of listening) limitConnections(door, onRefused, inside.maxConnections)
  const endConnections = listening.map(trackConnections)
  const close = async (answered?: Promise<unknown>) => {
    const closed = listening.map((door) => new Promise((resolve) => door.close(resolve)))
    await answered
    endTunnels()
    for (const end of endConnections) end()
    await Promise.all(closed)
  }
  try {
    const tlsPort = await listen(tls, options.tlsPort, host)
    const socksPort = socks && (await listen(socks, 0, host))
    return { tlsPort, socksPort, caCertificate: authority.certificate, egress, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Makes the server forward a request whose target is a complete URL on another host. Other requests are answered as before. */
function passForeignRequests(inside: Server, egress: Egress, onRefused: (reason: string) => void): void {
  // The first listener answers a request. The others only observe it, so they are called for a forwarded request, too.
  const [answer, ...watch] = inside.listeners('request')
  inside.removeAllListeners('request')
  inside.on('request', (request, response) => {
    if (isForeign(request)) void forwardPlain(request, response, egress, onRefused)
    else answer?.call(inside, request, response)
    for (const listener of watch) listener.call(inside, request, response)
  })
}

function trackConnections(door: NetServer): () => void {
  const open = new Set<{ destroy(): unknown; once(event: 'close', listener: () => void): unknown }>()
  door.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return () => {
    for (const socket of open) socket.destroy()
  }
}

async function listen(door: NetServer, port: number, host: string): Promise<number> {
  door.listen(port, host)
  await once(door, 'listening')
  return (door.address() as AddressInfo).port
}
