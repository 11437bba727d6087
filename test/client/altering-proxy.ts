import { once } from 'node:events'
import { createServer, type OutgoingHttpHeaders } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { portOf } from '../free-port.ts'
import { type Answer, send } from '../send.ts'

/** An answer that the proxy returns. */
export interface Passing {
  readonly status: number
  readonly headers: OutgoingHttpHeaders
  readonly body: Buffer
}

/** Changes an answer before it is returned. */
export type Alter = (answer: Passing) => Passing | Promise<Passing>

export interface AlteringProxy extends AsyncDisposable {
  readonly url: string
  /** The requests that the proxy forwarded. */
  readonly requests: readonly { readonly target: string; readonly headers: NodeJS.Dict<string | string[]>; readonly body: string }[]
}

/** Starts a proxy that forwards requests unchanged and alters the answers. */
export async function alteringProxy(url: string, alter: Alter = (answer) => answer): Promise<AlteringProxy> {
  const requests: AlteringProxy['requests'][number][] = []
  const server = createServer(async (request, response) => {
    const { method = '', url: target = '', headers } = request
    const body = await buffer(request)
    requests.push({ target, headers, body: body.toString() })
    const answer = await send(url, { method, target, headers: headers as Record<string, string>, body })
    const altered = await alter(passing(answer))
    response.writeHead(altered.status, altered.headers).end(altered.body)
  })
  return {
    url: `http://127.0.0.1:${await portOf(server)}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

function passing({ status, headers, body }: Answer): Passing {
  const { 'content-length': _length, connection: _connection, 'keep-alive': _keepAlive, ...others } = headers
  return { status, headers: others, body: Buffer.from(body) }
}
