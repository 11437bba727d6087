import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { portOf } from '../free-port.ts'

export interface SocketServer extends AsyncDisposable {
  readonly url: string
  /** The first chunk of data from each connection. */
  readonly received: readonly string[]
}

/** Starts a TCP server. When the first data arrives on a connection, it calls `answer`, which may do anything with the socket. */
export async function socketServer(answer: (socket: Socket) => unknown): Promise<SocketServer> {
  const received: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    // A client may close the connection at any time.
    socket.on('error', () => undefined)
    socket.once('data', (bytes) => {
      received.push(String(bytes))
      answer(socket)
    })
  })
  return {
    url: `http://127.0.0.1:${await portOf(server)}`,
    received,
    async [Symbol.asyncDispose]() {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
}
