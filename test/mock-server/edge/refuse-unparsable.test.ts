import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { refuseUnparsable } from '../../../mock-server/edge/refuse-unparsable.ts'
import { createMockServer, type Exchange } from '../../../mock-server/index.ts'
import { PINNED, test } from '../../mock-test.ts'
import { bytesOf, keptBytesOf, rawExchange, statusOf } from '../../raw-exchange.ts'
import { send } from '../../send.ts'
import { signedRequest } from '../../signed-request.ts'

const HTML = '<center><h1>400 Bad Request</h1></center><hr><center>nginx</center>'

describe('a request that the HTTP parser refuses', () => {
  test('may have a line break in a header, as in a wrapped signature', async ({ mock }) => {
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
    ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
    ['a space before the colon', 'GET / HTTP/1.1\r\nHost: x\r\nAuthorization : x\r\n\r\n'],
  ] as const)('may have, or be, %s', async ([, text], { mock }) => {
    const answer = await rawExchange(mock.url, Buffer.from(text))
    expect(statusOf(answer)).toBe(400)
    expect(answer).toContain(HTML)
  })

  test('is reported to onExchange, with the code of the parser', async () => {
    const exchanges: Exchange[] = []
    await using mock = await createMockServer({ now: () => PINNED, onExchange: (exchange) => exchanges.push(exchange) })
    await rawExchange(mock.url, Buffer.from('hello\r\n\r\n'))
    expect(exchanges).toEqual([{ time: PINNED, method: '-', target: '-', status: 400, code: 'HPE_INVALID_METHOD', milliseconds: 0 }])
  })

  test('gets no page while an earlier request is being answered, since the client would take it for that answer', async ({ mock }) => {
    const request = bytesOf(await signedRequest(mock.credentials, { now: PINNED }))
    const kept = Buffer.from(request.toString('latin1').replace('Connection: close', 'Connection: keep-alive'), 'latin1')
    expect(await rawExchange(mock.url, Buffer.concat([kept, Buffer.from('garbage\r\n\r\n')]))).not.toContain(HTML)
  })

  test('does not stop the server', async ({ mock, call }) => {
    await rawExchange(mock.url, Buffer.from('hello\r\n\r\n'))
    expect((await call()).status).toBe(200)
  })
})

it('a client that is too slow or went away is cut off, without the page and without a line in the log', () => {
  const exchanges: Exchange[] = []
  const server = createServer()
  refuseUnparsable(server, Date.now, (exchange) => exchanges.push(exchange))
  for (const code of ['ERR_HTTP_REQUEST_TIMEOUT', 'ECONNRESET', undefined]) {
    const socket = new PassThrough()
    server.emit('clientError', Object.assign(new Error('cut'), { code }), socket)
    expect({ destroyed: socket.destroyed, sent: socket.read() }).toEqual({ destroyed: true, sent: null })
  }
  expect(exchanges).toEqual([])
})

test('the page of the parser is not the answer to a request that is still being answered', async ({ mock }) => {
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
  expect(Buffer.concat(chunks).toString('latin1')).not.toContain('<html>')
})

describe('a request body', () => {
  const REFUSED = { status: 400, body: '{"code":"INVALID_REQUEST","message":"HTTP 请求不符合微信支付 APIv3 接口规则"}' }

  test('over 65,536 bytes is refused, unsigned', async ({ call }) => {
    const answer = await call({ body: Buffer.alloc(65_537, ' ') })
    expect(answer).toMatchObject(REFUSED)
    expect(answer.headers['wechatpay-signature']).toBeUndefined()
  })

  test('of 65,536 bytes is read', async ({ call }) => {
    const { body } = await call({ body: Buffer.alloc(65_536, ' ') })
    expect(JSON.parse(body).code).toBe('PARAM_ERROR')
  })

  test('over 65,536 bytes is refused in chunks, too', async ({ mock }) => {
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
