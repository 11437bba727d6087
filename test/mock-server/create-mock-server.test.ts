import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import express from 'express'
import supertest from 'supertest'
import { describe, expect, it, vi } from 'vitest'
import { createWechatpay } from '../../client/index.ts'
import { developmentKeys } from '../../contracts/index.ts'
import { createMockServer, type Exchange, type MockServerOptions } from '../../mock-server/index.ts'
import { clientOptions } from '../client/client-options.ts'
import { EVERY } from '../every.ts'
import { PINNED } from '../mock-test.ts'
import { send } from '../send.ts'
import { CHANGE_STATUS, OPEN, signedRequest } from '../signed-request.ts'

const { merchant, platform } = developmentKeys
const own = { mchid: '1230000109', privateKey: platform.privateKey, certificate: platform.certificate }

const NO_DOORS = { tlsPort: 0, socksPort: undefined, caCertificate: '', egress: undefined as never, close: async () => undefined }

/** Opens a connection and waits for the first answer. Rejects when the server closes the connection instead. */
async function opens(url: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write('GET /__mock/health HTTP/1.1\r\nHost: localhost\r\n\r\n')
  const closed = once(socket, 'close').then(() => {
    throw new Error('closed')
  })
  await Promise.race([once(socket, 'data'), closed])
  closed.catch(() => undefined)
  return socket
}

