import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { createMockServer, type MockServer, type MockServerOptions } from '../mock-server/index.ts'
import { portOf } from './free-port.ts'

/** Two servers with one store, behind one address. */
export interface Replicas extends AsyncDisposable {
  /** The address of a proxy that sends requests to the two servers in turn. Both servers report this address as their base URL. */
  readonly url: string
  readonly servers: readonly [MockServer, MockServer]
}

/**
 * Starts two servers that share a store in Redis, and a proxy in front of them.
 *
 * @param redis The URL of Redis.
 */
export async function startReplicas(redis: string, options: MockServerOptions = {}): Promise<Replicas> {
  const urls: string[] = []
  const front = await roundRobin(urls)
  const start = () => createMockServer({ ...options, store: redis, publicUrl: front.url })
  // Both start at the same time, as the servers of a deployment do.
  const servers = await Promise.all([start(), start()])
  urls.push(...servers.map(({ url }) => url))
  return {
    url: front.url,
    servers,
    async [Symbol.asyncDispose]() {
      await front[Symbol.asyncDispose]()
      await Promise.all(servers.map((server) => server.close()))
    },
  }
}

/**
 * Starts a proxy that passes each request on to the next of these servers. When a server gives no answer, the proxy closes the client's
 * connection.
 *
 * @param urls The URLs of the servers. The array may change while the proxy runs.
 * @param keepsHost Whether the servers get the Host header of the client. This Host names the proxy, so their control API then requires the control token.
 */
export async function roundRobin(urls: readonly string[], keepsHost = false): Promise<AsyncDisposable & { readonly url: string }> {
  const agent = new Agent({ keepAlive: true })
  let turn = 0
  const pass = (incoming: IncomingMessage, response: ServerResponse) => {
    turn += 1
    const { method, url = '/' } = incoming
    const { host, ...others } = incoming.headers
    const headers = { ...others, ...(keepsHost && { host }) }
    const passed = request(`${urls[turn % urls.length]}${url}`, { method, headers, agent }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.on('error', () => response.destroy())
      answer.pipe(response)
    })
    passed.on('error', () => response.destroy())
    response.on('close', () => passed.destroy())
    incoming.pipe(passed)
  }
  const proxy = createServer(pass)
  return {
    url: `http://127.0.0.1:${await portOf(proxy)}`,
    async [Symbol.asyncDispose]() {
      proxy.close()
      proxy.closeAllConnections()
      agent.destroy()
    },
  }
}
