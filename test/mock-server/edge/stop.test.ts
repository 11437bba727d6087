import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { connect as secure } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { type StopLimits, trackConnections } from '../../../mock-server/edge/connections.ts'
import { createApp } from '../../../mock-server/edge/create-app.ts'
import { createDroppedBytes } from '../../../mock-server/edge/dropped-bytes.ts'
import { listen, stop } from '../../../mock-server/edge/listen.ts'
import { createOwedAnswers } from '../../../mock-server/edge/owed-answers.ts'
import { createUnparsedBytes } from '../../../mock-server/edge/unparsed-bytes.ts'
import { createMockServer, type MockServer } from '../../../mock-server/index.ts'
import { emptyFolder } from '../../empty-folder.ts'
import { bytesOf, keptBytesOf } from '../../raw-exchange.ts'
import { send } from '../../send.ts'
import { OPEN, type SignedRequest, signedRequest } from '../../signed-request.ts'
import { openDoored } from '../doors/doors-test.ts'

const ENDLESS: StopLimits = { silent: 1e9, whole: 1e9 }
const GET = { method: 'GET', target: '/', headers: {}, body: Buffer.alloc(0) }

function opened(url: string): { readonly socket: Socket; readonly text: () => string; readonly closed: Promise<unknown> } {
  return received(connect(Number(new URL(url).port), '127.0.0.1'))
}

function received(socket: Socket) {
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => undefined)
  return { socket, text: () => Buffer.concat(chunks).toString('latin1'), closed: new Promise((resolve) => socket.once('close', resolve)) }
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await setTimeout(5)
}

/** Starts a server with this listener. The server stops in the same way as the mock server. */
async function edgeOf(listener: RequestListener, owed = createOwedAnswers()) {
  const server = createServer(listener)
  server.on('request', (_request, response) => owed.add(response))
  const connections = trackConnections(server, owed)
  const url = await listen(server, 0, '127.0.0.1')
  return { url, stop: (limits: StopLimits) => stop(server, connections, limits) }
}

const answersRoot: RequestListener = (request, response) => {
  if (request.url === '/') request.resume().on('end', () => response.writeHead(204).end())
}

/** Starts a server that sends no answer until the test calls `answerAll`. */
async function appOf() {
  const [stopping, owed, unparsed] = [new AbortController(), createOwedAnswers(), createUnparsedBytes()]
  const dropped = createDroppedBytes(owed)
  const gate = Promise.withResolvers<void>()
  let count = 0
  const answer = async () => {
    count += 1
    await gate.promise
    return { status: 200, headers: { 'Content-Length': '0' }, body: Buffer.alloc(0), code: undefined }
  }
  const told = { now: Date.now, onExchange: () => undefined, onFailure: () => undefined }
  const edge = await edgeOf(createApp({ answer, bodyLimit: () => 0, stopping: stopping.signal, owed, unparsed, dropped, ...told }), owed)
  return {
    url: edge.url,
    asked: () => count,
    answerAll: () => gate.resolve(),
    stop: (limits: StopLimits) => {
      stopping.abort()
      return edge.stop(limits)
    },
  }
}

/** Sends the head of a request. `finish` sends its body. */
async function callWithoutBody(url: string, request: SignedRequest) {
  const { socket, text, closed } = opened(url)
  const bytes = keptBytesOf({ ...request, headers: { ...request.headers, Expect: '100-continue' } }).toString('latin1')
  const [head = '', body = ''] = bytes.split('\r\n\r\n')
  socket.write(`${head}\r\n\r\n`)
  await until(() => text().startsWith('HTTP/1.1 100 '))
  return { text, closed, finish: () => void socket.write(body) }
}

async function openWithDelay(latency_ms: number, mock?: MockServer) {
  const server = mock ?? (await createMockServer())
  const own = server.control.merchant(server.credentials.mchid)
  await own.addFault({ latency_ms, times: 100 })
  return { server, own, arrived: async (count: number) => until(async () => (await own.requests()).length === count) }
}

