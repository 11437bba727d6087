import { connect, createServer, type Socket } from 'node:net'
import { portOf } from '../../../free-port.ts'

/** A proxy in front of a Redis server. */
export interface SpoilingProxy extends AsyncDisposable {
  readonly url: string
  /** After this call, `answer` replies to the clients in place of Redis. `commands` is the number of commands that came at once. */
  spoil(answer: (client: Socket, commands: number) => void): void
}

/** Starts a proxy that passes everything on until `spoil` is called. */
export async function spoilingProxy(port: number): Promise<SpoilingProxy> {
  let spoiled: ((client: Socket, commands: number) => void) | undefined
  const clients = new Set<Socket>()
  const server = createServer((client) => {
    const redis = connect(port, '127.0.0.1')
    clients.add(client)
    for (const socket of [client, redis]) socket.on('error', () => undefined)
    redis.on('data', (bytes) => client.write(bytes))
    client.on('data', (bytes) => (spoiled ? spoiled(client, String(bytes).match(/^\*/gm)?.length ?? 0) : redis.write(bytes)))
    redis.on('close', () => client.destroy())
    client.on('close', () => {
      clients.delete(client)
      redis.destroy()
    })
  })
  return {
    url: `redis://127.0.0.1:${await portOf(server)}`,
    spoil(answer) {
      spoiled = answer
    },
    async [Symbol.asyncDispose]() {
      server.close()
      for (const client of clients) client.destroy()
    },
  }
}
