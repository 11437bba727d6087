import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { connect, isIP, type Socket } from 'node:net'
import { domainToASCII } from 'node:url'
import { isThisMachine } from '../edge/ip-address.ts'
import { wayTo } from './gateway-hosts.ts'
import { readNoProxy } from './no-proxy.ts'

/** A host and a port that a client wants to reach. */
export interface Destination {
  readonly host: string
  readonly port: number
  /** Whether a SOCKS client named an IP address, as Java does. The connection then doesn't go through the user's own proxy. */
  readonly isResolved?: boolean
}

/** Decides which connections to hosts other than the gateway may go out, and makes them. */
export interface Egress {
  /**
   * Why a connection is refused; `undefined` when it may go out.
   *
   * @param client The address of the client.
   */
  readonly refusal: (destination: Destination, client: string | undefined) => string | undefined
  /**
   * Connects to a host, through the user's own proxy if there is one. Connects directly when the host is this machine, when it is in {@link
   * Upstream.noProxy}, and when the client has looked up its address.
   */
  readonly connect: (destination: Destination) => Promise<Socket>
  /**
   * Whether {@link connect} sent the CONNECT request that has this `Via` header. If it did, the user's own proxy leads back to this server,
   * and the request would go in a circle.
   */
  readonly hasPassed: (via: string | undefined) => boolean
  /** The number of connections to each destination on another machine, by `host:port`. */
  readonly passed: ReadonlyMap<string, number>
}

export interface EgressOptions {
  /** Whether connections to other machines are refused. */
  readonly offline: boolean
  readonly upstream?: Upstream | undefined
}

/** The user's own proxy, through which connections go out. */
export interface Upstream {
  readonly url: string
  /** The value of `Proxy-Authorization` for this proxy. */
  readonly authorization?: string
  /** The hosts that are reached without this proxy, in the form of NO_PROXY. */
  readonly noProxy?: string | undefined
}

/** Creates an {@link Egress}. */
export function createEgress({ offline, upstream }: EgressOptions): Egress {
  const passed = new Map<string, number>()
  const pseudonym = randomUUID()
  const isExempt = readNoProxy(upstream?.noProxy ?? '')
  return {
    refusal({ host }, client = '') {
      if (wayTo(host) !== 'outside') return `${host} is a host of WeChat Pay, which no test may reach`
      if (!isHost(host)) return `${JSON.stringify(host)} is neither the name of a host nor an address`
      // Otherwise another machine could reach databases on this machine through this server, and the control API without its token.
      if (!isThisMachine(client)) return `${host} can't be reached from ${client}: only programs on this machine reach other hosts`
      return offline && !isThisMachine(host) ? `${host} can't be reached with --offline` : undefined
    },
    async connect(destination) {
      const name = nameOf(destination)
      const isDirect = destination.isResolved || isThisMachine(destination.host) || isExempt(destination.host, destination.port)
      const socket = await (upstream && !isDirect ? throughProxy(upstream, destination, pseudonym) : direct(destination))
      if (!isThisMachine(destination.host)) passed.set(name, (passed.get(name) ?? 0) + 1)
      return socket
    },
    hasPassed: (via = '') => via.includes(pseudonym),
    passed,
  }
}

/**
 * Whether a text is an IP address or a host name. A name must not contain a NUL character, because the operating system would
 * read only the part before it.
 */
function isHost(host: string): boolean {
  return isIP(host) !== 0 || domainToASCII(host) !== ''
}

/** How a destination is written in CONNECT, in the log, and in the list that the command prints when it ends. */
export function nameOf({ host, port }: Destination): string {
  return `${isIP(host) === 6 ? `[${host}]` : host}:${port}`
}

const CONNECT_MILLISECONDS = 10_000

function tooLate(): Error {
  return new Error(`no connection within ${CONNECT_MILLISECONDS / 1000} seconds`)
}

function direct({ host, port }: Destination): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>()
  const socket = connect({ host, port, timeout: CONNECT_MILLISECONDS })
  socket.once('connect', () => resolve(socket.setTimeout(0)))
  socket.once('timeout', () => socket.destroy(tooLate()))
  socket.once('error', reject)
  return promise
}

/**
 * Opens a tunnel through another proxy: https://www.rfc-editor.org/rfc/rfc9110#section-9.3.6
 *
 * @param pseudonym The name of this server in `Via`.
 */
async function throughProxy({ url, authorization }: Upstream, destination: Destination, pseudonym: string): Promise<Socket> {
  const { host, hostname, port } = new URL(url)
  const path = nameOf(destination)
  const { promise, resolve, reject } = Promise.withResolvers<Socket>()
  const asking = request({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port || 80,
    method: 'CONNECT',
    path,
    // With NODE_USE_ENV_PROXY, the default agent would reach the user's own proxy through the proxy in HTTP_PROXY.
    agent: false,
    headers: { Host: path, Via: `1.1 ${pseudonym}`, ...(authorization !== undefined && { 'Proxy-Authorization': authorization }) },
  })
  asking.once('connect', ({ statusCode }, socket, head) => {
    if (statusCode !== 200) {
      socket.destroy()
      return reject(new Error(`the proxy ${host} answered ${statusCode}`))
    }
    if (head.length > 0) socket.unshift(head)
    resolve(socket as Socket)
  })
  // Unlike a timeout of the socket, this limit also ends the wait for a proxy that keeps sending bytes.
  const limit = setTimeout(() => asking.destroy(tooLate()), CONNECT_MILLISECONDS)
  asking.on('error', ({ message }) => reject(new Error(`the proxy ${host} failed: ${message}`))).end()
  return promise.finally(() => clearTimeout(limit))
}
