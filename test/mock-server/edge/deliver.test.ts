import { IncomingMessage, ServerResponse } from 'node:http'
import { connect, Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { isAxiosError } from 'axios'
import { describe, expect, it } from 'vitest'
import { deliver } from '../../../mock-server/edge/deliver.ts'
import { createOwedAnswers } from '../../../mock-server/edge/owed-answers.ts'
import { createMockServer, type Exchange } from '../../../mock-server/index.ts'
import { bytesOf, keptBytesOf } from '../../raw-exchange.ts'
import { OPEN, signedRequest } from '../../signed-request.ts'
import { CALLS, open, SUB_MCHID, test } from '../faults/scripted-test.ts'

/** Sends bytes on a new connection and reads until it closes. Returns the received bytes, and the code of the error if there is one. */
async function connectionOf(url: string, bytes: Uint8Array) {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  const chunks: Buffer[] = []
  let code: string | undefined
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.on('error', (error: NodeJS.ErrnoException) => {
    code = error.code
  })
  const closed = new Promise((resolve) => socket.on('close', resolve))
  socket.write(bytes)
  await closed
  return { received: Buffer.concat(chunks), code }
}

/** Sends bytes and ends the client's side of the connection at once; returns everything that the server sends. */
async function halfClosed(url: string, bytes: Uint8Array): Promise<string> {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true })
  socket.end(bytes)
  return (await buffer(socket)).toString('latin1')
}

async function milliseconds(work: Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work
  return performance.now() - start
}

describe('the wire fault', () => {
  test('reset ends the connection with RST before anything is sent', async ({ mock, merchant, clock }) => {
    await merchant.addFault({ wire: 'reset' })
    const request = bytesOf(await signedRequest(mock.credentials, { now: clock.now }))
    expect(await connectionOf(mock.url, request)).toEqual({ received: Buffer.alloc(0), code: 'ECONNRESET' })
  })

  test('close ends the connection normally before anything is sent', async ({ mock, merchant, clock }) => {
    await merchant.addFault({ wire: 'close' })
    const request = bytesOf(await signedRequest(mock.credentials, { now: clock.now }))
    expect(await connectionOf(mock.url, request)).toEqual({ received: Buffer.alloc(0), code: undefined })
  })

  test('close_mid_body ends the connection after the head and half of the body', async ({ mock, merchant, clock }) => {
    await merchant.addFault({ wire: 'close_mid_body' })
    const { received, code } = await connectionOf(mock.url, bytesOf(await signedRequest(mock.credentials, { now: clock.now })))
    const [head = '', body] = received.toString().split('\r\n\r\n')
    expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(head).toContain('\r\nContent-Length: 26\r\n')
    expect({ body, code }).toEqual({ body: '{"sub_mchid":', code: undefined })
  })

  test('close_mid_body ends the connection after half of the head when the answer has no body', async ({ mock, merchant, call, clock }) => {
    await call()
    await merchant.addFault({ wire: 'close_mid_body' })
    const target = '/v3/goldplan/merchants/close-advertising-show'
    const request = await signedRequest(mock.credentials, { target, body: '{"sub_mchid":"1900000109"}', now: clock.now })
    const { received, code } = await connectionOf(mock.url, bytesOf(request))
    expect({ received: received.toString(), code }).toEqual({ received: 'HTTP/1.1 204 ', code: undefined })
  })

  test.for([
    ['doubled_headers', /(\r\nWechatpay-Signature: (\S+))\r\nWechatpay-Signature: \2\r\n/, '{"sub_mchid":"1900000109"}'],
    ['no_content', /^HTTP\/1\.1 204 No Content\r\n.*Content-Length: 26\r\n/s, '{"sub_mchid":"1900000109"}'],
  ] as const)('%s changes the head of the signed answer, but not its body', async ([wire, head, body], { mock, merchant, clock }) => {
    await merchant.addFault({ wire })
    const request = await signedRequest(mock.credentials, { now: clock.now, headers: { Connection: 'close' } })
    const { received } = await connectionOf(mock.url, bytesOf(request))
    expect(received.toString()).toMatch(head)
    expect(received.toString().split('\r\n\r\n')[1]).toBe(body)
  })

  test('gzip sends a compressed body with the signature of the uncompressed body', async ({ merchant, wxpay }) => {
    await merchant.addFault({ wire: 'gzip' })
    expect((await open(wxpay)).data).toEqual({ sub_mchid: '1900000109' })
  })

  test('garbage sends bytes that are not HTTP', async ({ mock, merchant, clock }) => {
    await merchant.addFault({ wire: 'garbage' })
    const { received, code } = await connectionOf(mock.url, bytesOf(await signedRequest(mock.credentials, { now: clock.now })))
    expect({ received: received.toString('hex'), code }).toEqual({ received: '1503010002022800ff8a3b1c', code: undefined })
  })

  test('silent sends nothing, and leaves the connection open until the server stops', async ({ mock, merchant, clock }) => {
    await merchant.addFault({ wire: 'silent' })
    const connection = connectionOf(mock.url, bytesOf(await signedRequest(mock.credentials, { now: clock.now })))
    await merchant.waitForRequest({ status: 200 })
    await mock.close()
    expect((await connection).received).toEqual(Buffer.alloc(0))
  })
})

