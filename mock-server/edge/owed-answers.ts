import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** The answers that each connection is still waiting for, in the order of their requests. */
export interface OwedAnswers {
  readonly add: (response: ServerResponse) => void
  readonly on: (socket: Duplex) => readonly ServerResponse[]
}

export function createOwedAnswers(): OwedAnswers {
  const owed = new WeakMap<Duplex, ServerResponse[]>()
  return {
    add(response) {
      const { socket } = response.req
      const answers = owed.get(socket) ?? []
      owed.set(socket, answers)
      // Waiting answers listen to their connection, and Node would warn of too many listeners.
      socket.setMaxListeners(0)
      answers.push(response)
      response.once('close', () => answers.splice(answers.indexOf(response), 1))
    },
    on: (socket) => owed.get(socket) ?? [],
  }
}

/**
 * The most answers that one connection may wait for. Their requests are in memory, each with a body of up to 64 KB for the gateway and up to 4 MB
 * for the control API.
 */
const OWED_LIMIT = 1_000

/**
 * Closes a connection on which more than {@link OWED_LIMIT} requests have no answer yet, because they would fill the memory. Call it after the
 * listener that adds to `owed` is registered.
 *
 * @param onFull Called with the reason for each closed connection.
 */
export function limitOwed(server: Server, owed: OwedAnswers, onFull: (reason: string) => void): void {
  server.on('request', ({ socket }) => {
    // When the connection is already closed, this is a request that Node's parser had read before.
    if (socket.destroyed || owed.on(socket).length <= OWED_LIMIT) return
    socket.destroy()
    onFull(
      `a connection was closed, because more than ${OWED_LIMIT} requests on it had no answer yet: let the client wait for answers (未应答的请求过多)`,
    )
  })
}

/**
 * Calls `act` when an answer has been sent, before Node closes the connection of a client that has ended its side. Calls `act` at once when the
 * answer was already sent, or the connection is closed.
 */
export function onceSent(response: ServerResponse, act: () => void): void {
  if (response.writableFinished || response.req.socket.destroyed) act()
  else response.prependOnceListener('finish', act)
}

/** Waits until an answer has been sent, or its connection is closed. */
export async function whenSent(response: ServerResponse): Promise<void> {
  // An answer that waits for an earlier one has no socket yet. In Node before version 24, it gets no close event when the connection closes.
  const socket: Socket = response.req.socket
  if (response.closed || socket.destroyed) return
  const { promise, resolve } = Promise.withResolvers<void>()
  response.once('close', resolve)
  socket.once('close', resolve)
  await promise
  socket.off('close', resolve)
}
