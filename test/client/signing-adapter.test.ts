import http, { type IncomingMessage } from 'node:http'
import { Agent, createServer } from 'node:https'
import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import axios, { AxiosError, type AxiosRequestConfig, type InternalAxiosRequestConfig } from 'axios'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createWechatpay, ResponseVerificationError } from '../../client/index.ts'
import { developmentKeys, signResponse } from '../../contracts/index.ts'
import { portOf } from '../free-port.ts'
import { PINNED, PINNED_NONCE } from '../mock-test.ts'
import { socketServer } from './socket-server.ts'

const { merchant, platform } = developmentKeys
const OPEN = { sub_mchid: '1900000109', operation_type: 'OPEN' } as const
const CALL = '/v3/goldplan/merchants/changegoldplanstatus'
const BODY = '{"sub_mchid":"1900000109"}'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** The bytes of an answer signed by the platform. `sent` is the body on the wire, if it differs from the signed one. */
async function answer(status: number, { headers = {}, body = BODY, sent = body as string | Buffer } = {}): Promise<Buffer> {
  const signature = await signResponse(body, { ...platform, now: PINNED, nonce: PINNED_NONCE })
  const all = { ...signature, 'Content-Length': String(Buffer.byteLength(sent)), Connection: 'close', ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} Status\r\n${lines.join('')}\r\n`), Buffer.from(sent)])
}

/** The answer of a server that switches to WebSocket and sends a message. */
const SWITCHING = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nRequest-ID: 08F5\r\n\r\n\x81\x05hello'

function call(baseURL: string, config: AxiosRequestConfig = {}) {
  const certs = { [platform.serial]: platform.certificate }
  const wxpay = createWechatpay({ ...merchant, certs, baseURL, now: () => PINNED, nonce: () => PINNED_NONCE })
  return wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN, config)
}

/** The parts of a call's result that a caller reads. For an empty body, axios returns an empty string and the client `undefined`. */
function outcome(run: Promise<{ status: number; data: unknown }>): Promise<unknown> {
  return run.then(
    ({ status, data }) => ({ status, data: data || undefined }),
    ({ name, code, message, status, response, request, config }) => ({
      error: { name, code, message, status },
      response: { status: response.status, statusText: response.statusText, data: response.data || undefined },
      isOfTheSameCall: response.config === config && response.request === request,
    }),
  )
}

describe('a call settles as axios does', () => {
  const JUDGES: readonly (readonly [string, AxiosRequestConfig])[] = [
    ['by default', {}],
    ['when validateStatus is null', { validateStatus: null }],
    ['when validateStatus is undefined', { validateStatus: undefined as never }],
    ['when validateStatus accepts everything', { validateStatus: () => true }],
    ['when validateStatus accepts nothing', { validateStatus: () => false }],
    ['when validateStatus accepts only 204 and 404', { validateStatus: (status) => [204, 404].includes(status) }],
  ]
  const STATUSES = [200, 201, 204, 299, 300, 304, 307, 399, 400, 401, 404, 429, 499, 500, 502, 503, 599]

  it.each(JUDGES)('%s', async (_, config) => {
    for (const status of STATUSES) {
      const hasBody = ![204, 304].includes(status)
      const bytes = await answer(status, { body: hasBody ? '{"text":"no code"}' : '' })
      await using server = await socketServer((socket) => socket.end(bytes))
      const ofAxios = await outcome(axios.post(CALL, OPEN, { ...config, baseURL: server.url, maxRedirects: 0 }))
      expect(await outcome(call(server.url, config)), String(status)).toEqual(ofAxios)
    }
  })

  it('except that a validateStatus that throws rejects the call', async () => {
    const bytes = await answer(200)
    await using server = await socketServer((socket) => socket.end(bytes))
    const validateStatus = () => {
      throw new RangeError('mine')
    }
    await expect(call(server.url, { validateStatus })).rejects.toThrow(RangeError)
  })

  it('except that the status 000 rejects the call: axios would resolve it, but the client does not verify such an answer', async () => {
    await using server = await socketServer((socket) => socket.end('HTTP/1.1 000 OK\r\nContent-Length: 2\r\n\r\n{}'))
    await expect(call(server.url)).rejects.toMatchObject({ code: 'ERR_BAD_RESPONSE', message: 'Request failed with status code 0' })
    const adapter = async (config: InternalAxiosRequestConfig) => ({ status: 0, statusText: '', headers: {}, config, data: BODY })
    await expect(call(server.url, { adapter })).rejects.toMatchObject({ code: 'ERR_BAD_RESPONSE' })
  })

  it('also with the fetch adapter', async () => {
    for (const status of [200, 307, 404, 502]) {
      const bytes = await answer(status)
      await using server = await socketServer((socket) => socket.end(bytes))
      const { code } = await call(server.url, { adapter: 'fetch' }).then(
        () => ({ code: 'resolved' }),
        (error: AxiosError) => error,
      )
      expect([status, code]).toEqual([status, status === 200 ? 'resolved' : status === 404 ? 'ERR_BAD_REQUEST' : 'ERR_BAD_RESPONSE'])
    }
  })

  it('and its error has the configuration of the call, not that of the signed request', async () => {
    const bytes = await answer(502)
    await using server = await socketServer((socket) => socket.end(bytes))
    const validateStatus = (status: number) => status === 200
    const error: AxiosError = await call(server.url, { params: { a: 1 }, validateStatus }).catch((reason) => reason)
    expect(error.config).toMatchObject({ url: CALL, baseURL: server.url, params: { a: 1 }, validateStatus })
    expect(error.config).not.toHaveProperty('responseType')
    expect(error.config).not.toHaveProperty('transport')
    const refused: AxiosError = await call('http://127.0.0.1:1', { validateStatus }).catch((reason) => reason)
    expect(refused).toMatchObject({ code: 'ECONNREFUSED', config: { url: CALL, validateStatus } })
  })

  it('except that validateStatus decides, even when an adapter has rejected an answer because of its status', async () => {
    const adapter = async (config: InternalAxiosRequestConfig) => {
      const response = { status: 404, statusText: '', headers: {}, config, data: Buffer.from('{"code":"X","message":"y"}') }
      throw new AxiosError('in words of its own', 'E', config, undefined, response)
    }
    await expect(call('http://127.0.0.1:1', { adapter })).rejects.toMatchObject({ code: 'X', message: 'y', response: { status: 404 } })
    expect(await call('http://127.0.0.1:1', { adapter, validateStatus: null })).toMatchObject({ status: 404, data: { code: 'X' } })
  })

  it('when an adapter returns no data', async () => {
    const adapter = async (config: InternalAxiosRequestConfig) => ({ status: 500, statusText: '', headers: {}, config, data: undefined })
    await expect(call('http://127.0.0.1:1', { adapter })).rejects.toMatchObject({ code: 'ERR_BAD_RESPONSE', response: { status: 500 } })
  })

  it('except that an answer whose data is an object, as from a mock of axios, leads to an error that says why', async () => {
    const data = { sub_mchid: '1900000109' }
    const adapter = async (config: InternalAxiosRequestConfig) => ({ status: 200, statusText: '', headers: {}, config, data })
    await expect(call('http://127.0.0.1:1', { adapter })).rejects.toThrow(
      'The adapter must give the bytes of the answer, so that its signature can be verified; got object. Does a mock of axios answer this call?',
    )
  })

  it('when an adapter rejects with an error that is not an AxiosError', async () => {
    const adapter = async () => Promise.reject(new RangeError('mine'))
    await expect(call('http://127.0.0.1:1', { adapter })).rejects.toThrow(RangeError)
  })
})

describe('a 2xx answer that was tampered with', () => {
  it.each<[string, AxiosRequestConfig]>([
    ['by default', {}],
    ['when validateStatus refuses it', { validateStatus: () => false }],
    ['when validateStatus accepts it', { validateStatus: () => true }],
    ['when validateStatus is null', { validateStatus: null }],
    ['with the fetch adapter', { adapter: 'fetch' }],
  ])('is refused because of its signature: %s', async (_, config) => {
    const bytes = await answer(200, { sent: BODY.replace('9"', '8"') })
    await using server = await socketServer((socket) => socket.end(bytes))
    const run = call(server.url, config)
    await expect(run).rejects.toBeInstanceOf(ResponseVerificationError)
    await expect(run).rejects.toMatchObject({ check: 'signature' })
  })

  it.each([201, 204, 299])('is also refused with the status %i', async (status) => {
    const bytes = await answer(status, { headers: { 'Wechatpay-Nonce': 'another' }, body: '' })
    await using server = await socketServer((socket) => socket.end(bytes))
    await expect(call(server.url, { validateStatus: () => false })).rejects.toMatchObject({ check: 'signature' })
  })
})

describe('an answer that redirects', () => {
  it.each([
    [301, 'http'],
    [302, 'http'],
    [303, 'http'],
    [307, 'http'],
    [308, 'http'],
    [307, 'fetch'],
  ] as const)('is not followed: status %i, adapter %s', async (status, adapter) => {
    await using other = await socketServer((socket) => socket.end())
    const bytes = await answer(status, { headers: { Location: `${other.url}${CALL}` } })
    await using server = await socketServer((socket) => socket.end(bytes))
    await expect(call(server.url, { adapter, maxRedirects: 5 })).rejects.toMatchObject({ code: 'ERR_BAD_RESPONSE', response: { status } })
    expect(other.received).toEqual([])
  })
})

describe('an answer that switches protocols', () => {
  it.each([
    ['without a timeout', {}],
    ['with a timeout', { timeout: 5000 }],
  ])('makes the call reject with the status 101: %s', async (_, config) => {
    await using server = await socketServer((socket) => socket.write(SWITCHING, 'latin1'))
    await expect(call(server.url, config)).rejects.toMatchObject({
      code: 'ERR_BAD_RESPONSE',
      message: 'Request failed with status code 101',
      response: { status: 101, headers: { 'request-id': '08F5' }, data: undefined },
    })
  })

  it('lets the call resolve when validateStatus accepts the status, and the client closes the connection', async () => {
    const closed = Promise.withResolvers<void>()
    await using server = await socketServer((socket) => {
      socket.once('close', () => closed.resolve())
      socket.write(SWITCHING, 'latin1')
    })
    expect(await call(server.url, { validateStatus: null })).toMatchObject({ status: 101, data: undefined })
    await closed.promise
  })

  it('leads to a connection error with the fetch adapter', async () => {
    await using server = await socketServer((socket) => socket.write(SWITCHING, 'latin1'))
    await expect(call(server.url, { adapter: 'fetch' })).rejects.toMatchObject({ isAxiosError: true, code: 'ERR_NETWORK' })
  })

  it('makes the call reject with a custom transport, too', async () => {
    await using server = await socketServer((socket) => socket.write(SWITCHING, 'latin1'))
    const transport = { request: vi.fn(http.request) }
    await expect(call(server.url, { transport })).rejects.toMatchObject({ response: { status: 101 } })
    expect(transport.request).toHaveBeenCalledOnce()
  })
})

describe('a truncated answer', () => {
  const JUDGES = [
    ['by default', {}],
    ['when validateStatus accepts everything', { validateStatus: null }],
    ['when validateStatus accepts nothing', { validateStatus: () => false }],
    ['with a timeout', { timeout: 5000 }],
  ] as const

  it.each(JUDGES)('leads to a connection error that has no response: %s', async (_, config) => {
    const bytes = await answer(200)
    await using server = await socketServer((socket) => socket.end(bytes.subarray(0, -5)))
    const error: unknown = await call(server.url, config).catch((reason) => reason)
    expect(error).toBeInstanceOf(AxiosError)
    expect(error).toMatchObject({ code: 'ERR_BAD_RESPONSE', message: 'The connection ended in the middle of the answer', status: 200 })
    expect(error).not.toHaveProperty('response')
  })

  it('leads to a connection error with the status 302, 404 or 500, too', async () => {
    for (const status of [302, 404, 500]) {
      const bytes = await answer(status)
      await using server = await socketServer((socket) => socket.end(bytes.subarray(0, -5)))
      const error: unknown = await call(server.url).catch((reason) => reason)
      expect(error).toMatchObject({ message: 'The connection ended in the middle of the answer' })
      expect(error).not.toHaveProperty('response')
    }
  })

  it('leads to a connection error when it is compressed, too', async () => {
    const bytes = await answer(200, { sent: gzipSync(BODY.repeat(100)), headers: { 'Content-Encoding': 'gzip' } })
    await using server = await socketServer((socket) => socket.end(bytes.subarray(0, -20)))
    const error: unknown = await call(server.url).catch((reason) => reason)
    expect(error).toMatchObject({ message: 'The connection ended in the middle of the answer' })
    expect(error).not.toHaveProperty('response')
  })

  it('leads to the error ECONNRESET when the connection was reset', async () => {
    const bytes = await answer(200)
    await using server = await socketServer((socket) => socket.write(bytes.subarray(0, -5), () => socket.resetAndDestroy()))
    const error: unknown = await call(server.url).catch((reason) => reason)
    expect(error).toMatchObject({ isAxiosError: true, code: 'ECONNRESET' })
    expect(error).not.toHaveProperty('response')
  })

  it('is distinguished from a complete answer that cannot be decompressed', async () => {
    const bytes = await answer(200, { headers: { 'Content-Encoding': 'gzip' } })
    await using server = await socketServer((socket) => socket.end(bytes))
    const error: unknown = await call(server.url).catch((reason) => reason)
    expect(error).toMatchObject({ isAxiosError: true, code: 'Z_DATA_ERROR', message: 'incorrect header check' })
    expect(error).not.toHaveProperty('response')
  })
})

describe('the timeout of a call', () => {
  const TIMED_OUT = { isAxiosError: true, code: 'ECONNABORTED', message: 'timeout of 50ms exceeded' }

  it('ends the call while it connects', async () => {
    // This lookup never finishes.
    const lookup = () => undefined
    await expect(call('http://gateway.test', { timeout: 50, lookup: lookup as never, proxy: false })).rejects.toMatchObject(TIMED_OUT)
  })

  it('ends the call while it waits for the answer', async () => {
    await using server = await socketServer(() => undefined)
    await expect(call(server.url, { timeout: 50 })).rejects.toMatchObject(TIMED_OUT)
  })

  it('ends the call while the headers arrive', async () => {
    await using server = await socketServer((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Le'))
    await expect(call(server.url, { timeout: 50 })).rejects.toMatchObject(TIMED_OUT)
  })

  it('ends the call when the body stalls, and the error has no response', async () => {
    const bytes = await answer(200)
    await using server = await socketServer((socket) => socket.write(bytes.subarray(0, -5)))
    const error: unknown = await call(server.url, { timeout: 50 }).catch((reason) => reason)
    expect(error).toMatchObject(TIMED_OUT)
    expect(error).not.toHaveProperty('response')
  })

  it('ends the call with the message and code configured in axios', async () => {
    await using server = await socketServer(() => undefined)
    const config = { timeout: 50, timeoutErrorMessage: 'too slow', transitional: { clarifyTimeoutError: true } }
    await expect(call(server.url, config)).rejects.toMatchObject({ code: 'ETIMEDOUT', message: 'too slow' })
  })

  it('does not affect an answer that arrives in time', async () => {
    const bytes = await answer(200)
    await using server = await socketServer((socket) => socket.end(bytes))
    expect((await call(server.url, { timeout: 5000 })).data).toEqual({ sub_mchid: '1900000109' })
  })

  it('does not limit how long the body takes, as long as parts of the body keep arriving', async () => {
    // Only the timers set with setTimeout are faked. The timeout of an idle socket still runs in real time.
    const bytes = await answer(200)
    const sending = Promise.withResolvers<Socket>()
    await using server = await socketServer((socket) => socket.write(bytes.subarray(0, -5), () => sending.resolve(socket)))
    const arrived = Promise.withResolvers<void>()
    const onResponse = (response: IncomingMessage) => response.once('data', () => arrived.resolve())
    const transport = { request: (...options: Parameters<typeof http.request>) => http.request(...options).once('response', onResponse) }
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const run = call(server.url, { timeout: 60_000, transport })
    const [socket] = await Promise.all([sending.promise, arrived.promise])
    vi.advanceTimersByTime(60_001)
    socket.end(bytes.subarray(-5))
    expect((await run).status).toBe(200)
  })

  it('can be longer than the longest timer of Node.js', async () => {
    const bytes = await answer(200)
    await using server = await socketServer((socket) => setTimeout(() => socket.end(bytes), 50))
    expect((await call(server.url, { timeout: 1e12 })).status).toBe(200)
  })

  it('can be combined with an AbortSignal, which ends even a call whose answer keeps coming', async () => {
    const trickle = (socket: Socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n')
      const timer = setInterval(() => socket.write(' '), 5)
      socket.once('close', () => clearInterval(timer))
    }
    await using server = await socketServer(trickle)
    const config = { timeout: 60_000, signal: AbortSignal.timeout(100) }
    await expect(call(server.url, config)).rejects.toMatchObject({ isAxiosError: true, code: 'ERR_CANCELED' })
  })

  it('leaves no timer behind', async () => {
    const bytes = await answer(200)
    await using right = await socketServer((socket) => socket.end(bytes))
    await using switching = await socketServer((socket) => socket.write(SWITCHING, 'latin1'))
    const set = vi.spyOn(globalThis, 'setTimeout')
    const clear = vi.spyOn(globalThis, 'clearTimeout')
    // The unusual delay identifies the timers of these calls.
    const config = { timeout: 61_234, validateStatus: null }
    await Promise.allSettled([right.url, switching.url, 'http://127.0.0.1:1'].map((url) => call(url, config)))
    const timers = set.mock.calls.flatMap(([, delay], at) => (delay === config.timeout ? [set.mock.results[at]?.value] : []))
    expect(timers).toHaveLength(3)
    // The connection may close only after the call has settled.
    await vi.waitFor(() => {
      const cleared = new Set(clear.mock.calls.map(([timer]) => timer))
      expect(timers.filter((timer) => !cleared.has(timer))).toEqual([])
    })
  })

  it('is refused as in axios when it is not a number', async () => {
    await using server = await socketServer(() => undefined)
    await expect(call(server.url, { timeout: 'soon' as never })).rejects.toMatchObject({ code: 'ERR_BAD_OPTION_VALUE' })
  })
})

describe('a proxy', () => {
  it('is not used for calls to this machine when only environment variables set it', async () => {
    const bytes = await answer(200)
    await using server = await socketServer((socket) => socket.end(bytes))
    for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY']) vi.stubEnv(name, 'http://127.0.0.1:1')
    for (const host of ['127.0.0.1', 'localhost']) expect((await call(server.url.replace('127.0.0.1', host))).status).toBe(200)
    vi.unstubAllEnvs()
  })

  it('is used for calls to other hosts, and for calls to this machine when the options of the call set it', async () => {
    const bytes = await answer(200)
    await using proxy = await socketServer((socket) => socket.end(bytes))
    vi.stubEnv('http_proxy', proxy.url)
    vi.stubEnv('no_proxy', '')
    expect((await call('http://gateway.test')).status).toBe(200)
    vi.unstubAllEnvs()
    const { port } = new URL(proxy.url)
    expect((await call('http://127.0.0.1:1', { proxy: { host: '127.0.0.1', port: Number(port) } })).status).toBe(200)
    expect(proxy.received).toEqual([expect.stringContaining(' http://gateway.test/'), expect.stringContaining(' http://127.0.0.1:1/')])
  })
})

describe('a call over HTTPS', () => {
  it("uses the configured agent; without one, Node.js refuses the server's untrusted certificate", async () => {
    const bytes = await answer(200)
    const server = createServer({ key: merchant.privateKey, cert: merchant.certificate }, ({ socket }) => socket.end(bytes))
    const httpsAgent = new Agent({ rejectUnauthorized: false })
    const url = `https://127.0.0.1:${await portOf(server)}`
    expect((await call(url, { httpsAgent })).status).toBe(200)
    await expect(call(url)).rejects.toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })
    server.close()
  })
})

