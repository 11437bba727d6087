import { createServer, type RequestListener, type Server } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { postNotification } from '../../../mock-server/notifications/post-notification.ts'
import { freePort, portOf } from '../../free-port.ts'

const MESSAGE = { headers: { 'Content-Type': 'application/json', 'Content-Length': '15' }, body: Buffer.from('{"id":"点金"}') }

/** The servers that `handler` has started, by the URL that it returned. */
const servers = new WeakMap<URL, Server>()

async function handler(listener: RequestListener): Promise<URL> {
  const server = createServer(listener)
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = new URL(`http://notify.example:${await portOf(server)}/notify`)
  servers.set(url, server)
  return url
}

async function posted(listener: RequestListener, posting: Partial<Parameters<typeof postNotification>[2]> = {}) {
  return postNotification({ url: await handler(listener), address: '127.0.0.1' }, MESSAGE, { limit: 5_000, ...posting })
}

describe('postNotification', () => {
  it('sends the headers and the body to the given IP address, with the host name of the URL as Host', async () => {
    let seen: unknown
    const answer = await posted(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      seen = { host: request.headers.host?.split(':')[0], connection: request.headers.connection, body: Buffer.concat(chunks).toString() }
      response.end('{"code":"SUCCESS"}')
    })
    expect(answer).toMatchObject({ status: 200, body: '{"code":"SUCCESS"}', failure: null })
    expect(seen).toEqual({ host: 'notify.example', connection: 'close', body: '{"id":"点金"}' })
  })

  it('follows no redirect', async () => {
    const answer = await posted((_request, response) => response.writeHead(302, { Location: '/elsewhere' }).end())
    expect(answer).toMatchObject({ status: 302, failure: null })
  })

  it('gives up when there is no answer in time', async () => {
    expect(await posted(() => undefined, { limit: 300 })).toMatchObject({ status: null, failure: 'No answer within 0.3 s' })
  })

  it('gives up on an answer without Content-Length when the connection stays open', async () => {
    const answer = await posted(({ socket }) => socket.write('HTTP/1.1 200 OK\r\n\r\nhalf'), { limit: 300 })
    expect(answer).toMatchObject({ status: 200, body: 'half', failure: 'No complete answer within 0.3 s' })
  })

  it('reports a connection that the handler closes', async () => {
    expect(await posted((request) => request.socket.destroy())).toMatchObject({ status: null, failure: 'socket hang up' })
  })

  it('says that the connection closed when the body is shorter than its Content-Length', async () => {
    const answer = await posted(({ socket }) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf'))
    expect(answer).toMatchObject({ status: 200, body: 'half', failure: 'The connection closed before the end of the answer' })
  })

  it('names every address that refuses the connection when a host has several addresses, such as localhost', async () => {
    const url = new URL(`http://notify.example:${await freePort()}/notify`)
    const { failure } = await postNotification({ url, address: '127.0.0.1', others: ['127.0.0.2'] }, MESSAGE, { limit: 5_000 })
    expect(failure).toBe(`connect ECONNREFUSED 127.0.0.1:${url.port}, connect ECONNREFUSED 127.0.0.2:${url.port}`)
  })

  it('says that the handler does not use TLS although the URL begins with https://', async () => {
    const url = new URL((await handler((_request, response) => response.end())).href.replace('http:', 'https:'))
    const { failure } = await postNotification({ url, address: '127.0.0.1' }, MESSAGE, { limit: 5_000 })
    expect(failure).toBe('The handler answers without TLS (https): begin the URL with http://, or name the handler with --notify-map')
  })

  it('reports a handler that changes to another protocol', async () => {
    const answer = await posted(({ socket }) => socket.write('HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'))
    expect(answer).toMatchObject({ status: null, failure: 'The handler answered 101, which changes to another protocol' })
  })

  it('reads at most a megabyte of an answer, and returns its first four kilobytes', async () => {
    const answer = await posted((_request, response) => response.end('x'.repeat(10_000_000)))
    expect(answer).toMatchObject({ status: 200, failure: 'The answer is longer than 1048576 bytes' })
    expect(answer.body).toBe('x'.repeat(4_096))
  })

  it('opens no connection when the abort signal is already aborted', async () => {
    const received: string[] = []
    const url = await handler((request, response) => {
      received.push(String(request.url))
      response.end()
    })
    let connections = 0
    servers.get(url)?.on('connection', () => (connections += 1))
    await postNotification({ url, address: '127.0.0.1' }, MESSAGE, { limit: 5_000, signal: AbortSignal.abort() })
    // The server accepts connections in order. When it answers this request, it has counted every earlier connection.
    await fetch(`http://127.0.0.1:${url.port}/later`)
    expect([received, connections]).toEqual([['/later'], 1])
  })

  it('cuts the connection in the middle of the body when `wire` is cut', async () => {
    let ending = ''
    const answer = await posted(
      (request) => {
        request.once('close', () => {
          ending = request.complete ? 'whole' : 'cut'
        })
      },
      { wire: 'cut' },
    )
    expect(answer).toMatchObject({ status: null, failure: 'The connection was cut in the middle of the body, as asked' })
    await expect.poll(() => ending).toBe('cut')
  })
})
