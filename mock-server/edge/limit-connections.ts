import type { Server } from 'node:net'

/**
 * The most connections that may be open at one port. This is enough for load tests. A connection takes a file descriptor and about 20
 * kilobytes of memory.
 */
const CONNECTIONS_LIMIT = 10_000

/**
 * Makes a server close each new connection at once while `limit` connections are open.
 *
 * @param onFull Receives the reason when a new connection is closed. It is called again only after the server has accepted a connection.
 */
export function limitConnections(server: Server, onFull: (reason: string) => void, limit: number = CONNECTIONS_LIMIT): void {
  server.maxConnections = limit
  let isTold = false
  server.on('connection', () => {
    isTold = false
  })
  server.on('drop', () => {
    if (!isTold)
      onFull(
        `a connection was closed, because ${server.maxConnections} are open already: let the client reuse or end its connections (连接数已达上限)`,
      )
    isTold = true
  })
}
