import type { Buffer } from 'node:buffer'
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Server as TlsServer } from 'node:tls'
import { errorMessage } from '../../contracts/error-message.ts'
import { type Destination, type Egress, isThisMachine, nameOf } from './egress.ts'
import { wayTo } from './gateway-hosts.ts'
import { HANDSHAKE } from './named-host.ts'

/** The server behind a proxy, and the way out of it. */
export interface ProxyParts {
  readonly inside: Server
  readonly tls: TlsServer
  readonly egress: Egress
  /** Called for each connection that was refused or failed, with the reason. */
  readonly onRefused: (reason: string) => void
}

/** The ports at which clients reach the gateway's hosts: those of HTTPS and HTTP. */
export const GATEWAY_PORTS: readonly number[] = [443, 80]

/** What a proxy tells its client. */
export interface Replies {
  /** Says that the connection is open. */
  readonly accept: () => void
  /** Says that there is no connection, and why. */
  readonly refuse: (reason: string) => void
}

/** Connects a client of a proxy to its destination. Connections to the gateway's hosts end at this server; others go out or are refused. */
export async function admit(
  client: Socket,
  destination: Destination,
  { inside, tls, egress, onRefused }: ProxyParts,
  { accept, refuse }: Replies,
): Promise<void> {
  if (isGateway(destination)) {
    accept()
    return enter(client, inside, tls)
  }
  // The address of a client that went away is not known any more.
  if (client.destroyed) return
  const refusal = egress.refusal(destination, client.remoteAddress)
  if (refusal !== undefined) {
    onRefused(refusal)
    return refuse(refusal)
  }
  try {
    const outside = await egress.connect(destination)
    // destroySoon sends the client the last bytes before it closes the connection.
    outside.on('error', () => outside.destroy()).once('close', () => client.destroySoon())
    if (client.destroyed) return void outside.destroy()
    client.once('close', () => outside.destroy())
    accept()
    client.pipe(outside).pipe(client)
  } catch (error) {
    const reason = `${nameOf(destination)} can't be reached: ${errorMessage(error)}`
    onRefused(reason)
    refuse(reason)
  }
}

/** A Java client that finds the gateway's hosts in a hosts file asks its SOCKS proxy for port 443 of this machine. */
function isGateway({ host, port }: Destination): boolean {
  return wayTo(host) === 'gateway' || (isThisMachine(host) && GATEWAY_PORTS.includes(port))
}

/** How long a client has for its first byte: as long as Node.js waits for the headers of a request. Node.js itself counts only from that byte on. */
const FIRST_BYTE_MILLISECONDS = 60_000

/** Hands a connection to the HTTP server, or to the TLS server if it begins with a handshake. */
function enter(client: Socket, inside: Server, tls: TlsServer): void {
  const limit = setTimeout(() => client.destroy(), FIRST_BYTE_MILLISECONDS)
  client.once('close', () => clearTimeout(limit))
  client.once('data', (first: Buffer) => {
    clearTimeout(limit)
    client.pause()
    client.unshift(first)
    // The TLS server reads the first bytes by itself, but only while the connection is paused.
    if (first[0] === HANDSHAKE) return tls.emit('connection', client)
    inside.emit('connection', client)
    return client.resume()
  })
  client.resume()
}