describe('a user name or password in the URL', () => {
  const certs = { [platform.serial]: platform.certificate }

  it.each([
    ['http://user:secret@127.0.0.1:1', /^baseURL must not contain a user name or password, .*; got http:\/\/user:…@127\.0\.0\.1:1$/],
    ['http://user@127.0.0.1:1/path', /^baseURL must not contain a user name or password, .*; got http:\/\/user@127\.0\.0\.1:1$/],
  ])('is refused at construction: %s', (baseURL, message) => {
    const create = () => createWechatpay({ ...merchant, certs, baseURL })
    expect(create).toThrow(TypeError)
    expect(create).toThrow(message)
  })

  it('is refused in the configuration of a call, and nothing is sent', async () => {
    await using server = await socketServer((socket) => socket.end())
    const run = call(server.url, { baseURL: server.url.replace('//', '//user:secret@') })
    await expect(run).rejects.toThrow(TypeError)
    await expect(run).rejects.toThrow(/must not contain a user name or password/)
    expect(server.received).toEqual([])
  })

  it('is refused without showing the password', async () => {
    await expect(call('http://127.0.0.1:1', { baseURL: 'http://user:secret@127.0.0.1:1' })).rejects.not.toThrow('secret')
    await expect(call('http://127.0.0.1:1', { baseURL: 'http://:secret@127.0.0.1:1' })).rejects.toThrow('http://:…@127.0.0.1:1')
  })
})
