import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'vitest'
import { test as base } from '../mock-server/command/command-test.ts'
import { pactFile } from './pact-file.ts'

interface Fixtures {
  /** The hosts requested through the system's proxy, which refuses every request. */
  readonly asked: Set<string>
}

const test = base.extend<Fixtures>({
  asked: async ({ variables }, use) => {
    const asked = new Set<string>()
    const proxy = createServer().listen(0, '127.0.0.1')
    proxy.on('connect', ({ url = '' }, socket) => {
      asked.add(url)
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    })
    await once(proxy, 'listening')
    variables['HTTPS_PROXY'] = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
    await use(asked)
    proxy.close()
    proxy.closeAllConnections()
  },
})

test('Pact does not report its usage', async ({ asked, run, variables }) => {
  // Pact treats an empty variable as unset.
  Object.assign(variables, { PACT_DO_NOT_TRACK: '' })
  expect(await run('verify', pactFile([{}, { description: 'another' }]))).toMatchObject({ code: 0 })
  expect([...asked]).toEqual([])
})

// This proves that the test above can fail: Pact does report its usage, through the proxy.
test('Pact reports its usage when the environment allows it', async ({ asked, run, variables }) => {
  Object.assign(variables, { PACT_DO_NOT_TRACK: 'false' })
  expect(await run('verify', pactFile([{}, { description: 'another' }]))).toMatchObject({ code: 0 })
  expect([...asked]).toEqual(['www.google-analytics.com:443'])
})