describe('a client that ends its side of the connection after a request', () => {
  test('gets the answer', async ({ mock, clock }) => {
    const request = await signedRequest(mock.credentials, { now: clock.now })
    expect(await halfClosed(mock.url, keptBytesOf(request))).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\{"sub_mchid":"1900000109"\}$/s)
  })

  test('gets all answers, when it sent several requests', async ({ mock, clock }) => {
    const request = keptBytesOf(await signedRequest(mock.credentials, { now: clock.now }))
    const received = await halfClosed(mock.url, Buffer.concat([request, request, request]))
    expect(received.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3)
  })

  test('gets a delayed answer at once, without the rest of the delay', async ({ mock, merchant, clock }) => {
    await merchant.addFault({ latency_ms: 600_000 })
    const request = await signedRequest(mock.credentials, { now: clock.now })
    expect(await halfClosed(mock.url, keptBytesOf(request))).toMatch(/^HTTP\/1\.1 200 OK/)
  })

  test('gets nothing, and the connection ends at once, when the answer has the wire fault silent', async ({ mock, merchant, clock }) => {
    await merchant.addFault({ wire: 'silent' })
    const request = await signedRequest(mock.credentials, { now: clock.now })
    expect(await halfClosed(mock.url, keptBytesOf(request))).toBe('')
  })
})

describe('the Node.js client', () => {
  test.for([
    ['reset', 'ECONNRESET', 'read ECONNRESET'],
    ['close', 'ECONNRESET', 'socket hang up'],
    ['close_mid_body', 'ERR_BAD_RESPONSE', 'The connection ended in the middle of the answer'],
    ['garbage', 'HPE_INVALID_CONSTANT', expect.stringContaining('Parse Error: Expected HTTP/')],
  ] as const)('reports the wire fault %s as an error of the connection', async ([wire, code, message], { merchant, wxpay }) => {
    await merchant.addFault({ wire })
    const error: unknown = await open(wxpay).catch((reason) => reason)
    expect(isAxiosError(error)).toBe(true)
    expect(error).toMatchObject({ code, message })
    expect(error).not.toHaveProperty('response')
  })

  test('reports "socket hang up" when an answer without a body was cut off in its head', async ({ merchant, wxpay }) => {
    await open(wxpay)
    await merchant.addFault({ wire: 'close_mid_body' })
    await expect(CALLS.closeAdvertisingShow(wxpay)).rejects.toMatchObject({ code: 'ECONNRESET', message: 'socket hang up' })
  })

  test('reports ERR_BAD_RESPONSE, with the status of the refusal, when a refusal was cut off in its body', async ({ merchant, wxpay }) => {
    await merchant.addFault({ wire: 'close_mid_body' })
    const error: unknown = await CALLS.closeAdvertisingShow(wxpay).catch((reason) => reason)
    expect(error).toMatchObject({ code: 'ERR_BAD_RESPONSE', message: 'The connection ended in the middle of the answer', status: 400 })
    expect(error).not.toHaveProperty('response')
  })

  test('throws an Axios error, also with the fetch adapter, when an answer was cut off', async ({ merchant, wxpay }) => {
    await merchant.addFault({ wire: 'close_mid_body' })
    const call = wxpay.v3.goldplan.merchants.changegoldplanstatus(JSON.parse(OPEN), { adapter: 'fetch' })
    await expect(call).rejects.toSatisfy(isAxiosError)
  })

  test('gives up after its timeout when the server sends nothing, and its next call succeeds', async ({ mock, merchant, wxpay }) => {
    await merchant.addFault({ wire: 'silent' })
    const call = wxpay.v3.goldplan.merchants.changegoldplanstatus(JSON.parse(OPEN), { timeout: 60 })
    await expect(call).rejects.toMatchObject({ code: 'ECONNABORTED', message: 'timeout of 60ms exceeded' })
    expect(await open(wxpay)).toMatchObject({ status: 200 })
    await mock.close()
  })

  test('opens a new connection for the next call when a connection broke', async ({ merchant, wxpay }) => {
    for (const wire of ['reset', 'close', 'close_mid_body', 'garbage'] as const) {
      await merchant.addFault({ wire })
      await expect(open(wxpay)).rejects.toThrow()
      expect((await open(wxpay)).status).toBe(200)
    }
  })
})

