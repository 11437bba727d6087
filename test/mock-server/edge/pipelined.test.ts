import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createMockServer, type Exchange } from '../../../mock-server/index.ts'
import { keptBytesOf } from '../../raw-exchange.ts'
import { OPEN, signedRequest } from '../../signed-request.ts'
import { breakableStore } from '../store/breakable-store.ts'

/** A server that does not answer `GET /__mock/merchants` before the test calls `release`. */
async function holdingServer() {
  const { store } = breakableStore()
  let asked = 0
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const mchids = async () => {
    asked += 1
    await held
    return []
  }
  const exchanges: Exchange[] = []
  const mock = await createMockServer({ store: { ...store, mchids }, onExchange: (exchange) => exchanges.push(exchange) })
  const { port, host } = new URL(mock.url)
  const list = `GET /__mock/merchants HTTP/1.1\r\nHost: ${host}\r\n\r\n`
  const client = connect(Number(port), '127.0.0.1')
  return { list, client, release, exchanges, asked: () => asked, [Symbol.asyncDispose]: () => mock.close() }
}

it('a client that sends many requests at once gets all answers, but the server works on only 16 at a time', async () => {
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

it('a client that sends more than 1,000 requests without waiting for answers is cut off, and the log says why', async () => {
  await using server = await holdingServer()
  server.client.on('error', () => undefined)
  server.client.write(server.list.repeat(1_000))
  await setTimeout(100)
  expect(server.exchanges).toEqual([])
  server.client.write(server.list.repeat(3))
  await once(server.client, 'close')
  expect(server.exchanges).toMatchObject([{ wire: 'close', error: { message: expect.stringContaining('1000 requests') } }])
  server.release()
})

it('a request that the server has not begun to handle when the client disconnects is never carried out', async () => {
  await using mock = await createMockServer()
  const own = mock.control.merchant(mock.credentials.mchid)
  // The first 16 requests wait for an answer that never comes. The other 24 requests would open the gold plan.
  await own.addFault({ wire: 'silent', times: 16, apply: 'none' })
  const { port } = new URL(mock.url)
  const client = connect(Number(port), '127.0.0.1')
  const request = keptBytesOf(await signedRequest(mock.credentials, { body: OPEN }))
  client.write(Buffer.concat(Array(40).fill(request)))
  await expect.poll(async () => (await own.requests()).length).toBe(16)
  client.resetAndDestroy()
  await once(client, 'close')
  await setTimeout(100)
  expect(await own.requests()).toHaveLength(16)
  expect((await own.subMerchant('1900000109')).gold_plan.JSAPI.status).toBe('CLOSED')
})

describe('a request with an Upgrade header, which the server ignores,', () => {
  /**
   * Sends packets on one connection, and waits for an answer after each packet. Returns whether the server closed the connection, and what
   * the server logged.
   */
  async function sent(packetsOf: (upgrade: Buffer, plain: Buffer) => readonly Buffer[]) {
    const exchanges: Exchange[] = []
    await using mock = await createMockServer({ onExchange: (exchange) => exchanges.push(exchange) })
    const plain = keptBytesOf(await signedRequest(mock.credentials))
    const upgrade = Buffer.from(plain.toString('latin1').replace(': keep-alive', ': Upgrade\r\nUpgrade: h2c'), 'latin1')
    const client = connect(Number(new URL(mock.url).port), '127.0.0.1')
    for (const packet of packetsOf(upgrade, plain)) {
      client.write(packet)
      await once(client, 'data')
    }
    const isClosed = await Promise.race([once(client, 'close').then(() => true), setTimeout(300, false)])
    client.destroy()
    return { isClosed, logged: exchanges.map(({ status, warnings = [] }) => [status, ...warnings].join(' ')) }
  }

  it('keeps the connection open', async () => {
    const { isClosed, logged } = await sent((upgrade, plain) => [upgrade, upgrade, plain])
    expect({ isClosed, logged }).toEqual({ isClosed: false, logged: ['200', '200', '200'] })
  })

  it('closes the connection when Node dropped the next request in the same packet, so that the client sends it again', async () => {
    const { isClosed, logged } = await sent((upgrade, plain) => [plain, Buffer.concat([upgrade, plain])])
    expect({ isClosed, logged }).toEqual({ isClosed: true, logged: ['200', expect.stringMatching(/^200 .*Upgrade/)] })
  })

  it('with a chunked body, closes the connection when Node dropped bytes after the body, and otherwise keeps it open', async () => {
    const chunked = (upgrade: Buffer) => {
      const [head = '', body = ''] = upgrade.toString('latin1').split('\r\n\r\n')
      const chunk = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`
      return Buffer.from(`${head.replace(/Content-Length: \d+/, 'Transfer-Encoding: chunked')}\r\n\r\n${chunk}`, 'latin1')
    }
    expect((await sent((upgrade, plain) => [chunked(upgrade), plain])).isClosed).toBe(false)
    expect((await sent((upgrade, plain) => [Buffer.concat([chunked(upgrade), plain])])).isClosed).toBe(true)
  })

  it('closes the connection when Node dropped bytes after it, even if it began before the answer to the previous request', async () => {
    await using mock = await createMockServer()
    await mock.control.merchant(mock.credentials.mchid).addFault({ latency_ms: 300 })
    const plain = keptBytesOf(await signedRequest(mock.credentials)).toString('latin1')
    const upgrade = plain.replace(': keep-alive', ': Upgrade\r\nUpgrade: h2c')
    const client = connect(Number(new URL(mock.url).port), '127.0.0.1').setNoDelay()
    client.write(plain, 'latin1')
    await setTimeout(100)
    client.write(upgrade.slice(0, 300), 'latin1')
    await once(client, 'data')
    client.write(`${upgrade.slice(300)}GET / HTTP/1.1\r\n\r\n`, 'latin1')
    expect(await Promise.race([once(client.resume(), 'close').then(() => true), setTimeout(1_000, false)])).toBe(true)
    client.destroy()
  })

  it('closes the connection when the same packet has another request before it and another after it', async () => {
    expect((await sent((upgrade, plain) => [Buffer.concat([plain, upgrade, plain])])).isClosed).toBe(true)
  })
})
