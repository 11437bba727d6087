// @peculiar/x509 needs this import first.
import 'reflect-metadata'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, createServer as createPlainServer, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls'
import { PemConverter, SubjectAlternativeNameExtension, X509Certificate, X509CertificateGenerator } from '@peculiar/x509'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { ProxyParts } from '../../../mock-server/doors/admit.ts'
import { type CertifiedKey, makeAuthority } from '../../../mock-server/doors/certificate-authority.ts'
import { createEgress } from '../../../mock-server/doors/egress.ts'
import { openProxy } from '../../../mock-server/doors/open-proxy.ts'
import { portOf } from '../../free-port.ts'
import { PINNED } from '../../mock-test.ts'
import { bytesOf, keptBytesOf, rawExchange, statusOf } from '../../raw-exchange.ts'
import { signedRequest } from '../../signed-request.ts'
import { takeTried } from '../../this-machine-only.ts'
import { answering, connected, type Doored, exchanged, openDoored, secured, tunnel } from './doors-test.ts'

const HOSTS = ['api.mch.weixin.qq.com', 'api2.mch.weixin.qq.com', 'apihk.mch.weixin.qq.com', 'api.wechatpay.cn', 'api2.wechatpay.cn']

/** Returns the bytes of a call that the server accepts. */
async function call({ mock }: Doored): Promise<Buffer> {
  const body = '{"sub_mchid":"1900000109","operation_type":"OPEN"}'
  return bytesOf(await signedRequest(mock.credentials, { now: PINNED, target: '/v3/goldplan/merchants/changegoldplanstatus', body }))
}

/** Sends bytes to a port, keeps the client's side of the connection open, and waits until the server closes the connection. */
async function closedAfter(port: number, bytes: Buffer): Promise<void> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }).on('error', () => undefined)
  socket.write(bytes)
  await once(socket.resume(), 'end')
  const isClosed = async () => {
    await vi.advanceTimersByTimeAsync(5_000)
    socket.write('x')
    return socket.destroyed
  }
  await expect.poll(isClosed, { timeout: 3_000 }).toBe(true)
}

/** Sends bytes, ends the client's side of the connection, and returns what came until the server closed the connection. */
async function endedAnswer(socket: Socket, bytes: Uint8Array): Promise<string> {
  const answer = text(socket)
  socket.end(bytes)
  return answer
}

