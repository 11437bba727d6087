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
      // Each waiting answer adds listeners to its connection. Without this call, Node would warn of too many listeners.
      socket.setMaxListeners(0)
      answers.push(response)
      response.once('close', () => answers.splice(answers.indexOf(response), 1))
    },
    on: (socket) => owed.get(socket) ?? [],
  }
}

/**
 * The most answers that one connection may wait for. The requests for these answers stay in memory. The body of a request can have up to
 * 64 KB for the gateway, and up to 4 MB for the control API.
 */
const OWED_LIMIT = 1_000

/**
 * Closes each connection on which more than {@link OWED_LIMIT} requests have no answer yet. More such requests could fill the memory.
 * Call this function after registering the `request` listener that adds answers to `owed`.
 *
 * @param onFull Called with the reason for each closed connection.
 */
export function limitOwed(server: Server, owed: OwedAnswers, onFull: (reason: string) => void): void {
  server.on('request', ({ socket }) => {
    // After a connection is closed, Node still emits the requests that its parser has already read. They are ignored here.
    if (socket.destroyed || owed.on(socket).length <= OWED_LIMIT) return
    socket.destroy()
    onFull(
      `a connection was closed, because more than ${OWED_LIMIT} requests on it had no answer yet: let the client wait for answers (未应答的请求过多)`,
    )
  })
}

/**
 * Calls `act` when an answer has been sent. Calls `act` at once if the answer was already sent, or if the connection is closed. After an
 * answer, Node may close the connection; `act` runs before Node does so.
 */
export function onceSent(response: ServerResponse, act: () => void): void {
  if (response.writableFinished || response.req.socket.destroyed) act()
  else response.prependOnceListener('finish', act)
}

/** Waits until an answer has been sent, or its connection is closed. */
export async function whenSent(response: ServerResponse): Promise<void> {
  // The socket comes from the request, because an answer that waits for an earlier answer has no socket yet. Before Node 24, such an answer
  // gets no `close` event when the connection closes.
  const socket: Socket = response.req.socket
  if (response.closed || socket.destroyed) return
  const { promise, resolve } = Promise.withResolvers<void>()
  response.once('close', resolve)
  socket.once('close', resolve)
  await promise
  socket.off('close', resolve)
}
