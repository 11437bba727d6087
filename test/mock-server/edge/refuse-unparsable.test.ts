import { once } from 'node:events'
import { createServer } from 'node:http'
import { constants, connect as http2 } from 'node:http2'
import { connect } from 'node:net'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createOwedAnswers } from '../../../mock-server/edge/owed-answers.ts'
import { refuseUnparsable } from '../../../mock-server/edge/refuse-unparsable.ts'
import { createUnparsedBytes } from '../../../mock-server/edge/unparsed-bytes.ts'
import { createMockServer, type Exchange } from '../../../mock-server/index.ts'
import { portOf } from '../../free-port.ts'
import { PINNED, test } from '../../mock-test.ts'
import { bytesOf, keptBytesOf, rawExchange, statusOf } from '../../raw-exchange.ts'
import { send } from '../../send.ts'
import { OPEN, signedRequest } from '../../signed-request.ts'

const HTML = '<center><h1>400 Bad Request</h1></center><hr><center>nginx</center>'

/** The expected error of a log line: it names no field, and its message matches the pattern `text`. */
function said(text: string) {
  return { field: null, message: expect.stringMatching(text) }
}

describe('a request that nginx would refuse', () => {
  test("gets the gateway's 400 page, unsigned, when its signature contains a line break", async ({ mock }) => {
    const request = bytesOf(await signedRequest(mock.credentials, { now: PINNED })).toString('latin1')
    const answer = await rawExchange(mock.url, Buffer.from(request.replace(/(signature=".{64})/, '$1\n'), 'latin1'))
    expect(statusOf(answer)).toBe(400)
    expect(answer).toContain(HTML)
    expect(answer).not.toMatch(/wechatpay/i)
  })

  test.for([
    ['text that is not HTTP', 'hello\r\n\r\n'],
    ['a broken request line', 'POST\r\nHost: x\r\n\r\n'],
    ['a header of 64 KiB', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(65_536)}\r\n\r\n`],
    ['two values of Content-Length', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
    ['a space before the colon', 'GET / HTTP/1.1\r\nHost: x\r\nAuthorization : x\r\n\r\n'],
    ['no Host', 'GET / HTTP/1.1\r\n\r\n'],
    ['HTTP/2.0 in the request line', 'GET / HTTP/2.0\r\nHost: x\r\n\r\n'],
    ['HTTP/0.9 in the request line', 'GET / HTTP/0.9\r\nHost: x\r\n\r\n'],
    ['HTTP/9.9 in the request line', 'GET / HTTP/9.9\r\nHost: x\r\n\r\n'],
    ['no Host, and a body that never comes', 'POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n'],
    ['CONNECT', 'CONNECT api.mch.weixin.qq.com:443 HTTP/1.1\r\nHost: api.mch.weixin.qq.com:443\r\n\r\n'],
    ['the beginning of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ] as const)("gets the gateway's 400 page: %s", async ([, text], { mock }) => {
    const answer = await rawExchange(mock.url, Buffer.from(text, 'latin1'))
    expect(statusOf(answer)).toBe(400)
    expect(answer).toContain(HTML)
    expect(answer).toContain('\r\nServer: nginx\r\n')
    expect(answer).toContain('\r\nConnection: close\r\n')
  })

  test.for<[string, string, Partial<Exchange>]>([
    ['no Host', 'GET /v3/x HTTP/1.1\r\n\r\n', { method: 'GET', target: '/v3/x', error: said('has no Host header') }],
    ['version HTTP/2.0', 'GET /v3/x HTTP/2.0\r\nHost: x\r\n\r\n', { target: '/v3/x', error: said('is in HTTP/2.0: .* HTTP/1.1') }],
    [
      'CONNECT',
      'CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n',
      { method: 'CONNECT', target: 'a:443', error: said('as a proxy .* with --proxy, or .* base URL') },
    ],
    ['the first bytes of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', { error: said('HTTP/2: set the client to HTTP/1.1') }],
    [
      'TLS',
      '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
      { error: said('TLS: begin its base URL with http://, or start the server with --tls') },
    ],
    ['SOCKS5', '\x05\x01\x00', { error: said('SOCKS: use the port for SOCKS5') }],
    ['SOCKS4', '\x04\x01\x01\xbb\x7f\x00\x00\x01\x00', { error: said('SOCKS: use the port for SOCKS5') }],
    [
      'fewer bytes than Content-Length',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1',
      { error: said('before the end of its request: its Content-Length') },
    ],
    [
      'fewer bytes than a Content-Length over the limit',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\n\r\n1',
      { error: said('before the end of its request') },
    ],
    [
      'headers that are too long',
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      { error: said('the first line and the headers of the request have more than 16384 bytes') },
    ],
    ['text that is not HTTP', 'hello\r\n\r\n', { error: said('not valid HTTP/1.1: Invalid method encountered') }],
  ])('has one log line that says what is wrong: %s', async ([, text, line]) => {
    const exchanges: Exchange[] = []
    await using mock = await createMockServer({ now: () => PINNED, onExchange: (exchange) => exchanges.push(exchange) })
    await rawExchange(mock.url, Buffer.from(text, 'latin1'), { ends: true })
    expect(exchanges).toEqual([expect.objectContaining({ status: 400, ...line })])
    expect((await mock.control.unclaimedRequests()).length).toBe(0)
  })

  test('is answered at once when it is in TLS, so that its client fails without waiting', async () => {
    const exchanges: Exchange[] = []
    await using mock = await createMockServer({ onExchange: (exchange) => exchanges.push(exchange) })
    const failure = await fetch(mock.url.replace('http:', 'https:')).catch((error) => error)
    expect(String(failure.cause)).toMatch(/wrong version number|packet length too long/)
    expect(exchanges).toMatchObject([{ status: 400, error: said('the client sent TLS') }])
  })

  test('in HTTP/2 is refused in HTTP/2, and the refusal says what to do', async ({ mock }) => {
    const session = http2(mock.url)
    session
      .on('error', () => undefined)
      .request()
      .on('error', () => undefined)
    const [code, lastStream, text] = await once(session, 'goaway')
    expect({ code, lastStream }).toEqual({ code: constants.NGHTTP2_HTTP_1_1_REQUIRED, lastStream: 0 })
    expect(String(text)).toMatch(/^this port speaks HTTP\/1\.1, but the client sent HTTP\/2: set the client to HTTP\/1\.1 /)
  })

  test('with CONNECT gets the page after all earlier requests on its connection are answered', async ({ mock }) => {
    await mock.control.merchant(mock.credentials.mchid).addFault({ latency_ms: 50 })
    const request = keptBytesOf(await signedRequest(mock.credentials, { now: PINNED }))
    const answers = await rawExchange(mock.url, Buffer.concat([request, Buffer.from('CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n')]))
    expect(answers.match(/(?<=HTTP\/1\.1 )\d+/g)).toEqual(['200', '400'])
  })

  test("is reported to onExchange with the parser's error code", async () => {
    const exchanges: Exchange[] = []
    await using mock = await createMockServer({ now: () => PINNED, onExchange: (exchange) => exchanges.push(exchange) })
    await rawExchange(mock.url, Buffer.from('hello\r\n\r\n'))
    const error = { field: null, message: expect.any(String) }
    expect(exchanges).toEqual([{ time: PINNED, method: '-', target: '-', status: 400, code: 'HPE_INVALID_METHOD', error, milliseconds: 0 }])
  })

  test.for([
    ['keeps its side of the connection open', false],
    ['ends its side of the connection', true],
  ] as const)('gets the page after all earlier requests are answered, and its own log line, when the client %s', async ([, ends]) => {
    const exchanges: Exchange[] = []
    await using mock = await createMockServer({ now: () => PINNED, onExchange: (exchange) => exchanges.push(exchange) })
    await mock.control.merchant(mock.credentials.mchid).addFault({ latency_ms: 50 })
    const request = keptBytesOf(await signedRequest(mock.credentials, { now: PINNED }))
    const answers = await rawExchange(mock.url, Buffer.concat([request, request, Buffer.from('garbage\r\n\r\n')]), { ends })
    expect(answers.match(/(?<=HTTP\/1\.1 )\d+/g)).toEqual(['200', '200', '400'])
    expect(answers).toContain(HTML)
    expect(exchanges.map(({ status, code }) => [status, code])).toEqual([
      [200, undefined],
      [200, undefined],
      [400, 'HPE_INVALID_METHOD'],
    ])
  })

  test('gets no page after a request with Connection: close, because the answer to that request is the last one', async ({ mock }) => {
    const request = bytesOf(await signedRequest(mock.credentials, { now: PINNED }))
    const answers = await rawExchange(mock.url, Buffer.concat([request, Buffer.from('garbage\r\n\r\n')]))
    expect(answers.match(/(?<=HTTP\/1\.1 )\d+/g)).toEqual(['200'])
  })

  test('gets the page as its only answer when its body is broken, and the log has its method and target', async () => {
    const exchanges: Exchange[] = []
    await using mock = await createMockServer({ now: () => PINNED, onExchange: (exchange) => exchanges.push(exchange) })
    const head = 'POST /v3/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n'
    const answers = await rawExchange(mock.url, Buffer.from(`${head}no length\r\n`))
    expect(answers.match(/(?<=HTTP\/1\.1 )\d+/g)).toEqual(['400'])
    expect(exchanges).toMatchObject([{ method: 'POST', target: '/v3/x', status: 400, code: 'HPE_INVALID_CHUNK_SIZE' }])
  })

  test('does not stop the server', async ({ mock, call }) => {
    await rawExchange(mock.url, Buffer.from('hello\r\n\r\n'))
    expect((await call()).status).toBe(200)
  })
})

it('the connection of a client that went away or sent its headers too slowly is closed without a page or a log line', () => {
  const exchanges: Exchange[] = []
  const server = createServer()
  const connections = { owed: createOwedAnswers(), unparsed: createUnparsedBytes() }
  const noTlsPort = () => undefined
  refuseUnparsable(server, connections, Date.now, noTlsPort, (exchange) => exchanges.push(exchange))
  for (const code of ['ERR_HTTP_REQUEST_TIMEOUT', 'ECONNRESET', undefined]) {
    const socket = new PassThrough()
    server.emit('clientError', Object.assign(new Error('cut'), { code }), socket)
    expect({ destroyed: socket.destroyed, sent: socket.read() }).toEqual({ destroyed: true, sent: null })
  }
  expect(exchanges).toEqual([])
})

it('a request whose body does not come in time gets no answer, as nginx sends none, and its log line mentions Content-Length', async () => {
  const exchanges: Exchange[] = []
  await using server = createServer({ requestTimeout: 50, headersTimeout: 50, connectionsCheckingInterval: 20 })
  const connections = { owed: createOwedAnswers(), unparsed: createUnparsedBytes() }
  const noTlsPort = () => undefined
  refuseUnparsable(server, connections, Date.now, noTlsPort, (exchange) => exchanges.push(exchange))
  const url = `http://127.0.0.1:${await portOf(server)}`
  const answer = await rawExchange(url, Buffer.from('POST /v3/x HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1'))
  expect(answer).toBe('')
  expect(exchanges).toMatchObject([
    { method: 'POST', target: '/v3/x', status: 408, wire: 'close', error: said('did not come in time: its Content-Length') },
  ])
})

test('bytes that are not HTTP get the page only after the slow request before them is answered', async ({ mock }) => {
  const control = mock.control.merchant(mock.credentials.mchid)
  await control.addFault({ latency_ms: 100, operation: 'listCertificates' })
  const quick = keptBytesOf(await signedRequest(mock.credentials, { now: PINNED }))
  const slow = keptBytesOf(await signedRequest(mock.credentials, { now: PINNED, method: 'GET', target: '/v3/certificates', body: '' }))
  const socket = connect(Number(new URL(mock.url).port), '127.0.0.1')
  const chunks: Buffer[] = []
  socket.on('error', () => undefined).on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.write(Buffer.concat([quick, slow]))
  const closed = new Promise((resolve) => socket.once('close', resolve))
  await once(socket, 'data')
  socket.write('garbage\r\n\r\n')
  await closed
  expect(Buffer.concat(chunks).toString('latin1')).toMatch(/^HTTP\/1\.1 200 .*HTTP\/1\.1 200 .*\}\]\}HTTP\/1\.1 400 .*<\/html>$/s)
})

test('an Expect header with an unknown value is ignored, as nginx ignores it', async ({ call }) => {
  expect((await call({ headers: { Expect: '200-ok' } })).status).toBe(200)
})

test.for([
  ['no Host', 'POST /v3/x HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}'],
  ['HTTP/2.0', 'GET /v3/x HTTP/2.0\r\nHost: x\r\n\r\n'],
] as const)('a request that follows a refused request on the same connection is not carried out: %s', async ([, refused]) => {
  const targets: string[] = []
  await using mock = await createMockServer({ onExchange: ({ target }) => targets.push(target) })
  const { host } = new URL(mock.url)
  const first = `GET /__mock/health HTTP/1.1\r\nHost: ${host}\r\n\r\n`
  const behind = `POST /__mock/reset HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 0\r\n\r\n`
  const answers = await rawExchange(mock.url, Buffer.from(`${first}${refused}${behind}${behind}`))
  expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400'])
  expect(targets.toSorted()).toEqual(['/__mock/health', '/v3/x'])
})

test('a request without Host is answered when it is in HTTP/1.0', async ({ mock }) => {
  const answer = await rawExchange(mock.url, Buffer.from('GET /v3/x HTTP/1.0\r\n\r\n'))
  expect(statusOf(answer)).toBe(404)
})

describe('a request body', () => {
  const REFUSED = { status: 400, body: '{"code":"INVALID_REQUEST","message":"HTTP 请求不符合微信支付 APIv3 接口规则"}' }

  test('over 65,536 bytes is refused, and the refusal is not signed', async ({ call }) => {
    const answer = await call({ body: Buffer.alloc(65_537, ' ') })
    expect(answer).toMatchObject(REFUSED)
    expect(answer.headers['wechatpay-signature']).toBeUndefined()
  })

  test('of 65,536 bytes is read', async ({ call }) => {
    const { body } = await call({ body: Buffer.alloc(65_536, ' ') })
    expect(JSON.parse(body).code).toBe('PARAM_ERROR')
  })

  test('over 65,536 bytes is refused even when it comes in chunks', async ({ mock }) => {
    const { headers, target } = await signedRequest(mock.credentials, { now: PINNED })
    const body = new Blob([Buffer.alloc(100_000, ' ')]).stream()
    const response = await fetch(mock.url + target, { method: 'POST', headers, body, duplex: 'half' })
    expect(response.status).toBe(400)
  })

  test('that is compressed is refused', async ({ mock }) => {
    const request = await signedRequest(mock.credentials, { now: PINNED, headers: { 'Content-Encoding': 'gzip' } })
    expect(await send(mock.url, request)).toMatchObject(REFUSED)
  })

  test('whose client goes away does not stop the server', async ({ mock, call }) => {
    const request = bytesOf(await signedRequest(mock.credentials, { now: PINNED }))
    const socket = connect(Number(new URL(mock.url).port), '127.0.0.1')
    await new Promise<void>((resolve) => socket.write(request.subarray(0, request.length - 5), () => resolve()))
    socket.destroy()
    expect((await call()).status).toBe(200)
  })
})

describe('a Content-Length that is too small', () => {
  const CHINESE = '{"sub_mchid":"1900000109","operation_type":"OPEN","note":"点金计划"}'

  /** Sends `body` with a Content-Length of `length`. Returns what the server sends, logs and diagnoses. */
  async function sentWith(length: number, { body = CHINESE, connection = 'keep-alive' } = {}) {
    const exchanges: Exchange[] = []
    await using mock = await createMockServer({ now: () => PINNED, onExchange: (exchange) => exchanges.push(exchange) })
    const request = bytesOf(await signedRequest(mock.credentials, { now: PINNED, body })).toString('latin1')
    const bytes = Buffer.from(
      request.replace(/Content-Length: \d+/, `Content-Length: ${length}`).replace('Connection: close', `Connection: ${connection}`),
      'latin1',
    )
    const answers = await rawExchange(mock.url, bytes)
    const [entry] = await mock.control.merchant(mock.credentials.mchid).requests()
    const mistakes = entry?.diagnosis?.mistakes ?? []
    return { statuses: answers.match(/(?<=HTTP\/1\.1 )\d+/g), exchanges, entry, ids: mistakes.map(({ id }) => id), mistakes }
  }

  it('leads to a 401 and then the 400 page, but to one log line only, and is named in the diagnosis', async () => {
    const { statuses, exchanges, ids, mistakes, entry } = await sentWith(CHINESE.length)
    expect(statuses).toEqual(['401', '400'])
    expect(exchanges).toMatchObject([{ method: 'POST', status: 401, code: 'SIGN_ERROR' }])
    expect(ids).toEqual(['content-length-in-characters'])
    const bytes = Buffer.byteLength(CHINESE)
    expect(mistakes[0]?.message).toBe(
      `Content-Length is ${CHINESE.length}, the number of characters in the body, but the body has ${bytes} bytes: it was read without its last ${bytes - CHINESE.length} bytes.`,
    )
    expect(entry).toMatchObject({ status: 401, diagnosis: { signed: expect.stringContaining(CHINESE) } })
  })

  it('is named in the log when the rest of the body comes after the answer', async () => {
    const exchanges: Exchange[] = []
    await using mock = await createMockServer({ now: () => PINNED, onExchange: (exchange) => exchanges.push(exchange) })
    const request = keptBytesOf(await signedRequest(mock.credentials, { now: PINNED, body: CHINESE })).toString('latin1')
    const bytes = Buffer.from(request.replace(/Content-Length: \d+/, `Content-Length: ${CHINESE.length}`), 'latin1')
    const client = connect(Number(new URL(mock.url).port), '127.0.0.1')
    const rest = bytes.length - Buffer.byteLength(CHINESE) + CHINESE.length
    client.write(bytes.subarray(0, rest))
    await once(client, 'data')
    client.end(bytes.subarray(rest))
    await once(client.resume(), 'close')
    expect(exchanges).toMatchObject([{ status: 401 }, { status: 400, error: said('rest of the body .* Content-Length') }])
  })

  it('is recognised whether it counts code points or UTF-16 code units', async () => {
    const body = '{"note":"😀点金"}'
    expect((await sentWith([...body].length, { body })).ids).toEqual(['content-length-in-characters'])
    expect((await sentWith(body.length, { body })).ids).toEqual(['content-length-in-characters'])
  })

  it('is recognised when the rest of the body contains the name of a method, and when the connection closes after the answer', async () => {
    const body = '{"operation_type":"éèPUT"}'
    expect(await sentWith(body.length - 3, { body })).toMatchObject({ statuses: ['401', '400'], ids: ['content-length-too-small'] })
    const closing = await sentWith(CHINESE.length, { connection: 'close' })
    expect(closing).toMatchObject({ statuses: ['401'], exchanges: [{ status: 401 }], ids: ['content-length-in-characters'] })
  })

  it('is diagnosed in the singular when it is one byte too small', async () => {
    const body = '{"note":"é"}'
    const { mistakes } = await sentWith(body.length, { body })
    expect(mistakes[0]?.message).toMatch(/it was read without its last 1 byte\.$/)
  })

  it('is diagnosed as too small when it is not the number of characters', async () => {
    const { statuses, exchanges, ids } = await sentWith(20)
    expect({ statuses, ids }).toEqual({ statuses: ['401', '400'], ids: ['content-length-too-small'] })
    expect(exchanges).toHaveLength(1)
  })

  it('is diagnosed as "0 or missing" when it is 0', async () => {
    const { statuses, ids, entry, mistakes } = await sentWith(0)
    expect({ statuses, ids }).toEqual({ statuses: ['401', '400'], ids: ['content-length-too-small'] })
    expect(mistakes[0]?.message).toMatch(/^Content-Length is 0 or missing, but the body has/)
    expect(entry).toMatchObject({ diagnosis: { signed: expect.stringContaining(CHINESE) } })
  })

  it('is not diagnosed when other bytes follow a complete body', async () => {
    const { statuses, exchanges, ids } = await sentWith(OPEN.length, { body: `${OPEN}garbage` })
    expect(statuses).toEqual(['401', '400'])
    expect(exchanges.map(({ status }) => status)).toEqual([401, 400])
    expect(ids).toEqual([])
  })

  test.for([
    ['a Content-Length of 0', 'Content-Length: 0\r\n'],
    ['no Content-Length', ''],
  ])('makes the control API refuse the request and name the right length: %s', async ([, length], { mock }) => {
    const { host } = new URL(mock.url)
    const target = `/__mock/merchants/${mock.credentials.mchid}/sub_merchants/9`
    const answers = await rawExchange(mock.url, Buffer.from(`PUT ${target} HTTP/1.1\r\nHost: ${host}\r\n${length}\r\n{"punished":true}`))
    expect(answers.match(/(?<=HTTP\/1\.1 )\d+/g)).toEqual(['400', '400'])
    expect(answers).toContain('Content-Length must be 17, the length of the body in bytes')
  })
})
