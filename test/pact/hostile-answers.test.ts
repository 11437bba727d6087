import { describe, expect, test, vi } from 'vitest'
import { brokerClient } from '../../contracts/pact/broker-client.ts'
import { forward, openLoopback } from '../../contracts/pact/loopback.ts'
import { socketServer } from '../client/socket-server.ts'

const SWITCHING = 'HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'

describe('the local server that passes requests on to the tested server', () => {
  test.for([
    [
      'a status that Node cannot send',
      'HTTP/1.1 099 X\r\nContent-Length: 0\r\n\r\n',
      500,
      'The server answered 99, which is not a final status',
    ],
    ['a switch to another protocol', SWITCHING, 500, 'The server answered 101, which is not a final status'],
    ['a 204 that announces a trailer but has none', 'HTTP/1.1 204 X\r\nTrailer: X\r\n\r\n', 204, ''],
    [
      'an answer of more than 50 MiB',
      `HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n${'x'.repeat(53_000_000)}`,
      500,
      'The answer is longer than 52428800 bytes',
    ],
  ] as const)('still answers when the tested server sends %s', async ([, bytes, status, reason]) => {
    await using server = await socketServer((socket) => socket.write(bytes))
    await using gate = await openLoopback((request) => forward(server.url, request))
    const answer = await fetch(gate.url)
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(reason)])
  })

  test('answers with status 500 when Node refuses to send a header', async () => {
    await using gate = await openLoopback(async () => ({ status: 200, headers: { 'x-bad': 'a\nb' }, body: Buffer.from('') }))
    expect((await fetch(gate.url)).status).toBe(500)
  })
})

describe('a request to a Pact Broker fails with an error that names the request when the Broker', () => {
  const ask = async (url: string) =>
    (await brokerClient({}, () => undefined))({ method: 'GET', url: new URL(url), contentType: undefined, body: Buffer.alloc(0) })

  test.for([
    ['answers with status 099', 'HTTP/1.1 099 X\r\nContent-Length: 0\r\n\r\n', 'was answered 99, which is not a final status'],
    [
      'redirects to a text that is not a URL',
      'HTTP/1.1 302 X\r\nLocation: http://[\r\nContent-Length: 0\r\n\r\n',
      'was redirected to "http://[", which is not a URL',
    ],
  ] as const)('%s', async ([, bytes, reason]) => {
    await using server = await socketServer((socket) => socket.write(bytes))
    await expect(ask(server.url)).rejects.toThrow(`GET ${server.url}/ ${reason}`)
  })

  test('sends an answer of more than 50 MiB', async () => {
    const length = 50 * 1024 * 1024 + 1
    await using server = await socketServer((socket) =>
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n${'x'.repeat(length)}`),
    )
    await expect(ask(server.url)).rejects.toThrow(`The answer to GET ${server.url}/ is longer than 52428800 bytes`)
  })

  test.for([
    ['sends one byte at a time and does not finish within 30 seconds', 'HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n'],
    ['switches to another protocol', SWITCHING],
  ] as const)('%s', async ([, bytes]) => {
    await using server = await socketServer((socket) => {
      socket.write(bytes)
      const trickle = setInterval(() => socket.write('x'), 10)
      socket.once('close', () => clearInterval(trickle))
    })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const failed = expect(ask(server.url)).rejects.toThrow(`GET ${server.url}/ got no complete answer within 30 s`)
      await vi.waitFor(() => expect(server.received).toHaveLength(1))
      await vi.advanceTimersByTimeAsync(30_000)
      await failed
    } finally {
      vi.useRealTimers()
    }
  })
})
