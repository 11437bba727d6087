import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { OwedAnswers } from './owed-answers.ts'

/** How long a stopping server waits, in milliseconds. */
export interface StopLimits {
  /** The time to wait for the first byte on a connection that has sent nothing yet, because its request may be on the way. */
  readonly silent: number
  /** The time to wait until all connections are closed. */
  readonly whole: number
}

/** The open connections of a server. */
export interface Connections {
  /**
   * Closes each connection as soon as no answer is owed on it and no request is arriving. After the time `whole`, closes the rest. Resolves when all
   * are closed.
   */
  readonly end: (limits: StopLimits) => Promise<void>
}

interface Connection {
  /** Whether an answer was sent on it. */
  readonly wasUsed: boolean
  /** The number of bytes that had come when the last answer was sent. If there are more now, a request is arriving. */
  readonly bytesRead: number
  /** Whether the connection is passed on to another host, so that no more requests come on it. */
  readonly isTunnel: boolean
}

/** Follows the connections of a server. Call this after everything else has begun to listen to requests. */
export function trackConnections(server: Server, owed: OwedAnswers): Connections {
  const open = new Map<Socket, Connection>()
  const ended = Promise.withResolvers<void>()
  let isEnding = false
  // Node's `close` calls this function. Node's own version would cut off an answer that its client has not read completely.
  server.closeIdleConnections = () => undefined

  server.on('connection', (socket) => {
    open.set(socket, { wasUsed: false, bytesRead: socket.bytesRead, isTunnel: false })
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
    // A refused connection stays open for a while after its page is sent.
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
