import { createServer } from 'node:http'
import { portOf } from '../free-port.ts'
import { test as base } from '../mock-server/command/command-test.ts'

interface Fixtures {
  /** The hosts, each with its port, that the command asked the proxy to connect to. The proxy refuses every connection. */
  readonly asked: Set<string>
}

/** A test that sees which hosts the command tries to reach through the proxy. */
export const test = base.extend<Fixtures>({
  asked: async ({ variables }, use) => {
    const asked = new Set<string>()
    const proxy = createServer()
    proxy.on('connect', ({ url = '' }, socket) => {
      asked.add(url)
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    })
    variables['HTTPS_PROXY'] = `http://127.0.0.1:${await portOf(proxy)}`
    await use(asked)
    proxy.close()
    proxy.closeAllConnections()
  },
})
