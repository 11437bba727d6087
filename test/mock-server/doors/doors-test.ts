import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { connect as secure, type TLSSocket } from 'node:tls'
import { type CertifiedKey, makeAuthority } from '../../../mock-server/doors/certificate-authority.ts'
import { type DoorOptions, type Doors, openDoors } from '../../../mock-server/doors/open-doors.ts'
import { createMockServer, type Exchange, type MockServer } from '../../../mock-server/index.ts'
import { portOf } from '../../free-port.ts'
import { PINNED } from '../../mock-test.ts'

/**
 * A mock server with open doors. A door is a way into the server other than a plain HTTP request to its URL: the proxy, the port for TLS or
 * the port for SOCKS.
 */
export interface Doored extends AsyncDisposable {
  readonly mock: MockServer
  readonly doors: Doors
  readonly authority: CertifiedKey
  readonly exchanges: readonly Exchange[]
  /** The reason for each refused or failed connection, TLS handshake or request to another host. */
  readonly refusals: readonly string[]
}

export async function openDoored({ maxConnections, ...options }: Partial<DoorOptions> & { maxConnections?: number } = {}): Promise<Doored> {
  const refusals: string[] = []
  const exchanges: Exchange[] = []
  const authority = await makeAuthority(Date.now())
  const opened = Promise.withResolvers<Doors>()
  const mock = await createMockServer({
    now: () => PINNED,
    onExchange: (exchange) => exchanges.push(exchange),
    doors: async (server) => {
      if (maxConnections !== undefined) server.maxConnections = maxConnections
      const onRefused = (reason: string) => refusals.push(reason)
      const all = { authority, now: Date.now(), host: '127.0.0.1', proxy: true, tlsPort: 0, offline: false, onRefused, ...options }
      const doors = await openDoors(server, all)
      opened.resolve(doors)
      return doors
    },
  })
  return { mock, doors: await opened.promise, authority, exchanges, refusals, [Symbol.asyncDispose]: () => mock.close() }
}

/** Starts a server on this machine. It answers the first data on each connection with `bytes`, and closes the connection. */
export async function answering(bytes: string): Promise<AsyncDisposable & { readonly port: number }> {
  const open = new Set<Socket>()
  const server: Server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end(bytes))
  })
  return {
    port: await portOf(server),
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Connects to a port of this machine. */
export async function connected(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

/** Asks a proxy for a tunnel. Returns the connection, and the head of the proxy's answer. */
export async function tunnel(proxy: string, destination: string): Promise<{ readonly socket: Socket; readonly answer: string }> {
  const socket = await connected(Number(new URL(proxy).port))
  socket.write(`CONNECT ${destination} HTTP/1.1\r\nHost: ${destination}\r\n\r\n`)
  const [answer] = await once(socket, 'data')
  return { socket, answer: String(answer) }
}

/** Starts TLS on a connection and checks that the server's certificate is valid for `servername`. */
export async function secured(socket: Socket, servername: string, { certificate }: CertifiedKey): Promise<TLSSocket> {
  const tls = secure({ socket, ca: certificate, servername, ALPNProtocols: ['h2', 'http/1.1'] })
  await once(tls, 'secureConnect')
  return tls
}

/** Sends bytes and returns everything received until the other side closes the connection. */
export async function exchanged(socket: Socket, bytes: string | Uint8Array): Promise<string> {
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.write(bytes)
  await once(socket, 'close')
  return Buffer.concat(chunks).toString()
}
