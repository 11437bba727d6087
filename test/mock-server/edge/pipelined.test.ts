import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createMockServer } from '../../../mock-server/index.ts'
import { breakableStore } from '../store/breakable-store.ts'

/** A server that does not answer `GET /__mock/merchants` before the test lets it. */
async function holdingServer() {
  const { store } = breakableStore()
  let asked = 0
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const mchids = async () => {
    asked += 1
    await held
    return []
  }
  const mock = await createMockServer({ store: { ...store, mchids } })
  const { port, host } = new URL(mock.url)
  const list = `GET /__mock/merchants HTTP/1.1\r\nHost: ${host}\r\n\r\n`
  const client = connect(Number(port), '127.0.0.1')
  return { list, client, release, asked: () => asked, [Symbol.asyncDispose]: () => mock.close() }
}

it('a client that sends many requests at once gets all answers, but the server makes only a few at a time', async () => {
  await using server = await holdingServer()
  let received = ''
  server.client.on('data', (text) => {
    received += text
  })
  server.client.write(server.list.repeat(40))
  await expect.poll(server.asked).toBe(16)
  await setTimeout(100)
  expect(server.asked()).toBe(16)
  server.release()
  await expect.poll(() => received.match(/HTTP\/1\.1 200/g)?.length).toBe(40)
  server.client.destroy()
})

it('what a client sent before it went away is not answered later', async () => {
  await using server = await holdingServer()
  server.client.write(server.list.repeat(40))
  await expect.poll(server.asked).toBe(16)
  server.client.resetAndDestroy()
  await once(server.client, 'close')
  await setTimeout(100)
  server.release()
  await setTimeout(100)
  expect(server.asked()).toBe(16)
})
