import { Buffer } from 'node:buffer'
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Server as TlsServer } from 'node:tls'
import { type Destination, type Egress, isThisMachine, nameOf } from './egress.ts'
import { wayTo } from './gateway-hosts.ts'

/** The server behind a proxy, and the way out of it. */
export interface ProxyParts {
  readonly inside: Server
  readonly tls: TlsServer
  readonly egress: Egress
  /** Called with each connection that was refused or failed, and why. */
  readonly onRefused: (reason: string) => void
}

/** The ports of HTTPS and HTTP, which the gateway's hosts are reached at. */
const GATEWAY_PORTS = [443, 80]

/**
 * Connects a client of a proxy to its destination. Connections to the gateway's hosts end at this server; others go out or are refused.
 *
 * @param head Bytes that the client has sent already.
 * @param accept Tells the client that the connection is open.
 * @param refuse Tells the client why it is not.
 */
export async function admit(
  client: Socket,
  destination: Destination,
  head: Buffer,
  { inside, tls, egress, onRefused }: ProxyParts,
  { accept, refuse }: { readonly accept: () => void; readonly refuse: (reason: string) => void },
): Promise<void> {
  client.on('error', () => client.destroy())
  if (isGateway(destination)) {
    accept()
    if (head.length > 0) client.unshift(head)
    return enter(client, inside, tls)
  }
  const refusal = egress.refusal(destination, client.remoteAddress)
  if (refusal !== undefined) {
    onRefused(refusal)
    return refuse(refusal)
  }
  try {
    const outside = await egress.connect(destination)
    outside.on('error', () => outside.destroy()).once('close', () => client.destroy())
    client.once('close', () => outside.destroy())
    accept()
    outside.write(head)
    client.pipe(outside).pipe(client)
  } catch (error) {
    const reason = `${nameOf(destination)} can't be reached: ${error instanceof Error ? error.message : error}`
    onRefused(reason)
    refuse(reason)
  }
}

/** A Java client that resolves the gateway's hosts by a hosts file asks its SOCKS proxy for port 443 of this machine. */
function isGateway({ host, port }: Destination): boolean {
  return wayTo(host) === 'gateway' || (isThisMachine(host) && GATEWAY_PORTS.includes(port))
}

/** The first byte of a TLS handshake: https://www.rfc-editor.org/rfc/rfc8446#section-5.1 */
export const HANDSHAKE = 0x16

/** As long as Node.js waits for the headers of a request, which it counts only from here. */
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

/** Lets clients use the HTTP server as a proxy: it answers CONNECT. Returns a function that closes the connections that go through. */
export function openProxy(parts: ProxyParts): () => void {
  const clients = new Set<Socket>()
  // Without a proxy, the first listener refuses CONNECT.
  const [refuseConnect] = parts.inside.listeners('connect') as [() => void]
  parts.inside.off('connect', refuseConnect).on('connect', ({ url = '' }, duplex, head) => {
    const client = duplex as Socket
    clients.add(client)
    client.once('close', () => clients.delete(client))
    const destination = destinationOf(url)
    const refuse = (reason: string) => void client.end(badGateway(reason))
    if (!destination) return refuse(`CONNECT needs a host and a port; got ${url.slice(0, 100)}`)
    const accept = () => void client.write('HTTP/1.1 200 Connection established\r\n\r\n')
    void admit(client, destination, head, parts, { accept, refuse })
  })
  return () => {
    for (const client of clients) client.destroy()
  }
}

/** Reads the target of CONNECT: `host:port`, or `[address]:port` for IPv6. */
function destinationOf(target: string): Destination | undefined {
  const [, address, name, port] = /^(?:\[([\da-f:.]+)\]|([^:/[\]\s]+)):(\d{1,5})$/i.exec(target) ?? []
  const host = address ?? name
  return host !== undefined && Number(port) <= 65_535 ? { host, port: Number(port) } : undefined
}

function badGateway(reason: string): string {
  const body = `wechatpay-goldplan-mock: ${reason}\n`
  return `HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`
}
