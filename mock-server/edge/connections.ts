import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { bytesTaken } from './dropped-bytes.ts'
import type { OwedAnswers } from './owed-answers.ts'

/** How long a stopping server waits, in milliseconds. */
export interface StopLimits {
  /** The time to wait for the first byte of a client that has sent nothing yet, because its request may be on the way. */
  readonly silent: number
  /** The time to wait until all connections are closed. */
  readonly whole: number
}

/** The open connections of a server. */
export interface Connections {
  /**
   * Closes each connection once all its requests are answered and no further request is arriving. A connection that has had no answer yet stays
   * open for the time `silent`. When only tunnels are left, or after the time `whole`, closes the rest and resolves.
   */
  readonly end: (limits: StopLimits) => Promise<void>
}

interface Connection {
  /** Whether an answer was sent on the connection. */
  readonly wasUsed: boolean
  /** The number of bytes that had arrived when the last answer was sent. If there are more now, a request is arriving. */
  readonly bytesRead: number
  /** Whether the connection is a tunnel, because the client has sent CONNECT. */
  readonly isTunnel: boolean
}

/**
 * Follows the connections of a server. Call this function after the listener that adds answers to `owed` is registered. That listener also
 * removes each ended answer from `owed`, and must do so before this function examines the connection.
 *
 * @param owed The answers that each connection is still waiting for.
 */
export function trackConnections(server: Server, owed: OwedAnswers): Connections {
  const open = new Map<Socket, Connection>()
  const ended = Promise.withResolvers<void>()
  let isEnding = false
  // `server.close` calls this method. The version in Node would cut off an answer that the client has not read completely.
  server.closeIdleConnections = () => undefined

  server.on('connection', (socket) => {
    // In a tunnel, the first bytes may have arrived already. `bytesTaken` leaves them out, so they count as a request that is arriving.
    open.set(socket, { wasUsed: false, bytesRead: bytesTaken(socket), isTunnel: false })
    socket.once('close', () => {
      open.delete(socket)
      endIfDone()
    })
  })
  server.on('request', ({ socket }, response) => {
    response.once('close', () => {
      if (open.has(socket)) open.set(socket, { wasUsed: true, bytesRead: socket.bytesRead, isTunnel: false })
      if (isEnding) closeIdle()
    })
  })
  server.on('connect', (_request, socket) => {
    open.set(socket as Socket, { wasUsed: true, bytesRead: 0, isTunnel: true })
  })

  function isIdle(socket: Socket, { bytesRead, isTunnel }: Connection): boolean {
    // A refused connection stays open for five seconds after the refusal is sent. Bytes that arrive in this time are not a request.
    return !isTunnel && owed.on(socket).length === 0 && (socket.bytesRead === bytesRead || socket.writableFinished)
  }
  function closeIdle(isMeant: (connection: Connection) => boolean = ({ wasUsed }) => wasUsed): void {
    for (const [socket, connection] of open) if (isMeant(connection) && isIdle(socket, connection)) socket.destroy()
  }
  function endIfDone(): void {
    if (isEnding && [...open.values()].every(({ isTunnel }) => isTunnel)) ended.resolve()
  }

  return {
    async end({ silent, whole }) {
      isEnding = true
      closeIdle()
      endIfDone()
      const timers = [setTimeout(() => closeIdle(() => true), silent), setTimeout(ended.resolve, whole)]
      await ended.promise
      for (const timer of timers) clearTimeout(timer)
      for (const socket of open.keys()) socket.destroy()
    },
  }
}
