import type { Buffer } from 'node:buffer'
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Server as TlsServer } from 'node:tls'
import { errorMessage } from '../../contracts/error-message.ts'
import { isThisMachine } from '../edge/ip-address.ts'
import { type Destination, type Egress, nameOf } from './egress.ts'
import { wayTo } from './gateway-hosts.ts'
import { HANDSHAKE } from './named-host.ts'

/** What a proxy connects its clients to. */
export interface ProxyParts {
  /** The server that answers as the gateway. */
  readonly inside: Server
  /** The TLS server in front of `inside`. */
  readonly tls: TlsServer
  readonly egress: Egress
  /** Called with the reason when a connection to another host is refused or can't be opened. */
  readonly onRefused: (reason: string) => void
}

/** The ports at which clients reach the gateway's hosts: those of HTTPS and HTTP. */
export const GATEWAY_PORTS: readonly number[] = [443, 80]

/** What a proxy tells its client. */
export interface Replies {
  /** Says that the connection is open. */
  readonly accept: () => void
  /** Says that there is no connection. An HTTP proxy also says why. */
  readonly refuse: (reason: string) => void
}

/**
 * Connects a client of a proxy to its destination. A connection to the gateway ends at this server. Any other connection goes out to its
 * destination, or is refused.
 *
 * @param client A socket whose `allowHalfOpen` is false. The socket therefore closes if the client ends its side before it is connected to
 * the destination. A client that ends its side later still gets its answers.
 */
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
  // The socket of a client that went away has no address. Without this check, the client would be reported as one on another machine.
  if (client.destroyed || client.remoteAddress === undefined) return void client.destroy()
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
    client.allowHalfOpen = true
    accept()
    client.pipe(outside).pipe(client)
  } catch (error) {
    const reason = `${nameOf(destination)} can't be reached: ${errorMessage(error)}`
    onRefused(reason)
    refuse(reason)
  }
}

/**
 * Whether a destination is the gateway: one of the gateway's hosts, or port 443 or 80 of this machine. A hosts file can map the gateway's
 * hosts to this machine. A Java client looks up the host itself, and then asks its SOCKS proxy for this machine.
 */
function isGateway({ host, port }: Destination): boolean {
  return wayTo(host) === 'gateway' || (isThisMachine(host) && GATEWAY_PORTS.includes(port))
}

/**
 * How long this server waits for the first byte of a client: as long as Node.js waits for the headers of a request. The time limit of
 * Node.js starts only when a connection is handed to a server, which happens after the first byte.
 */
const FIRST_BYTE_MILLISECONDS = 60_000

/** Waits for the first byte of a connection. If a TLS handshake begins, hands the connection to `tls`, otherwise to `inside`. */
function enter(client: Socket, inside: Server, tls: TlsServer): void {
  const limit = setTimeout(() => client.destroy(), FIRST_BYTE_MILLISECONDS)
  client.once('close', () => clearTimeout(limit))
  client.once('data', (first: Buffer) => {
    clearTimeout(limit)
    client.pause()
    client.unshift(first)
    // The TLS server reads a paused connection by itself.
    if (first[0] === HANDSHAKE) return tls.emit('connection', client)
    client.allowHalfOpen = true
    inside.emit('connection', client)
    return client.resume()
  })
  client.resume()
}