describe('the proxy', () => {
  test.for(HOSTS)('terminates TLS for %s itself and answers the call, over HTTP/1.1', async (host) => {
    await using doored = await openDoored()
    const { socket, answer } = await tunnel(doored.mock.url, `${host}:443`)
    expect(answer).toMatch(/^HTTP\/1\.1 200 /)
    const tls = await secured(socket, host, doored.authority)
    expect(tls.alpnProtocol).toBe('http/1.1')
    expect(statusOf(await exchanged(tls, await call(doored)))).toBe(200)
  })

  test('resets a connection with TLS, when a fault says so', async () => {
    await using doored = await openDoored()
    await doored.mock.control.merchant(doored.mock.credentials.mchid).addFault({ wire: 'reset' })
    const { socket } = await tunnel(doored.mock.url, `${HOSTS[0]}:443`)
    const tls = await secured(socket, `${HOSTS[0]}`, doored.authority)
    tls.write(await call(doored))
    await expect(once(tls, 'data')).rejects.toMatchObject({ code: 'ECONNRESET' })
    await expect.poll(() => doored.exchanges).toMatchObject([{ wire: 'reset' }])
  })

  test('answers a call that comes through a tunnel without TLS, and a call whose target is a whole URL', async () => {
    await using doored = await openDoored()
    const { socket } = await tunnel(doored.mock.url, 'api.mch.weixin.qq.com:80')
    expect(statusOf(await exchanged(socket, await call(doored)))).toBe(200)
    const whole = String(await call(doored)).replace('POST /', 'POST https://api.mch.weixin.qq.com/')
    expect(statusOf(await exchanged(await connected(Number(new URL(doored.mock.url).port)), whole))).toBe(200)
  })

  test.for(['pay.mch.weixin.qq.com', 'payapp.mch.weixin.qq.com', 'PAY.MCH.WEIXIN.QQ.COM', 'pay.mch.weixin.qq.com.', 'any.wechatpay.cn'])(
    'lets nothing reach %s',
    async (host) => {
      await using doored = await openDoored()
      const { answer } = await tunnel(doored.mock.url, `${host}:443`)
      expect(answer).toMatch(/^HTTP\/1\.1 502 /)
      expect(answer).toContain(`${host} is a host of WeChat Pay, which no test may reach`)
      const whole = `GET http://${host}/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`
      expect(statusOf(await exchanged(await connected(Number(new URL(doored.mock.url).port)), whole))).toBe(502)
      expect(doored.refusals).toHaveLength(2)
    },
  )

  test('gives no warning for a request with an Upgrade header that follows a request for another host on the same connection', async () => {
    await using doored = await openDoored()
    const { mock, exchanges } = doored
    const server = createServer((request, response) => request.pipe(response))
    const host = `127.0.0.1:${await portOf(server)}`
    const plain = keptBytesOf(await signedRequest(mock.credentials, { now: PINNED })).toString('latin1')
    const socket = await connected(Number(new URL(mock.url).port))
    for (const packet of [
      `GET http://${host}/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
      plain.replace(': keep-alive', ': Upgrade\r\nUpgrade: h2c'),
    ]) {
      socket.write(packet, 'latin1')
      await once(socket, 'data')
    }
    socket.destroy()
    server.close()
    expect(exchanges.map(({ warnings }) => warnings)).toEqual([undefined])
  })

  test('in a tunnel without TLS, closes the connection after a request with an Upgrade header only if bytes were dropped', async () => {
    await using doored = await openDoored()
    const { mock, exchanges } = doored
    const plain = keptBytesOf(await signedRequest(mock.credentials, { now: PINNED }))
    const upgrade = Buffer.from(plain.toString('latin1').replace(': keep-alive', ': Upgrade\r\nUpgrade: h2c'), 'latin1')
    const { socket } = await tunnel(mock.url, 'api.mch.weixin.qq.com:80')
    for (const packet of [upgrade, plain, Buffer.concat([upgrade, plain])]) {
      socket.write(packet)
      await once(socket, 'data')
    }
    await once(socket.resume(), 'close')
    expect(exchanges.map(({ status, warnings = [] }) => [status, warnings.length])).toEqual([
      [200, 0],
      [200, 0],
      [200, 1],
    ])
  })

  test('lets a connection to another host through', async () => {
    await using doored = await openDoored()
    await using other = await answering('hello')
    const { socket } = await tunnel(doored.mock.url, `127.0.0.1:${other.port}`)
    expect(await exchanged(socket, 'anything')).toBe('hello')
  })

  test('forwards a request for a whole URL of another host, without the headers for the proxy', async () => {
    await using doored = await openDoored()
    const server = createServer((request, response) => {
      response.setHeader('X-Seen', JSON.stringify([request.method, request.url, request.headers]))
      request.pipe(response)
    })
    const warnings: Error[] = []
    const keep = (warning: Error) => warnings.push(warning)
    process.on('warning', keep)
    const host = `127.0.0.1:${await portOf(server)}`
    const head = `POST http://${host}/a?b=c HTTP/1.1\r\nHost: ${host}\r\nProxy-Authorization: Basic eA==\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi`
    const answer = await exchanged(await connected(Number(new URL(doored.mock.url).port)), head)
    server.close()
    process.off('warning', keep)
    expect(warnings).toEqual([])
    expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*hi/)
    const [method, url, headers] = JSON.parse(/x-seen: (.*)/i.exec(answer)?.[1] ?? '[]')
    expect([method, url, headers.host, headers['proxy-authorization']]).toEqual(['POST', '/a?b=c', host, undefined])
  })

  test.for([
    ['a status that does not exist', 'HTTP/1.1 099 X\r\nContent-Length: 0\r\n\r\n', /^HTTP\/1\.1 502 .*can't be passed on: .*99/s],
    [
      'another protocol',
      'HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
      /^HTTP\/1\.1 502 .*can't be passed on: .*another protocol/s,
    ],
    ['no HTTP', 'garbage', /^HTTP\/1\.1 502 .*can't be passed on: Parse Error/s],
    ['a body that is cut off', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nok', /^HTTP\/1\.1 200 .*\r\n\r\nok$/s],
    [
      'headers that concern only one connection',
      'HTTP/1.1 200 OK\r\nConnection: X\r\nKeep-Alive: a\r\nContent-Length: 2\r\n\r\nok',
      /Connection: close\r\n\r\nok$/,
    ],
    [
      'a header that its Connection header names',
      'HTTP/1.1 200 OK\r\nConnection: x-own, Content-Length\r\nX-Own: a\r\nContent-Length: 2\r\n\r\nok',
      /^(?!.*X-Own).*Content-Length: 2\r\n.*ok$/is,
    ],
  ] as const)(
    'when another host answers with %s, passes on what it can or answers 502, closes the connection and keeps working',
    async ([, bytes, wanted]) => {
      await using doored = await openDoored()
      await using other = await answering(bytes)
      const call = `GET http://127.0.0.1:${other.port}/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`
      expect(await exchanged(await connected(Number(new URL(doored.mock.url).port)), call)).toMatch(wanted)
      expect((await fetch(`${doored.mock.url}/__mock/health`)).status).toBe(200)
    },
  )

  test('does not send another host the headers that the Connection header of a request names', async () => {
    await using doored = await openDoored()
    const server = createServer(({ headers }, response) => response.end(JSON.stringify([headers['x-own'] ?? null, headers['x-all']])))
    const host = `127.0.0.1:${await portOf(server)}`
    const call = `GET http://${host}/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close, X-Own\r\nX-Own: 1\r\nX-All: 2\r\n\r\n`
    expect(await exchanged(await connected(Number(new URL(doored.mock.url).port)), call)).toMatch(/\[null,"2"\]/)
    server.close()
  })

  test('reports no failure of another host when the client goes away', async () => {
    await using doored = await openDoored()
    const server = createServer((_request, response) => response.write('a'))
    const host = `127.0.0.1:${await portOf(server)}`
    const client = await connected(Number(new URL(doored.mock.url).port))
    client.write(`GET http://${host}/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
    await once(client, 'data')
    client.resetAndDestroy()
    await new Promise((resolve) => server.close(resolve))
    await setTimeout(100)
    expect(doored.refusals).toEqual([])
  })

  test('with --offline, connects to this machine, but refuses any other host and names the host in its answer', async () => {
    await using doored = await openDoored({ offline: true })
    await using other = await answering('hello')
    expect((await tunnel(doored.mock.url, 'example.com:443')).answer).toContain("example.com can't be reached with --offline")
    expect((await tunnel(doored.mock.url, `127.0.0.1:${other.port}`)).answer).toMatch(/^HTTP\/1\.1 200 /)
    expect(doored.doors.egress.passed).toEqual(new Map())
  })

  test('connects through another proxy when one is configured, and names that proxy when it refuses', async () => {
    await using doored = await openDoored()
    await using other = await openDoored({ upstream: doored.mock })
    // `doored` is the proxy of `other`. Its refusal shows that `other` asked it.
    const { answer } = await tunnel(other.mock.url, 'name.invalid:443')
    expect(answer).toContain(`the proxy ${new URL(doored.mock.url).host} answered 502`)
    expect(doored.refusals[0]).toMatch(/^name\.invalid:443 can't be reached: /)
    expect(takeTried()).toEqual(['the address of name.invalid'])
  })

  test.for([
    ['name.invalid', 'name.invalid', true],
    ['.Invalid other', 'Name.invalid.', true],
    ['other, *.invalid', 'name.invalid', true],
    ['*', 'name.invalid', true],
    ['invalid:1', 'name.invalid', true],
    ['invalid:80', 'name.invalid', false],
    ['me.invalid', 'name.invalid', false],
    ['10.0.0.0/8', 'name.invalid', false],
    ['0.0.0.0/7', '0.0.0.0', true],
    ['0.0.0.0', '0.0.0.0', true],
    ['[::]:1', '[::]', true],
    ['::/64', '[::]', true],
    ['0.0.0.0/33,1.0.0.0/8,::/x', '0.0.0.0', false],
    ['', 'name.invalid', false],
  ] as const)('with NO_PROXY=%s, reaches %s without the other proxy: %s', async ([noProxy, host, isDirect]) => {
    await using doored = await openDoored({ upstream: { url: 'http://127.0.0.1:9', noProxy } })
    await tunnel(doored.mock.url, `${host}:1`)
    expect(doored.refusals).toEqual([
      expect.stringMatching(isDirect ? /ENOTFOUND|ECONNREFUSED (?:0\.0\.0\.0|::):1$/ : /ECONNREFUSED 127\.0\.0\.1:9$/),
    ])
    expect(takeTried()).toEqual(isDirect && /invalid/i.test(host) ? [`the address of ${host}`] : [])
  })

  test.for(['', 'example.com', 'example.com:99999', 'ex ample.com:443', '[::1:443'])('refuses CONNECT to %j', async (destination) => {
    await using doored = await openDoored()
    const { answer } = await tunnel(doored.mock.url, destination)
    expect(answer).toMatch(/^HTTP\/1\.1 (400|502) /)
  })

  test('survives clients that break off after a CONNECT without a port', async () => {
    await using doored = await openDoored()
    for (let times = 0; times < 20; times++) {
      const socket = await connected(Number(new URL(doored.mock.url).port))
      socket.write(`CONNECT bad HTTP/1.1\r\nHost: x\r\n\r\n${'x'.repeat(100_000)}`)
      if (times % 2) await once(socket, 'data')
      socket.resetAndDestroy()
    }
    expect((await fetch(`${doored.mock.url}/__mock/health`)).status).toBe(200)
  })

  test.for(['bad', 'pay.mch.weixin.qq.com:443'])(
    'closes the connection after refusing a CONNECT to %s, even when the client keeps its side open',
    async (host) => {
      await using doored = await openDoored()
      await closedAfter(Number(new URL(doored.mock.url).port), Buffer.from(`CONNECT ${host} HTTP/1.1\r\nHost: x\r\n\r\n`))
    },
  )

  test('answers first the requests before a CONNECT, then the CONNECT, then the requests in the tunnel', async () => {
    await using doored = await openDoored()
    const { credentials, url } = doored.mock
    const kept = keptBytesOf(await signedRequest(credentials, { now: PINNED }))
    const asking = Buffer.from('CONNECT api.mch.weixin.qq.com:80 HTTP/1.1\r\nHost: x\r\n\r\n')
    const bytes = Buffer.concat([kept, kept, asking, kept, await call(doored)])
    const answers = await exchanged(await connected(Number(new URL(url).port)), bytes)
    const [ok, open] = ['HTTP/1.1 200 OK', 'HTTP/1.1 200 Connection established']
    expect(answers.match(/HTTP\/1\.1 200 .+/g)).toEqual([ok, ok, open, ok, ok])
  })

  test('ignores a CONNECT when the client breaks off before an earlier request is answered', async () => {
    const inside = createServer().on('connect', () => undefined)
    const hasPassed = vi.fn()
    openProxy({ inside, egress: { hasPassed } } as unknown as ProxyParts)
    const client = await connected(await portOf(inside))
    const asked = once(inside, 'connect')
    client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\nCONNECT bad HTTP/1.1\r\nHost: x\r\n\r\n')
    const [, socket] = await asked
    client.resetAndDestroy()
    await once(socket, 'error')
    await setTimeout(10)
    expect(hasPassed).not.toHaveBeenCalled()
    inside.close()
  })

  test('refuses a CONNECT inside the tunnel of another CONNECT', async () => {
    await using doored = await openDoored()
    const { socket } = await tunnel(doored.mock.url, 'api.mch.weixin.qq.com:80')
    const answer = await exchanged(socket, 'CONNECT api.mch.weixin.qq.com:80 HTTP/1.1\r\nHost: x\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1\.1 502 .*CONNECT came through the connection of another CONNECT/s)
  })

  test('refuses a CONNECT once, instead of asking itself in an endless loop, when the other proxy is this server', async () => {
    const upstream = { url: '' }
    await using doored = await openDoored({ upstream })
    upstream.url = doored.mock.url
    const { answer } = await tunnel(doored.mock.url, 'name.invalid:443')
    expect(answer).toContain(`name.invalid:443 can't be reached: the proxy ${new URL(doored.mock.url).host} answered 502`)
    expect(doored.refusals).toHaveLength(1)
  })

  test('says that the other proxy failed when that proxy refuses the connection', async () => {
    await using doored = await openDoored({ upstream: { url: 'http://127.0.0.1:1' } })
    const { answer } = await tunnel(doored.mock.url, 'name.invalid:443')
    expect(answer).toContain("name.invalid:443 can't be reached: the proxy 127.0.0.1:1 failed: connect ECONNREFUSED 127.0.0.1:1")
  })

  test('gives up on another proxy after ten seconds, even when the answer of that proxy trickles in', async () => {
    const proxy = createPlainServer((socket) => {
      const trickle = setInterval(() => socket.write('x'), 10)
      socket.on('error', () => undefined).once('close', () => clearInterval(trickle))
      socket.write('HTTP/1.1 200 OK\r\nX-Slow: ')
    })
    onTestFinished(() => void proxy.close())
    await using doored = await openDoored({ upstream: { url: `http://127.0.0.1:${await portOf(proxy)}` } })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const asked = tunnel(doored.mock.url, 'name.invalid:443')
    const isRefused = () => vi.advanceTimersByTimeAsync(1_000).then(() => doored.refusals.length)
    await expect.poll(isRefused, { timeout: 3_000 }).toBe(1)
    expect((await asked).answer).toMatch(
      /name\.invalid:443 can't be reached: the proxy 127\.0\.0\.1:\d+ failed: no connection within 10 seconds/,
    )
  })

  test('gives a slow client everything that another host sent before that host closed the connection', async () => {
    await using doored = await openDoored()
    const all = 'x'.repeat(5_000_000)
    // Some of these sizes are a little more than the buffers of the operating system can hold.
    for (let size = 3_000_000; size < 4_600_000; size += 400_000)
      await Promise.all(
        Array.from({ length: 10 }, async (_, index) => {
          await using other = await answering(all.slice(0, size + index * 40_000))
          const { socket } = await tunnel(doored.mock.url, `127.0.0.1:${other.port}`)
          socket.pause().write('go')
          await setTimeout(100)
          let got = 0
          socket.on('data', (chunk) => {
            got += chunk.length
          })
          await once(socket.resume(), 'close')
          expect(got).toBe(size + index * 40_000)
        }),
      )
  })

  test("connects to the gateway, not to the address in CONNECT, when the client begins TLS with the gateway's name", async () => {
    await using doored = await openDoored()
    const { socket } = await tunnel(doored.mock.url, '203.0.113.5:443')
    const tls = await secured(socket, 'api.mch.weixin.qq.com', doored.authority)
    expect(statusOf(await exchanged(tls, await call(doored)))).toBe(200)
  })

  test.for([
    ['before its first byte', ''],
    ['in the middle of its ClientHello', '\x16\x03\x01\x00\xc8'],
  ] as const)('closes the connection without an answer when the client ends its side %s', async ([, bytes]) => {
    await using doored = await openDoored()
    const { socket } = await tunnel(doored.mock.url, 'api.mch.weixin.qq.com:443')
    expect(await endedAnswer(socket, Buffer.from(bytes, 'latin1'))).toBe('')
  })

  test.for(['203.0.113.5:80', '203.0.113.5:443', '0xcb.0.113.5:80', '[2001:db8::1]:80'])(
    'connects to the gateway, not to %s, when the request in the tunnel has a name of the gateway as its Host',
    async (address) => {
      await using doored = await openDoored()
      const { socket } = await tunnel(doored.mock.url, address)
      const named = String(await call(doored)).replace(/Host: .*/i, 'host:API.mch.weixin.qq.com:80')
      expect(statusOf(await exchanged(socket, named))).toBe(200)
    },
  )

  test('forwards a request with the host of the URL as the Host header, whatever Host header the client sent', async () => {
    await using doored = await openDoored()
    const server = createServer((request, response) => response.end(request.headers.host))
    const host = `127.0.0.1:${await portOf(server)}`
    const head = `GET http://${host}/ HTTP/1.1\r\nHost: api.mch.weixin.qq.com\r\nConnection: close\r\n\r\n`
    const answer = await exchanged(await connected(Number(new URL(doored.mock.url).port)), head)
    server.close()
    expect(answer).toContain(host)
  })

  test('keeps working after clients that reset the connection of their tunnel', async () => {
    await using doored = await openDoored()
    await using other = await answering('hello')
    for (const destination of ['api.mch.weixin.qq.com:443', `127.0.0.1:${other.port}`]) {
      const { socket } = await tunnel(doored.mock.url, destination)
      socket.resetAndDestroy()
    }
    const { socket } = await tunnel(doored.mock.url, 'api.mch.weixin.qq.com:443')
    const tls = await secured(socket, 'api.mch.weixin.qq.com', doored.authority)
    expect(statusOf(await exchanged(tls, await call(doored)))).toBe(200)
  })
})

test('only programs on this machine reach other hosts through the proxy', () => {
  const { refusal } = createEgress({ offline: false })
  const database = { host: '127.0.0.1', port: 5432 }
  expect(refusal(database, '192.0.2.7')).toBe("127.0.0.1 can't be reached from 192.0.2.7: only programs on this machine reach other hosts")
  for (const client of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) expect(refusal(database, client)).toBeUndefined()
})

describe('this machine', () => {
  const { refusal } = createEgress({ offline: true })
  const isReached = (host: string) => refusal({ host, port: 1 }, '127.0.0.1') === undefined

  test.for([
    'localhost',
    'LOCALHOST',
    '127.0.0.1',
    '127.9.9.9',
    '127.1',
    '0x7f.1',
    '::1',
    '0:0:0:0:0:0:0:1',
    '::ffff:127.0.0.1',
    '::FFFF:7f00:1',
  ])('can be reached with --offline as %s', (host) => expect(isReached(host)).toBe(true))

  test.for(['10.0.0.1', '0.0.0.0', '::ffff:10.0.0.1', '::', 'localhost.example', '127.0.0.1.example', '127.0.0.999'])('is not %s', (host) =>
    expect(isReached(host)).toBe(false),
  )
})

describe('without a proxy', () => {
  test('the TLS port is open, there is no SOCKS5 port, and a CONNECT is refused', async () => {
    await using doored = await openDoored({ proxy: false })
    const tls = await secured(await connected(doored.doors.tlsPort), 'localhost', doored.authority)
    expect(statusOf(await exchanged(tls, await call(doored)))).toBe(200)
    expect((await tunnel(doored.mock.url, 'api.mch.weixin.qq.com:443')).answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(doored.doors.socksPort).toBeUndefined()
  })
})

describe('the port for plain HTTP', () => {
  test('names the port for TLS in the error when a client sends TLS', async () => {
    await using doored = await openDoored()
    await rawExchange(doored.mock.url, Buffer.from('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 'latin1'))
    expect(doored.exchanges[0]?.error?.message).toContain(`begin its base URL with http://, or use port ${doored.doors.tlsPort} `)
  })
})

describe('the TLS port', () => {
  test.for([...HOSTS, 'localhost'])('has a certificate for %s', async (host) => {
    await using doored = await openDoored()
    const tls = await secured(await connected(doored.doors.tlsPort), host, doored.authority)
    expect(statusOf(await exchanged(tls, await call(doored)))).toBe(200)
  })

  test('answers a client that has ended its side of the connection', async () => {
    await using doored = await openDoored()
    const tls = await secured(await connected(doored.doors.tlsPort), 'localhost', doored.authority)
    expect(await endedAnswer(tls, await call(doored))).toMatch(/^HTTP\/1\.1 200 /)
  })

  test('has no certificate for another host', async () => {
    await using doored = await openDoored()
    await expect(secured(await connected(doored.doors.tlsPort), 'example.com', doored.authority)).rejects.toThrow(
      /Hostname\/IP does not match/,
    )
  })

  test('makes the log name the likely cause when a client that does not trust the CA breaks off', async () => {
    await using doored = await openDoored()
    const stranger = await makeAuthority(Date.now())
    await expect(secured(await connected(doored.doors.tlsPort), 'localhost', stranger)).rejects.toThrow()
    await expect.poll(() => doored.refusals[0]).toMatch(/^a client broke off the TLS handshake: it may not trust the CA in ca\.pem /)
  })

  test('makes the log say what to do when a client sends plain HTTP, and why the handshake failed for other bytes', async () => {
    await using doored = await openDoored()
    for (const bytes of ['GET / HTTP/1.1\r\nHost: x\r\n\r\n', '\x16\x03\x01\x00\x05\xff\xff\xff\xff\xff'])
      await exchanged(await connected(doored.doors.tlsPort), Buffer.from(bytes, 'latin1'))
    await expect.poll(() => doored.refusals.length).toBe(2)
    expect(doored.refusals[0]).toMatch(/^the client sent plain HTTP to the port for TLS: begin its base URL with https:/)
    expect(doored.refusals[1]).toMatch(/^a TLS handshake failed: /)
  })
})

/** Returns a short ClientHello, the message with which a client begins TLS. It asks for the server `name`, or names no server. */
function helloFor(name?: string): Buffer {
  const sized = (bytes: number, content: Uint8Array) => {
    const size = Buffer.alloc(4)
    size.writeUInt32BE(content.length)
    return Buffer.concat([size.subarray(4 - bytes), content])
  }
  const names = sized(2, Buffer.concat([Buffer.from([0]), sized(2, Buffer.from(name ?? ''))]))
  const serverName = Buffer.concat([Buffer.from([0, 0]), sized(2, names)])
  const extensions = Buffer.concat([Buffer.from([0, 23, 0, 0]), ...(name === undefined ? [] : [serverName])])
  const body = Buffer.concat([
    Buffer.from([3, 3]),
    Buffer.alloc(32),
    sized(1, Buffer.alloc(32)),
    sized(2, Buffer.from([0x13, 1])),
    sized(1, Buffer.from([0])),
    sized(2, extensions),
  ])
  return Buffer.concat([Buffer.from([22, 3, 1]), sized(2, Buffer.concat([Buffer.from([1]), sized(3, body)]))])
}

function inRecords(hello: Buffer, size: number): Buffer {
  const parts = Array.from({ length: Math.ceil((hello.length - 5) / size) }, (_, index) =>
    hello.subarray(5).subarray(index * size, (index + 1) * size),
  )
  return Buffer.concat(parts.flatMap((part) => [Buffer.from([22, 3, 1, part.length >> 8, part.length & 255]), part]))
}

describe('SOCKS5', () => {
  function greeting(host: string, port: number): Buffer {
    const name = Buffer.from(host)
    return Buffer.concat([Buffer.from([5, 1, 0, 5, 1, 0, 3, name.length]), name, Buffer.from([port >> 8, port & 255])])
  }

  async function greeted(port: number, bytes: Buffer) {
    const socket = await connected(port)
    const chunks: Buffer[] = []
    const { promise, resolve } = Promise.withResolvers<void>()
    const read = (chunk: Buffer) => {
      chunks.push(chunk)
      if (Buffer.concat(chunks).length >= 12) resolve()
    }
    socket.on('data', read).once('close', resolve)
    socket.write(bytes)
    await promise
    socket.off('data', read)
    return { socket, reply: Buffer.concat(chunks) }
  }

  test('reaches the gateway by name', async () => {
    await using doored = await openDoored()
    const { socket, reply } = await greeted(Number(doored.doors.socksPort), greeting('api.mch.weixin.qq.com', 443))
    expect([...reply]).toEqual([5, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
    const tls = await secured(socket, 'api.mch.weixin.qq.com', doored.authority)
    expect(statusOf(await exchanged(tls, await call(doored)))).toBe(200)
  })

  test('connects to the gateway when asked for 127.0.0.1, as Java asks when a hosts file maps the gateway to this machine', async () => {
    await using doored = await openDoored()
    const { socket } = await greeted(Number(doored.doors.socksPort), Buffer.from([5, 1, 0, 5, 1, 0, 1, 127, 0, 0, 1, 1, 187]))
    const tls = await secured(socket, 'api.mch.weixin.qq.com', doored.authority)
    expect(statusOf(await exchanged(tls, await call(doored)))).toBe(200)
  })

  test('answers a client that has ended its side of the connection', async () => {
    await using doored = await openDoored()
    const { socket } = await greeted(Number(doored.doors.socksPort), greeting('api.mch.weixin.qq.com', 80))
    expect(await endedAnswer(socket, await call(doored))).toMatch(/^HTTP\/1\.1 200 /)
  })

  test('passes on what another host answers after the client has ended its side', async () => {
    await using doored = await openDoored()
    const server = createPlainServer({ allowHalfOpen: true }, (socket) => {
      socket.resume().once('end', () => socket.end('all read'))
    })
    const { socket } = await greeted(Number(doored.doors.socksPort), greeting('127.0.0.1', await portOf(server)))
    expect(await endedAnswer(socket, Buffer.from('hello'))).toBe('all read')
    server.close()
  })

  test.for([
    ['::1', [...Array(15).fill(0), 1]],
    ['::ffff:127.0.0.1', [...Array(10).fill(0), 255, 255, 127, 0, 0, 1]],
  ] as const)('reaches the gateway by %s, an address of this machine', async ([, address]) => {
    await using doored = await openDoored()
    const { socket } = await greeted(Number(doored.doors.socksPort), Buffer.from([5, 1, 0, 5, 1, 0, 4, ...address, 0, 80]))
    expect(statusOf(await exchanged(socket, await call(doored)))).toBe(200)
  })

  /** The bytes of a request for a port of an unused IPv4 address. Java looks up the gateway's name in DNS, and sends only the address. */
  const addressed = (port: number) => Buffer.from([5, 1, 0, 5, 1, 0, 1, 203, 0, 113, 5, port >> 8, port & 255])
  const RESOLVED = {
    IPv4: addressed(443),
    IPv6: Buffer.from([5, 1, 0, 5, 1, 0, 4, 0x20, 1, 0x0d, 0xb8, ...Array(11).fill(0), 1, 1, 187]),
  }

  test.for(['IPv4', 'IPv6'] as const)(
    "connects to the gateway, not to an unused %s address, when the client begins TLS with the gateway's name",
    async (type) => {
      await using doored = await openDoored()
      const { socket } = await greeted(Number(doored.doors.socksPort), RESOLVED[type])
      const tls = await secured(socket, 'api.mch.weixin.qq.com', doored.authority)
      expect(statusOf(await exchanged(tls, await call(doored)))).toBe(200)
    },
  )

  test.for([
    ['the rest of a greeting that trickles in', Buffer.from([5, 255]), Buffer.from([1])],
    ['the rest of a ClientHello that trickles in', RESOLVED.IPv4, Buffer.from([0x16])],
    ['the first byte to the gateway, which never comes', greeting('api.mch.weixin.qq.com', 443), Buffer.alloc(0)],
  ] as const)('does not wait forever for %s', async ([, begun, next]) => {
    await using doored = await openDoored()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const socket = (await connected(Number(doored.doors.socksPort))).resume()
    socket.write(begun)
    const isClosed = async () => {
      socket.write(next)
      await vi.advanceTimersByTimeAsync(5_000)
      return socket.destroyed
    }
    await expect.poll(isClosed, { timeout: 3_000 }).toBe(true)
  })

  test('reads a greeting and a ClientHello that come byte by byte, and answers other clients meanwhile', async () => {
    await using doored = await openDoored()
    const socket = await connected(Number(doored.doors.socksPort))
    const closed = once(socket.resume(), 'close')
    for (const byte of [...RESOLVED.IPv4, ...helloFor('pay.mch.weixin.qq.com')]) {
      socket.write(Buffer.from([byte]))
      expect((await fetch(`${doored.mock.url}/__mock/health`)).status).toBe(200)
    }
    await closed
    expect(doored.refusals).toEqual(['pay.mch.weixin.qq.com is a host of WeChat Pay, which no test may reach'])
  })

  test.for([
    ['a ClientHello in several records', inRecords(helloFor('pay.mch.weixin.qq.com'), 7)],
    ['a Host header', Buffer.from('GET / HTTP/1.1\r\nAccept: */*\r\nHOST: \tpay.mch.weixin.qq.com:80\r\n\r\n')],
    ['a whole URL', Buffer.from('\r\nGET https://x:y@pay.mch.weixin.qq.com/ HTTP/1.0\nHost: example.com\n\n')],
    ['a second Host header', Buffer.from('GET / HTTP/1.1\r\nHost: example.com\r\nHost: pay.mch.weixin.qq.com\r\n\r\n')],
  ] as const)('refuses a client that asks for an address and then names another host of WeChat Pay in %s', async ([, bytes]) => {
    await using doored = await openDoored()
    for (const port of [80, 443]) {
      const { socket } = await greeted(Number(doored.doors.socksPort), addressed(port))
      expect(await exchanged(socket, bytes)).toBe('')
    }
    expect(doored.refusals).toEqual(Array(2).fill('pay.mch.weixin.qq.com is a host of WeChat Pay, which no test may reach'))
  })

  test.for([
    ['a ClientHello', Buffer.concat([Buffer.from([22, 3, 1, 0, 4, 1, 0xff, 0xff, 0xff]), inRecords(Buffer.alloc(40_000), 16_000)])],
    ['headers', Buffer.from(`GET / HTTP/1.1\r\n${'x: y\r\n'.repeat(10_000)}`)],
  ] as const)('refuses %s after 32,768 bytes without a host', async ([, bytes]) => {
    await using doored = await openDoored()
    const { socket } = await greeted(Number(doored.doors.socksPort), RESOLVED.IPv4)
    expect(await exchanged(socket, bytes)).toBe('')
    expect(doored.refusals).toEqual(["203.0.113.5:443 can't be reached: the first 32768 bytes are not a whole ClientHello or request head"])
  })

  test.for([
    ['another name in its ClientHello', helloFor('example.com')],
    ['another name in a ClientHello of several records', inRecords(helloFor('example.com'), 50)],
    ['no name in its ClientHello', helloFor()],
    ['a ClientHello that ends too early', Buffer.from([22, 3, 1, 0, 4, 1, 0, 0, 0])],
    ['a request to another host', Buffer.from('GET / HTTP/1.1\r\nHost: example.com\r\n\r\npay.mch.weixin.qq.com')],
    ['another protocol', Buffer.from('SSH-2.0-x\r\n')],
    ['a line that is no request', Buffer.from('PROXY TCP4 203.0.113.6 203.0.113.5 1 443\r\n')],
    ['text that is not TLS', Buffer.from('hello')],
  ] as const)('takes the address itself as the destination when the client begins with %s', async ([, bytes]) => {
    await using doored = await openDoored({ offline: true, upstream: { url: 'http://127.0.0.1:1' } })
    const { socket } = await greeted(Number(doored.doors.socksPort), RESOLVED.IPv4)
    await exchanged(socket, bytes)
    expect(doored.refusals).toEqual(["203.0.113.5 can't be reached with --offline"])
  })

  // A client that has looked up the address itself would not use another proxy either.
  test('connects directly to an address, even when another proxy is configured', async () => {
    await using doored = await openDoored({ upstream: { url: 'http://proxy.invalid:1' } })
    await greeted(Number(doored.doors.socksPort), Buffer.from([5, 1, 0, 5, 1, 0, 1, 0, 0, 0, 0, 0, 1]))
    expect(doored.refusals[0]).toMatch(/^0\.0\.0\.0:1 can't be reached: connect ECONNREFUSED/)
  })

  test.for([
    ['pay.mch.weixin.qq。com', 'pay.mch.weixin.qq。com is a host of WeChat Pay, which no test may reach'],
    ['PAY.mch.weixin.qq\u00ad.com', 'PAY.mch.weixin.qq\u00ad.com is a host of WeChat Pay, which no test may reach'],
    ['ｐay.mch.weixin.qq.com..', 'ｐay.mch.weixin.qq.com.. is a host of WeChat Pay, which no test may reach'],
    ['api.mch.weixin.qq.com\0.example', String.raw`"api.mch.weixin.qq.com\u0000.example" is neither the name of a host nor an address`],
  ] as const)('lets nothing reach %j, which Node.js would look up as a host of WeChat Pay', async ([host, wanted]) => {
    await using doored = await openDoored()
    const { reply } = await greeted(Number(doored.doors.socksPort), greeting(host, 80))
    expect([...reply].slice(0, 4)).toEqual([5, 0, 5, 2])
    expect(doored.refusals).toEqual([wanted])
  })

  test('reaches the gateway by a name in full-width characters', async () => {
    await using doored = await openDoored()
    const { socket } = await greeted(Number(doored.doors.socksPort), greeting('api。mch。weixin。qq。com', 80))
    expect(statusOf(await exchanged(socket, await call(doored)))).toBe(200)
  })

  test('refuses another host of WeChat Pay, other commands, versions and address types, and a client that offers only a password', async () => {
    await using doored = await openDoored()
    const replyTo = async (bytes: Buffer) => [...(await greeted(Number(doored.doors.socksPort), bytes)).reply].slice(0, 4)
    expect(await replyTo(greeting('pay.mch.weixin.qq.com', 443))).toEqual([5, 0, 5, 2])
    expect(await replyTo(Buffer.from([5, 1, 0, 5, 2, 0, 1, 127, 0, 0, 1, 1, 187]))).toEqual([5, 0, 5, 7])
    expect(await replyTo(Buffer.from([5, 1, 0, 5, 1, 0, 9, 1, 1]))).toEqual([5, 0, 5, 7])
    expect(await replyTo(Buffer.from([4, 1, 0, 80]))).toEqual([5, 255])
    expect(await replyTo(Buffer.from([5, 1, 2]))).toEqual([5, 255])
  })

  test.for([
    ['SOCKS4', [4, 1, 0, 80], 'did not send SOCKS5'],
    ['HTTP', [...Buffer.from('GET / HTTP/1.1\r\n\r\n')], 'did not send SOCKS5'],
    ['an offer of only a password', [5, 1, 2], 'password'],
  ] as const)('reports why it refuses a client that sends %s', async ([, bytes, reason]) => {
    await using doored = await openDoored()
    await greeted(Number(doored.doors.socksPort), Buffer.from(bytes))
    expect(doored.refusals).toEqual([expect.stringContaining(reason)])
  })

  test('closes the connection after refusing a request, even when the client keeps its side open', async () => {
    await using doored = await openDoored()
    await closedAfter(Number(doored.doors.socksPort), greeting('pay.mch.weixin.qq.com', 443))
  })
})

describe('the proxy, the TLS port and SOCKS5', () => {
  /** Creates a TLS server with a certificate for `host` that the given CA signed. */
  async function impostor(host: string, { certificate, privateKey }: CertifiedKey): Promise<TlsServer> {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
    const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
    const signed = await X509CertificateGenerator.create({
      serialNumber: '01',
      subject: `CN=${host}`,
      issuer: new X509Certificate(certificate).subject,
      signingAlgorithm: algorithm,
      publicKey: keys.publicKey,
      signingKey: await crypto.subtle.importKey('pkcs8', PemConverter.decodeFirst(privateKey), algorithm, false, ['sign']),
      extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: host }])],
    })
    const key = PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')
    const server = createTlsServer({ cert: `${signed.toString('pem')}\n${certificate}`, key })
    return server.on('tlsClientError', () => undefined)
  }

  test.for([
    ['localhost', true],
    ['api.mch.weixin.qq.com', true],
    ['example.com', false],
    ['pay.mch.example', false],
  ] as const)('have a CA that can sign for %s: %s', async ([host, isTrusted]) => {
    const authority = await makeAuthority(Date.now())
    const server = await impostor(host, authority)
    const connecting = secured(await connected(await portOf(server)), host, authority)
    if (isTrusted) (await connecting).destroy()
    else await expect(connecting).rejects.toThrow('permitted subtree violation')
    server.close()
  })

  test('apply the connection limit to the TLS port and to SOCKS5, and report closed connections only once for each port', async () => {
    await using doored = await openDoored({ maxConnections: 1 })
    for (const port of [doored.doors.tlsPort, Number(doored.doors.socksPort)]) {
      const first = await connected(port)
      for (let times = 0; times < 2; times++) await once((await connected(port)).resume(), 'close')
      first.destroy()
    }
    const told = doored.refusals.filter((reason) => reason.startsWith('a connection was closed, because 1 are open already: '))
    expect(told).toHaveLength(2)
  })

  test('close every connection when the server closes', async () => {
    const doored = await openDoored()
    await using other = await answering('hello')
    const sockets = [
      (await tunnel(doored.mock.url, `127.0.0.1:${other.port}`)).socket,
      (await tunnel(doored.mock.url, 'api.mch.weixin.qq.com:443')).socket,
      await connected(doored.doors.tlsPort),
      await connected(Number(doored.doors.socksPort)),
    ]
    const closed = sockets.map((socket) => once(socket.resume(), 'close'))
    await doored.mock.close()
    await Promise.all(closed)
  })
})
