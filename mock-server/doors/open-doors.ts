import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo, Server as NetServer } from 'node:net'
import type { CertifiedKey } from './certificate-authority.ts'
import { createEgress, type Egress, type EgressOptions } from './egress.ts'
import { forwardPlain, isForeign } from './forward-plain.ts'
import { openProxy } from './open-proxy.ts'
import { createSocksDoor } from './open-socks.ts'
import { createTlsDoor } from './tls-door.ts'

/** Which doors to open besides plain HTTP. */
export interface DoorOptions extends EgressOptions {
  readonly authority: CertifiedKey
  /** Milliseconds since 1970; the certificates begin there. */
  readonly now: number
  /** The address to listen on. */
  readonly host: string
  /** The port for TLS; 0 takes any free port. */
  readonly tlsPort: number
  /** Called with each connection that is refused or fails, and why. */
  readonly onRefused: (reason: string) => void
}

/** The open doors. */
export interface Doors {
  readonly tlsPort: number
  readonly socksPort: number
  readonly egress: Egress
  close(): Promise<void>
}

/** Lets clients reach an HTTP server through TLS, through a proxy on its own port, and through SOCKS5. */
export async function openDoors(inside: Server, options: DoorOptions): Promise<Doors> {
  const { authority, now, host, onRefused } = options
  const tls = await createTlsDoor(inside, authority, now, onRefused)
  const egress = createEgress(options)
  const parts = { inside, tls, egress, onRefused }
  const socks = createSocksDoor(parts)
  const endTunnels = openProxy(parts)
  passForeignRequests(inside, egress, onRefused)
  const sockets = [tls, socks].map(trackConnections)
  const [tlsPort = 0, socksPort = 0] = await Promise.all([listen(tls, options.tlsPort, host), listen(socks, 0, host)])
  return {
    tlsPort,
    socksPort,
    egress,
    async close() {
      endTunnels()
      for (const end of sockets) end()
      await Promise.all([tls, socks].map((door) => new Promise((resolve) => door.close(resolve))))
    },
  }
}

/** Requests for whole URLs of other hosts go out instead of to the server. */
function passForeignRequests(inside: Server, egress: Egress, onRefused: (reason: string) => void): void {
  const listeners = inside.listeners('request')
  inside.removeAllListeners('request')
  inside.on('request', (request, response) => {
    if (isForeign(request)) void forwardPlain(request, response, egress, onRefused)
    else for (const listener of listeners) listener.call(inside, request, response)
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
