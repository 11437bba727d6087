import type { Worker } from 'node:cluster'

/** A connection as node:cluster passes it to a worker. */
interface Passed {
  close(...words: readonly unknown[]): unknown
}

/**
 * Notes which connections are on their way to a worker. When the worker has accepted a connection, node:cluster closes the connection's
 * handle in the primary process. If the worker is killed earlier, the connection stays open, and the client gets no answer.
 *
 * Source: https://github.com/nodejs/node/blob/v24.x/lib/internal/cluster/round_robin_handle.js
 *
 * @returns A function that closes the connections that are still on their way.
 */
export function notePassed({ process: child }: Worker): () => void {
  const onTheirWay = new Set<Passed>()
  const { send } = child
  Object.assign(child, {
    send(...words: readonly unknown[]) {
      const [message, connection] = words
      if (isConnection(message)) note(connection as Passed, onTheirWay)
      return Reflect.apply(send, child, words)
    },
  })
  return () => {
    for (const connection of onTheirWay) connection.close()
  }
}

function isConnection(message: unknown): boolean {
  return (message as { readonly act?: unknown } | null)?.act === 'newconn'
}

function note(connection: Passed, onTheirWay: Set<Passed>): void {
  const { close } = connection
  onTheirWay.add(connection)
  connection.close = (...words) => {
    onTheirWay.delete(connection)
    return Reflect.apply(close, connection, words)
  }
}