describe('an answer with a latency', () => {
  test('is the ordinary answer, sent later', async ({ merchant, wxpay }) => {
    await merchant.addFault({ latency_ms: 60 })
    expect(await milliseconds(open(wxpay))).toBeGreaterThan(50)
    expect((await merchant.subMerchant('1900000109')).gold_plan.JSAPI.status).toBe('OPEN')
  })

  test('is delayed by the median of a lognormal distribution when sigma is 0', async ({ merchant, wxpay }) => {
    await merchant.addFault({ latency: { median_ms: 60, sigma: 0 } })
    expect(await milliseconds(open(wxpay))).toBeGreaterThan(50)
  })

  test('is delayed by the sum of all latencies', async ({ merchant, wxpay }) => {
    await merchant.addFault({ latency_ms: 40 })
    await merchant.addFault({ latency_ms: 40 })
    expect(await milliseconds(open(wxpay))).toBeGreaterThan(70)
  })

  test('of 0 ms is sent, and the journal lists the fault', async ({ merchant, wxpay }) => {
    await merchant.addFault({ latency_ms: 0 })
    expect((await open(wxpay)).status).toBe(200)
    expect(await merchant.requests()).toMatchObject([{ faults: [1] }])
  })

  test('is delayed even when another fault turns it into an error', async ({ merchant, wxpay }) => {
    await merchant.addFault({ example: 'SYSTEM_ERROR' })
    await merchant.addFault({ latency_ms: 60 })
    expect(await milliseconds(expect(open(wxpay)).rejects.toMatchObject({ code: 'SYSTEM_ERROR' }))).toBeGreaterThan(50)
  })

  test('is delayed even when another fault resets the connection', async ({ merchant, wxpay }) => {
    await merchant.addFault({ latency_ms: 60 })
    await merchant.addFault({ wire: 'reset' })
    expect(await milliseconds(expect(open(wxpay)).rejects.toMatchObject({ code: 'ECONNRESET' }))).toBeGreaterThan(50)
  })

  test('is not sent yet when the state has already changed', async ({ merchant, wxpay }) => {
    await merchant.addFault({ latency_ms: 600_000 })
    const leaving = new AbortController()
    const { changegoldplanstatus } = wxpay.v3.goldplan.merchants
    const asked = changegoldplanstatus({ sub_mchid: SUB_MCHID, operation_type: 'OPEN' }, { signal: leaving.signal })
    const call = expect(asked).rejects.toMatchObject({ code: 'ERR_CANCELED' })
    expect(await merchant.waitForRequest()).toMatchObject({ status: 200, faults: [1], change: { after: { sub_mchid: '1900000109' } } })
    expect((await merchant.subMerchant('1900000109')).gold_plan.JSAPI.status).toBe('OPEN')
    leaving.abort()
    await call
  })

  it('is given up at once when the client goes away', async () => {
    const exchanges: Exchange[] = []
    const told = Promise.withResolvers<void>()
    await using mock = await createMockServer({
      onExchange: (exchange) => {
        exchanges.push(exchange)
        told.resolve()
      },
    })
    const merchant = mock.control.merchant(mock.credentials.mchid)
    await merchant.addFault({ latency_ms: 600_000 })
    const { hostname, port } = new URL(mock.url)
    const socket = connect(Number(port), hostname)
    socket.write(bytesOf(await signedRequest(mock.credentials)))
    await merchant.waitForRequest()
    socket.destroy()
    await told.promise
    expect(exchanges).toMatchObject([{ status: 200 }])
  })
})

