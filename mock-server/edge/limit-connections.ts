import type { Server } from 'node:net'

/**
 * The most connections that may be open at one port, enough for load tests. A connection takes a file descriptor and about 20 kilobytes of
 * memory.
 */
const CONNECTIONS_LIMIT = 10_000

/**
 * Lets a server close connections beyond the limit at once.
 *
 * @param onFull Called with the reason when a connection is closed. Not called again until another connection has been accepted.
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
