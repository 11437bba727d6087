import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { importPublicKey, verifyResponse } from '../../../contracts/index.ts'
import { jsonLog } from '../../../mock-server/command/log/json-log.ts'
import { prettyLog } from '../../../mock-server/command/log/pretty-log.ts'
import { createMockServer } from '../../../mock-server/index.ts'
import { reportSeldom } from '../../../mock-server/store/report-seldom.ts'
import { StoreAway } from '../../../mock-server/store/store-away.ts'
import { askControl } from '../../control-test.ts'
import { type Answer, send } from '../../send.ts'
import { OPEN, signedRequest } from '../../signed-request.ts'
import { breakableStore, STORE_URL } from './breakable-store.ts'

const UNAVAILABLE = { code: 'SERVICE_UNAVAILABLE', message: '系统繁忙，请稍后重试' }
const MESSAGE = "The store redis://127.0.0.1:6379/0 can't be reached: connect ECONNREFUSED"

/** Starts a server whose store a test can break, and collects the failures that the server reports. */
async function openBreakable() {
  const { store, break: breakStore, mend } = breakableStore()
  const failures: unknown[] = []
  const mock = await createMockServer({ store, onFailure: (error) => failures.push(error) })
  const { mchid } = mock.credentials
  return {
    mock,
    failures,
    breakStore,
    mend,
    call: async (headers: Record<string, string> = {}) => send(mock.url, await signedRequest(mock.credentials, { body: OPEN, headers })),
    status: async () => (await mock.control.merchant(mchid).subMerchant('1900000109')).gold_plan.JSAPI.status,
    journal: () => mock.control.merchant(mchid).requests(),
    [Symbol.asyncDispose]: () => mock.close(),
  }
}

async function expectSigned({ headers, body }: Answer, certificate: { serial_no: string; certificate: string } | undefined) {
  const keys = new Map(certificate && [[certificate.serial_no, () => importPublicKey(certificate.certificate)]])
  await verifyResponse({ header: (name) => headers[name] as string | undefined, body: Buffer.from(body) }, { now: Date.now, keys })
}

it('a server closes its port again when its store goes away during the start', async () => {
  const { store, break: breakStore } = breakableStore()
  let port = 0
  const doors = async (server: Server) => {
    port = (server.address() as AddressInfo).port
    breakStore()
    return { tlsPort: 0, socksPort: undefined, caCertificate: '', close: async () => undefined }
  }
  await expect(createMockServer({ store, doors, onFailure: () => undefined })).rejects.toBeInstanceOf(StoreAway)
  await expect(fetch(`http://127.0.0.1:${port}/__mock/health`)).rejects.toThrow()
})

it.each([
  ['redis://user:secret@127.0.0.1:6379/0?key=secret#secret', 'redis://127.0.0.1:6379/0'],
  ['user:secret@127.0.0.1:3306', 'user:…'],
  ['mysql:user:secret@tcp(127.0.0.1)/shop', 'mysql:…'],
  ['redis://user:secret@127.0.0.1:none', 'redis:…'],
])('StoreAway shows no password of %s', (url, place) => {
  expect(new StoreAway(url, 'gone').message).toBe(`The store ${place} can't be reached: gone`)
})

describe('a call while the store is away', () => {
  it('gets an unsigned 503 SERVICE_UNAVAILABLE, because its merchant cannot be read', async () => {
    await using server = await openBreakable()
    server.breakStore()
    const { status, headers, body } = await server.call()
    expect(status).toBe(503)
    expect(JSON.parse(body)).toEqual(UNAVAILABLE)
    expect(headers['request-id']).toMatch(/-269546526$/)
    expect(Object.keys(headers).filter((name) => name.startsWith('wechatpay-'))).toEqual([])
  })

  it('gets a signed 503 when the merchant was read before the store went away', async () => {
    await using server = await openBreakable()
    server.breakStore((asked) => asked === 'swap sub_merchant')
    const answer = await server.call()
    expect({ status: answer.status, body: JSON.parse(answer.body) }).toEqual({ status: 503, body: UNAVAILABLE })
    await expectSigned(answer, server.mock.credentials.platform_certificates[0])
    server.mend()
    expect(await server.status()).toBe('CLOSED')
    expect((await server.call()).status).toBe(200)
  })

  it('is answered as usual when the answer does not depend on the store', async () => {
    await using server = await openBreakable()
    server.breakStore()
    const unknown = await signedRequest(server.mock.credentials, { target: '/v3/nothing' })
    expect((await send(server.mock.url, unknown)).status).toBe(404)
    expect((await server.call({ Authorization: 'WECHATPAY2-SHA256-RSA2048 mchid="1900000100"' })).status).toBe(401)
    expect((await server.call({ 'Content-Type': 'text/css' })).status).toBe(400)
  })

  it('causes fewer than twenty reports when twenty such calls come at once', async () => {
    await using server = await openBreakable()
    server.breakStore()
    await Promise.all(Array.from({ length: 20 }, () => server.call()))
    expect(server.failures.length).toBeLessThan(20)
    expect(server.failures[0]).toBeInstanceOf(StoreAway)
  })
})