describe('a request after a slower request on the same connection', () => {
  test.for(['reset', 'close', 'close_mid_body', 'garbage'] as const)(
    'ends the connection by the wire fault %s only after the earlier answer',
    async (wire, { mock, merchant, clock }) => {
      await merchant.addFault({ latency_ms: 50 })
      const first = keptBytesOf(await signedRequest(mock.credentials, { now: clock.now }))
      const second = keptBytesOf(
        await signedRequest(mock.credentials, { now: clock.now, target: '/v3/certificates', method: 'GET', body: '' }),
      )
      await merchant.addFault({ operation: 'listCertificates', wire })
      const { received } = await connectionOf(mock.url, Buffer.concat([first, second]))
      expect(await merchant.faults()).toMatchObject([{ hits: 1 }, { hits: 1 }])
      expect(received.toString('latin1')).toContain('\r\n\r\n{"sub_mchid":"1900000109"}')
      // A complete list of certificates would end with }]}.
      expect(received.toString('latin1')).not.toContain('}]}')
    },
  )
})

describe('a delayed answer', () => {
  const answer = { status: 200, headers: {}, body: Buffer.from('{}'), code: undefined, delivery: { delay: 600_000, wire: undefined } }

  it('has a warning, after its other warnings, when the client did not wait for the answer', async () => {
    const exchanges: Exchange[] = []
    await using mock = await createMockServer({ onExchange: (exchange) => exchanges.push(exchange) })
    await mock.control.merchant(mock.credentials.mchid).addFault({ latency_ms: 10_000, times: 2 })
    const bytes = keptBytesOf(await signedRequest(mock.credentials, { headers: { 'Wechatpay-Serial': 'ABC' } }))
    for (const leave of ['destroy', 'resetAndDestroy'] as const) {
      const socket = connect(Number(new URL(mock.url).port), '127.0.0.1')
      socket.write(bytes, () => setTimeout(() => socket[leave](), 100))
    }
    await expect.poll(() => exchanges.length).toBe(2)
    const expected = ['names no platform key', 'before the end of the delay'].map((text) => expect.stringContaining(text))
    for (const { warnings } of exchanges) expect(warnings).toEqual(expected)
  })

  it('has no warning when the client leaves while the server stops', async () => {
    const exchanges: Exchange[] = []
    await using mock = await createMockServer({ onExchange: (exchange) => exchanges.push(exchange) })
    const merchant = mock.control.merchant(mock.credentials.mchid)
    await merchant.addFault({ latency_ms: 10_000 })
    const socket = connect(Number(new URL(mock.url).port), '127.0.0.1')
    socket.write(keptBytesOf(await signedRequest(mock.credentials)))
    await expect.poll(async () => (await merchant.faults())[0]?.hits).toBe(1)
    const stopped = mock.close()
    socket.destroy()
    await stopped
    expect(exchanges.map(({ warnings }) => warnings)).toEqual([undefined])
  })

  it('is not delayed when its client is already gone', async () => {
    const socket = new Socket().destroy()
    await expect(
      deliver(new ServerResponse(new IncomingMessage(socket)), answer, createOwedAnswers(), new AbortController().signal),
    ).resolves.toBe(true)
  })

  it('is not delayed any longer when its client goes away', async () => {
    const socket = new Socket()
    const delivered = deliver(new ServerResponse(new IncomingMessage(socket)), answer, createOwedAnswers(), new AbortController().signal)
    socket.destroy()
    await expect(delivered).resolves.toBe(true)
  })
})

test('Node.js emits no warning when 20 requests on one connection wait for their answers', async ({ mock, merchant, clock }) => {
  await merchant.addFault({ latency_ms: 20, times: 20 })
  const warnings: Error[] = []
  const keep = (warning: Error) => warnings.push(warning)
  process.on('warning', keep)
  const requests = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const request = await signedRequest(mock.credentials, { now: clock.now })
      return index === 19 ? bytesOf(request) : keptBytesOf(request)
    }),
  )
  const { received } = await connectionOf(mock.url, Buffer.concat(requests))
  process.off('warning', keep)
  expect(String(received).match(/HTTP\/1\.1 200/g)).toHaveLength(20)
  expect(warnings).toEqual([])
})