describe('the error of createMockServer for a wrong option', () => {
  const circular: unknown[] = []
  circular.push(circular)

  it.each([
    [null, /^createMockServer takes an object of options; got null$/],
    ['x', /^createMockServer takes an object of options; got "x"$/],
    [{ port: 1n }, /^port must be a number; got 1n$/],
    [{ port: Number.NaN }, /^port must be a whole number from 0 to 65535; got NaN$/],
    [{ toString: 1 }, /^createMockServer has no option toString; it has port, /],
    [{ host: circular }, /^host must be a string; got <ref \*1> \[ \[Circular \*1\] \]$/],
    [{ host: Symbol('x') }, /^host must be a string; got Symbol\(x\)$/],
    [{ host: ['x'.repeat(1_000)] }, /^host must be a string; got \["x{298}…$/],
    [{ merchant: { mchid: 1n } }, /^mchid must be a string of 1 to 32 digits; got 1n$/],
    [{ merchant: { type: circular } }, /^type must be one of .*; got <ref/],
    [{ merchants: {}, store: 'redis://127.0.0.1' }, /^merchants must be an array of objects; got \{\}$/],
    [{ merchants: null, store: 'redis://127.0.0.1' }, /^merchants must be an array of objects; got null$/],
    [{ now: () => Number.NaN }, /^now must return milliseconds since 1970, from 0 to 8640000000000000; got NaN$/],
    [{ now: () => -1 }, /^now must return .*; got -1$/],
    [{ now: () => 8_640_000_000_000_001 }, /^now must return .*; got 8640000000000001$/],
    [{ now: () => 1n }, /^now must return .*; got 1n$/],
    [{ now: () => new Date() }, /^now must return .*; got "\d{4}-/],
  ])('says what is expected: %o', async (options, message) => {
    await expect(createMockServer(options as MockServerOptions)).rejects.toThrow(
      expect.objectContaining({ name: 'TypeError', message: expect.stringMatching(message) }),
    )
  })

  it.each(['my secret', 5, ''])('does not show the control token %j', async (controlToken) => {
    const refused = createMockServer({ controlToken } as MockServerOptions)
    await expect(refused).rejects.toThrow(/^controlToken must be .*; got another value$/)
  })

  it.each([
    [{ publicUrl: 'https://me:secret@mock.example' }, 'publicUrl must '],
    [{ notifyMap: { 'https://me:secret@www.example.com': 'http://127.0.0.1:3000' } }, 'notifyMap must '],
  ])('does not show the password in a URL: %j', async (options, beginning) => {
    const { message } = await createMockServer(options).then(
      () => new Error('not refused'),
      (error: Error) => error,
    )
    expect(message).toContain(beginning)
    expect(message).not.toContain('secret')
  })
})

describe('createMockServer', () => {
  it('listens on a free port of loopback by default', async () => {
    await using first = await createMockServer()
    await using second = await createMockServer()
    expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(second.url).not.toBe(first.url)
  })

  it('frees its port when it is closed, and can be closed twice', async () => {
    const mock = await createMockServer()
    await mock.close()
    await mock.close()
    await using again = await createMockServer({ port: Number(new URL(mock.url).port) })
    expect(again.url).toBe(mock.url)
  })

  it('reports that a port is taken', async () => {
    await using mock = await createMockServer()
    await expect(createMockServer({ port: Number(new URL(mock.url).port) })).rejects.toThrow(
      expect.objectContaining({ code: 'EADDRINUSE' }),
    )
  })

  // This takes ten seconds. edge/stop.test.ts tests the same behaviour with shorter limits.
  it.runIf(EVERY)('cuts a connection that is still in use when the server closes', async () => {
    const mock = await createMockServer()
    const socket = connect(Number(new URL(mock.url).port), '127.0.0.1')
    const cut = once(socket, 'close')
    // This request never ends, so the server would wait forever if it did not cut the connection.
    socket.on('error', () => undefined).write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{')
    await once(socket, 'connect')
    await fetch(mock.url)
    await mock.close()
    await expect(cut).resolves.toBeDefined()
  })

  it('shares no merchant with another server', async () => {
    await using first = await createMockServer()
    await using second = await createMockServer({ merchant: { ...own, subMchids: ['1'] } })
    expect((await send(first.url, await signedRequest(second.credentials))).status).toBe(401)
    expect((await send(second.url, await signedRequest(second.credentials, { body: OPEN }))).status).toBe(400)
  })

  it('reads a key and a certificate that have spaces instead of line breaks', async () => {
    const { mchid, ...merchant } = developmentKeys.merchant
    const [privateKey, certificate] = [merchant.privateKey.replaceAll('\n', ' '), merchant.certificate.replaceAll('\n', ' ')]
    await using mock = await createMockServer({ merchant: { mchid, privateKey, certificate } })
    const wxpay = createWechatpay(clientOptions(mock.credentials))
    expect((await wxpay.v3.certificates.get()).status).toBe(200)
  })

  it('uses the merchant ID, key, certificate and sub-merchants of the option merchant', async () => {
    await using mock = await createMockServer({ merchant: { ...own, subMchids: ['1600000001', '1600000002'] } })
    expect(mock.credentials).toMatchObject({ mchid: own.mchid, serial_no: platform.serial, sub_mchids: ['1600000001', '1600000002'] })
    for (const sub_mchid of mock.credentials.sub_mchids) {
      const body = JSON.stringify({ sub_mchid, operation_type: 'OPEN' })
      expect((await send(mock.url, await signedRequest(mock.credentials, { body }))).status).toBe(200)
    }
  })

  it('calls onExchange for every exchange', async () => {
    const exchanges: Exchange[] = []
    await using mock = await createMockServer({ now: () => 1_700_000_000_000, onExchange: (exchange) => exchanges.push(exchange) })
    await send(mock.url, await signedRequest(mock.credentials, { now: 1_700_000_000_000 }))
    await send(mock.url, await signedRequest(mock.credentials))
    await fetch(`${mock.url}/nothing?a=1`)
    const rest = { time: 1_700_000_000_000, milliseconds: expect.any(Number) }
    const claimed = { operation: 'changeGoldPlanStatus', mchid: '1900000100', requestId: expect.stringMatching(/^08/) }
    const signer = {
      kind: 'certificate',
      serial_no: platform.serial,
      reason: 'the request names no public key',
      reason_zh: expect.any(String),
    }
    const error = { field: null, message: expect.stringContaining('timestamp') }
    expect(exchanges).toEqual([
      { method: 'POST', target: CHANGE_STATUS, status: 200, code: undefined, ...claimed, signer, ...rest },
      { method: 'POST', target: CHANGE_STATUS, status: 401, code: 'SIGN_ERROR', ...claimed, error, ...rest },
      { method: 'GET', target: '/nothing?a=1', status: 404, code: undefined, ...rest },
    ])
  })

  it('answers with a signed SYSTEM_ERROR when the option `nonce` throws, and calls onFailure', async () => {
    const failures: unknown[] = []
    const bug = new Error('a nonce that breaks')
    let calls = 0
    const nonce = () => {
      calls += 1
      if (calls === 1) throw bug
      return 'nonce'
    }
    await using mock = await createMockServer({
      now: () => 1_700_000_000_000,
      nonce,
      onFailure: (failure) => failures.push(failure),
    })
    const answer = await send(mock.url, await signedRequest(mock.credentials, { now: 1_700_000_000_000 }))
    expect(answer).toMatchObject({ status: 500, body: '{"code":"SYSTEM_ERROR","message":"系统繁忙，请稍后重试"}' })
    expect(answer.headers).toMatchObject({ 'wechatpay-serial': platform.serial, 'request-id': expect.stringMatching(/-269546526$/) })
    expect(failures).toEqual([bug])
  })
})

describe('an error in the option `now`', () => {
  it('is passed to onFailure, and the answer is an empty 500', async () => {
    const failures: unknown[] = []
    const bug = new Error('a clock that breaks after the start')
    let isBroken = false
    const now = () => {
      if (isBroken) throw bug
      return PINNED
    }
    await using mock = await createMockServer({ now, onFailure: (failure) => failures.push(failure) })
    isBroken = true
    const answer = await fetch(mock.url)
    expect([answer.status, await answer.text()]).toEqual([500, ''])
    expect(failures).toEqual([bug])
  })

  it('is passed to onFailure with the name of the option when `now` returns NaN, and the answer is an empty 500', async () => {
    const failures: unknown[] = []
    let time = PINNED
    await using mock = await createMockServer({ now: () => time, onFailure: (failure) => failures.push(failure) })
    time = Number.NaN
    const answer = await fetch(`${mock.url}/__mock/merchants/${mock.credentials.mchid}/clock`)
    expect([answer.status, await answer.text()]).toEqual([500, ''])
    expect(failures).toEqual([
      expect.objectContaining({ name: 'TypeError', message: expect.stringMatching(/^now must return .*; got NaN$/) }),
    ])
  })
})

it('`app` calls onFailure and answers with an empty 500 when a parser has read the body before', async () => {
  const failures: unknown[] = []
  await using mock = await createMockServer({ onFailure: (failure) => failures.push(failure) })
  const answer = await supertest(express().use(express.json(), mock.app)).post(CHANGE_STATUS).send(JSON.parse(OPEN))
  expect([answer.status, answer.text]).toEqual([500, ''])
  expect(failures).toEqual([
    new Error(
      'The body of a request was read before `app` got the request: put `app` before everything that reads bodies, such as express.json()',
    ),
  ])
})

it.each(['Content-Length: 9', 'Transfer-Encoding: chunked'])('a client that disconnects during a body is no bug: %s', async (header) => {
  const failures: unknown[] = []
  await using mock = await createMockServer({ onFailure: (failure) => failures.push(failure) })
  const client = connect(Number(new URL(mock.url).port), '127.0.0.1')
  client.write(`POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n${header}\r\n\r\n`)
  await once(client, 'data')
  client.write('1')
  client.resetAndDestroy()
  await setTimeout(50)
  expect(failures).toEqual([])
})

describe('an invalid nonce', () => {
  it.each(['a\r\nX: y', '', '点', undefined, 5])(
    'is reported with the name of the option, and no answer contains the nonce: %o',
    async (nonce) => {
      const failures: unknown[] = []
      await using mock = await createMockServer({ nonce: () => nonce as string, onFailure: (failure) => failures.push(failure) })
      const answer = await send(mock.url, await signedRequest(mock.credentials))
      expect([answer.status, answer.headers['wechatpay-nonce']]).toEqual([500, undefined])
      const message = expect.stringMatching(/^nonce must return visible ASCII characters; got /)
      // The server asks for a nonce twice: for the answer, and for the error answer that replaces it.
      expect(failures).toEqual(Array.from({ length: 2 }, () => expect.objectContaining({ name: 'TypeError', message })))
    },
  )
})

describe('the connections', () => {
  it('beyond 10,000 are closed at once, and onExchange is called only once for them', async () => {
    const exchanges: Exchange[] = []
    const opened = Promise.withResolvers<number>()
    await using mock = await createMockServer({
      onExchange: (exchange) => exchanges.push(exchange),
      doors: async (server) => {
        opened.resolve(server.maxConnections)
        // Two connections are enough to test what happens at the limit.
        server.maxConnections = 2
        return NO_DOORS
      },
    })
    expect(await opened.promise).toBe(10_000)
    const [first, second] = [await opens(mock.url), await opens(mock.url)]
    await expect(opens(mock.url)).rejects.toThrow()
    await expect(opens(mock.url)).rejects.toThrow()
    const message = expect.stringMatching(/^a connection was closed, because 2 are open already: .*连接数已达上限/)
    const refusals = exchanges.filter(({ method }) => method === '-')
    expect(refusals).toEqual([expect.objectContaining({ target: '-', wire: 'close', error: { field: null, message } })])
    first.destroy()
    await vi.waitFor(async () => expect((await fetch(`${mock.url}/__mock/health`)).status).toBe(200))
    second.destroy()
  })
})

describe('the ports that the option doors opens', () => {
  it('are in the credentials that a client gets, even when the client asks before the ports are open', async () => {
    let asked: Promise<Response> | undefined
    await using _ = await createMockServer({
      doors: async (server) => {
        asked = fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/__mock/credentials`)
        await Promise.race([asked, setTimeout(500)])
        return NO_DOORS
      },
    })
    expect(await (await asked)?.json()).toMatchObject({ doors: { tls_port: NO_DOORS.tlsPort } })
  })
})

describe('the option `now`', () => {
  it.each([0, 1.5, 8_640_000_000_000_000])('may return %d', async (time) => {
    await using mock = await createMockServer({ now: () => time })
    expect((await fetch(`${mock.url}/v3/certificates`)).status).toBe(401)
  })
})

describe('an invalid option', () => {
  const foreign = String(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const pkcs1 = String(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' }))

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['an unknown option', { ports: 1 }, /has no option ports; it has port, host/],
    ['a port as a string', { port: '8920' }, /port must be a number; got "8920"/],
    ['an empty host', { host: '' }, /host must name an address/],
    ['a link-local address without its interface', { host: 'fe80::1' }, /interface, as in fe80::1%eth0; got "fe80::1"$/],
    ['another link-local address without its interface', { host: 'FEBF:0::1' }, /got "FEBF:0::1"$/],
    ['null as the merchant', { merchant: null }, /merchant must be an object; got null/],
    ['sub-merchants as one string', { merchant: { subMchids: '1600000001' } }, /subMchids must be an array .* got "1600000001"/],
    ['a port out of range', { port: 65_536 }, /port must be a whole number from 0 to 65535; got 65536/],
    ['a number as `now`', { now: 1_700_000_000_000 }, /now must be a function; got 1700000000000/],
    ['a string as `nonce`', { nonce: 'abc' }, /nonce must be a function; got "abc"/],
    ['a merchant ID as a number', { merchant: { ...own, mchid: 1230000109 } }, /mchid must be a string of 1 to 32 digits; got 1230000109/],
    ['no sub-merchants', { merchant: { ...own, subMchids: [] } }, /subMchids must be an array of at least one merchant ID; got \[\]/],
    [
      'a key and a certificate without `mchid`',
      { merchant: { privateKey: own.privateKey, certificate: own.certificate } },
      /privateKey and certificate need each other and mchid/,
    ],
    [
      '`mchid` and a certificate without a key',
      { merchant: { mchid: '1', certificate: own.certificate } },
      /privateKey and certificate need each other and mchid/,
    ],
    ['an unknown option of a merchant', { merchant: { mchId: '1' } }, /merchant has no option mchId; it has mchid, /],
    ['an unknown type', { merchant: { type: 'bank' } }, /type must be one of service_provider, channel_partner, institution; got "bank"/],
    ['a string as `punished`', { merchant: { punished: 'no' } }, /punished must be one of true, false; got "no"/],
    [
      'an unknown verification',
      { merchant: { verification: 'none' } },
      /verification must be one of platform_certificate, transition, public_key/,
    ],
    [
      'an empty ID of a sub-merchant',
      { merchant: { ...own, subMchids: [''] } },
      /each item of subMchids must be a string of 1 to 32 digits; got ""/,
    ],
    [
      'a key that does not belong to the certificate',
      { merchant: { ...own, privateKey: foreign } },
      /privateKey is not the key of the certificate/,
    ],
    ['a PKCS#1 key', { merchant: { ...own, privateKey: pkcs1 } }, /privateKey must be a PKCS#8 private key .* got a PKCS#1 private key/],
    [
      'a private key as `mchid`, which the message does not show',
      { merchant: { mchid: own.privateKey } },
      /mchid must be a string of 1 to 32 digits; got a PKCS#8 private key \(-----BEGIN PRIVATE KEY-----\)$/,
    ],
    [
      'a key with \\n, a backslash and a letter, instead of line breaks',
      { merchant: { ...own, privateKey: own.privateKey.replaceAll('\n', '\\n') } },
      /with \\n, a backslash and a letter, where line breaks belong/,
    ],
    [
      'a key instead of a certificate',
      { merchant: { ...own, certificate: merchant.privateKey } },
      /certificate must be a certificate .* got a PKCS#8/,
    ],
  ])('causes a TypeError: %s', async (_, options, message) => {
    const creation = createMockServer(options as MockServerOptions)
    await expect(creation).rejects.toThrow(TypeError)
    await expect(createMockServer(options as MockServerOptions)).rejects.toThrow(message)
  })
})