describe('a server that stops', () => {
  it('answers all open requests with Connection: close, and accepts no new connection', async () => {
    const mock = await createMockServer()
    const request = await signedRequest(mock.credentials)
    const calls = await Promise.all(Array.from({ length: 50 }, () => callWithoutBody(mock.url, request)))
    const closing = mock.close()
    for (const { finish } of calls) finish()
    await Promise.all([closing, ...calls.map(({ closed }) => closed)])
    for (const { text } of calls)
      expect(text()).toMatch(/\r\n\r\nHTTP\/1\.1 200 OK\r\n.*\r\nConnection: close\r\n.*{"sub_mchid":"1900000109"}$/s)
    await expect(send(mock.url, request)).rejects.toThrow('ECONNREFUSED')
  })

  it('answers a request whose answer is delayed', async () => {
    const { server, arrived } = await openWithDelay(200)
    const answer = send(server.url, await signedRequest(server.credentials))
    await arrived(1)
    await server.close()
    expect((await answer).status).toBe(200)
  })

  it('answers a request whose head is still arriving', async () => {
    const edge = await edgeOf(answersRoot)
    const { socket, text, closed } = opened(edge.url)
    socket.write(keptBytesOf(GET))
    await until(() => text().length > 0)
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n')
    await setTimeout(50)
    const stopping = edge.stop(ENDLESS)
    socket.write('\r\n')
    await Promise.all([stopping, closed])
    expect(text().match(/HTTP\/1\.1 204 /g)).toHaveLength(2)
  })

  it('answers a request whose head is still arriving through a tunnel without TLS', async () => {
    const { mock } = await openDoored()
    const { socket, text, closed } = opened(mock.url)
    socket.write('CONNECT api.mch.weixin.qq.com:80 HTTP/1.1\r\nHost: api.mch.weixin.qq.com:80\r\n\r\n')
    await until(() => text().includes('200'))
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n')
    await setTimeout(50)
    const stopping = mock.close()
    await setTimeout(1_200)
    socket.write('\r\n')
    await Promise.all([stopping, closed])
    expect(text()).toMatch(/\r\n\r\nHTTP\/1\.1 404 /)
  })

  it('answers several requests on one connection, and says only in the last answer that it closes the connection', async () => {
    const edge = await appOf()
    const { socket, text, closed } = opened(edge.url)
    for (const _ of [1, 2, 3]) socket.write(keptBytesOf(GET))
    await until(() => edge.asked() === 3)
    const stopping = edge.stop(ENDLESS)
    edge.answerAll()
    await Promise.all([stopping, closed])
    expect(text().match(/\r\nConnection: [a-z-]+/g)).toEqual(
      ['keep-alive', 'keep-alive', 'close'].map((value) => `\r\nConnection: ${value}`),
    )
  })

  it('sends all of a long answer to a client that starts to read late', async () => {
    const edge = await edgeOf((_request, response) => void response.end(Buffer.alloc(30_000_000, 'a')))
    const socket = connect(Number(new URL(edge.url).port), '127.0.0.1')
    socket.write(keptBytesOf(GET))
    await once(socket, 'readable')
    const stopping = edge.stop(ENDLESS)
    const { text, closed } = received(socket)
    await Promise.all([stopping, closed])
    expect(text().split('\r\n\r\n')[1]).toHaveLength(30_000_000)
  })

  it('closes idle connections at once', async () => {
    const edge = await edgeOf(answersRoot)
    const { socket, text, closed } = opened(edge.url)
    socket.write(keptBytesOf(GET))
    await until(() => text().length > 0)
    await Promise.all([edge.stop(ENDLESS), closed])
  })

  it('closes a connection that has sent nothing, but first waits a moment for a request', async () => {
    const edge = await edgeOf(answersRoot)
    const [silent, late] = [opened(edge.url), opened(edge.url)]
    await Promise.all([once(silent.socket, 'connect'), once(late.socket, 'connect')])
    await until(async () => (await send(edge.url, GET)).status === 204)
    const stopping = edge.stop({ silent: 300, whole: 1e9 })
    late.socket.write(keptBytesOf(GET))
    await Promise.all([stopping, silent.closed, late.closed])
    expect([silent.text(), late.text().slice(0, 13)]).toEqual(['', 'HTTP/1.1 204 '])
  })

  it.each([
    ['never finishes its body', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab'],
    ['never finishes its head', 'POST / HTTP/1.1\r\nHost'],
    ['gets no answer', 'POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n'],
  ])('cuts off a client after the time limit if the client %s', async (_what, bytes) => {
    const edge = await edgeOf(answersRoot)
    const { socket, text, closed } = opened(edge.url)
    socket.write(bytes)
    await until(async () => (await send(edge.url, GET)).status === 204)
    await Promise.all([edge.stop({ silent: 1, whole: 50 }), closed])
    expect(text()).toBe('')
  })

  it('ends event streams at once', async () => {
    const mock = await createMockServer()
    const { body } = await fetch(`${mock.url}/__mock/events`)
    const text = new Response(body).text()
    await mock.close()
    expect(await text).toMatch(/event: open\n/)
  })

  it('does not wait for an answer that a fault holds back', async () => {
    const mock = await createMockServer()
    const own = mock.control.merchant(mock.credentials.mchid)
    await own.addFault({ wire: 'silent' })
    const { socket, closed } = opened(mock.url)
    socket.write(keptBytesOf(await signedRequest(mock.credentials)))
    await until(async () => (await own.requests()).length === 1)
    await Promise.all([mock.close(), closed])
  })

  it('also writes to the state file what a request changes while the server stops', async () => {
    const stateFile = join(emptyFolder(), 'state.json')
    const mock = await createMockServer({ stateFile })
    const { finish } = await callWithoutBody(mock.url, await signedRequest(mock.credentials, { body: OPEN }))
    const closing = mock.close()
    finish()
    await closing
    expect(await readFile(stateFile, 'utf8')).toMatch(/"status": ?"OPEN"/)
  })

  it('can be closed twice at the same time', async () => {
    const { server, arrived } = await openWithDelay(100)
    const answer = send(server.url, await signedRequest(server.credentials))
    await arrived(1)
    await Promise.all([server.close(), server.close()])
    expect((await answer).status).toBe(200)
  })
})

describe('a stopping server with TLS and a proxy', () => {
  it('answers the requests that came through TLS and through the proxy', async () => {
    const { mock, doors, authority } = await openDoored()
    const { arrived } = await openWithDelay(200, mock)
    const request = bytesOf(await signedRequest(mock.credentials, { now: 1_700_000_000_000 }))
    const trust = { ca: authority.certificate, servername: 'api.mch.weixin.qq.com' }
    const direct = received(secure({ port: doors.tlsPort, host: '127.0.0.1', ...trust }))
    const tunnel = opened(mock.url)
    tunnel.socket.write('CONNECT api.mch.weixin.qq.com:443 HTTP/1.1\r\nHost: api.mch.weixin.qq.com:443\r\n\r\n')
    await until(() => tunnel.text().includes('200'))
    tunnel.socket.removeAllListeners('data')
    const inTunnel = received(secure({ socket: tunnel.socket, ...trust }))
    direct.socket.write(request)
    inTunnel.socket.write(request)
    await arrived(2)
    await Promise.all([mock.close(), direct.closed, inTunnel.closed])
    expect([direct.text(), inTunnel.text()].map((text) => text.slice(0, 15))).toEqual(['HTTP/1.1 200 OK', 'HTTP/1.1 200 OK'])
  })

  it('does not wait for an open tunnel, or for a TLS connection whose request has been answered', async () => {
    const { mock, authority, doors } = await openDoored()
    const trust = { ca: authority.certificate, servername: 'api.mch.weixin.qq.com' }
    const idle = received(secure({ port: doors.tlsPort, host: '127.0.0.1', ...trust }))
    idle.socket.write(keptBytesOf(await signedRequest(mock.credentials, { now: 1_700_000_000_000 })))
    const tunnel = opened(mock.url)
    tunnel.socket.write('CONNECT api.mch.weixin.qq.com:443 HTTP/1.1\r\nHost: api.mch.weixin.qq.com:443\r\n\r\n')
    await until(() => tunnel.text().includes('200') && idle.text().includes('sub_mchid'))
    await Promise.all([mock.close(), idle.closed, tunnel.closed])
  })
})