describe('a call that was handled', () => {
  it('is answered when only its journal entry is lost', async () => {
    await using server = await openBreakable()
    server.breakStore((verb) => verb === 'append')
    const answer = await server.call({ 'Mock-Explain': '1' })
    expect(answer.status).toBe(200)
    expect(answer.headers).not.toHaveProperty('mock-diagnosis')
    await expectSigned(answer, server.mock.credentials.platform_certificates[0])
    expect(server.failures).toEqual([expect.any(StoreAway)])
    server.mend()
    expect(await server.status()).toBe('OPEN')
    expect(await server.journal()).toEqual([])
  })

  it('is answered when only its count in the migration statistics is lost', async () => {
    await using server = await openBreakable()
    await server.mock.control.merchant(server.mock.credentials.mchid).startMigration()
    server.breakStore((verb) => verb.endsWith(' calls'))
    expect((await server.call()).status).toBe(200)
    expect(server.failures).toEqual([expect.any(StoreAway)])
  })

  it('keeps its answer when its diagnosis is lost', async () => {
    await using server = await openBreakable()
    server.breakStore((verb) => ['mchids', 'addDiagnosis', 'entries'].includes(verb))
    const request = await signedRequest(server.mock.credentials, { body: OPEN, headers: { 'Mock-Explain': '1' } })
    expect((await send(server.mock.url, { ...request, body: Buffer.from('{}') })).status).toBe(401)
    expect(server.failures).toEqual([expect.any(StoreAway)])
  })
})

describe('the control API while the store is away', () => {
  it.each([
    ['GET', '/__mock/merchants'],
    ['GET', '/__mock/credentials'],
    ['POST', '/__mock/merchants'],
    ['POST', '/__mock/reset'],
    ['GET', '/__mock/merchants/1900000100/requests'],
    ['PUT', '/__mock/merchants/1900000100/clock', { advance: '1h' }],
  ])('answers 503 STORE_AWAY with the reason to %s %s', async (method, target, body?: object) => {
    await using server = await openBreakable()
    server.breakStore()
    expect(await askControl(server.mock.url, method, target, body)).toMatchObject({
      status: 503,
      body: { code: 'STORE_AWAY', message: MESSAGE },
    })
    expect(server.failures).toEqual([expect.any(StoreAway)])
  })
})

describe('the report of a store that is away', () => {
  it('comes at most once a second, but a bug is reported each time', () => {
    const told: unknown[] = []
    let elapsed = 0
    const report = reportSeldom(
      (error) => told.push(error),
      () => elapsed,
    )
    const [away, bug] = [new StoreAway(STORE_URL, 'gone'), new Error('a bug')]
    for (elapsed of [0, 10, 999, 1_000, 1_001]) report(away)
    report(bug)
    report(bug)
    expect(told).toEqual([away, away, bug, bug])
  })

  it('is one line of level error without a stack', () => {
    const lines: string[] = []
    const away = new StoreAway(STORE_URL, new Error('connect ECONNREFUSED'))
    prettyLog('error', (line) => lines.push(line), 'en').failure(away)
    expect(lines).toEqual([`${MESSAGE}\n`])
    jsonLog('error', (line) => lines.push(line)).failure(away)
    expect(JSON.parse(lines[1] ?? '')).toEqual({ level: 'error', time: expect.any(String), msg: MESSAGE })
  })

  it.each([[STORE_URL], ['redis://:secret@[bad'], ['secret@127.0.0.1:6379']])('does not have the password of %s', (url) => {
    expect(new StoreAway(url, 'gone').message).not.toContain('secret')
  })
})

it('a merchant whose creation failed halfway is complete after a second attempt to create it', async () => {
  await using opened = await openBreakable()
  const { control } = opened.mock
  opened.breakStore((verb) => verb === 'swap made')
  await expect(control.createMerchant({ mchid: '5000' })).rejects.toMatchObject({ status: 503, code: 'STORE_AWAY' })
  opened.mend()
  await expect(control.createMerchant({ mchid: '5000' })).rejects.toMatchObject({ status: 409 })
  await control.merchant('5000').reset()
})
