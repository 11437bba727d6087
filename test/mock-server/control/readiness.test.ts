import { mkdir, rename } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { createMockServer } from '../../../mock-server/index.ts'
import { askControl, test } from '../../control-test.ts'
import { keptBytesOf, rawExchange } from '../../raw-exchange.ts'
import { signedRequest } from '../../signed-request.ts'
import { breakableStore } from '../store/breakable-store.ts'
import { test as inFolder } from '../store/state-folder.ts'

const READY = { method: 'GET', target: '/__mock/ready', headers: {}, body: Buffer.alloc(0) }

describe('the readiness status', () => {
  test('is 200 for GET and HEAD when the server can answer calls', async ({ mock, ask }) => {
    expect(await ask('GET', '/__mock/ready')).toMatchObject({ status: 200, body: { status: 'ready' } })
    expect((await fetch(`${mock.url}/__mock/ready`, { method: 'HEAD' })).status).toBe(200)
  })

  test('is 200 for probes with any Host and any Origin', async ({ mock }) => {
    const request = 'GET /__mock/ready HTTP/1.1\r\nHost: evil.example\r\nOrigin: https://evil.example\r\nConnection: close\r\n\r\n'
    expect(await rawExchange(mock.url, Buffer.from(request))).toMatch(/^HTTP\/1\.1 200 /)
  })

  it('is 503 while the store cannot be used; the message hides the address of the store, and the health status stays 200', async () => {
    const { store, break: breakStore, mend } = breakableStore()
    const failures: unknown[] = []
    await using mock = await createMockServer({ store, onFailure: (error) => failures.push(error) })
    breakStore()
    const body = { code: 'STORE_AWAY', message: "The store can't be used; the log says why" }
    expect(await askControl(mock.url, 'GET', '/__mock/ready')).toMatchObject({ status: 503, body })
    expect(await askControl(mock.url, 'GET', '/__mock/health')).toMatchObject({ status: 200 })
    expect(failures).toMatchObject([{ name: 'StoreAway' }])
    mend()
    expect(await askControl(mock.url, 'GET', '/__mock/ready')).toMatchObject({ status: 200 })
  })

  inFolder.for([true, false])(
    'is 503 while the state file cannot be written; the message has the error code but not the path (stateSync: %s)',
    async (stateSync, { folder }) => {
      const [data, away] = [join(folder, 'data'), join(folder, 'away')]
      await mkdir(data)
      await using mock = await createMockServer({ stateFile: join(data, 'state.json'), stateSync, onFailure: () => undefined })
      const ready = () => askControl(mock.url, 'GET', '/__mock/ready')
      await rename(data, away)
      await askControl(mock.url, 'PATCH', `/__mock/merchants/${mock.credentials.mchid}`, { punished: true })
      const message =
        "The state file can't be written (ENOENT), so changes may be lost; the log has the details, and the server tries again"
      await vi.waitFor(async () => expect(await ready()).toMatchObject({ status: 503, body: { code: 'STATE_NOT_WRITTEN', message } }))
      expect((await askControl(mock.url, 'GET', '/__mock/health')).status).toBe(200)
      await rename(away, data)
      await vi.waitFor(async () => expect((await ready()).status).toBe(200), 3_000)
    },
  )

  it('is 503 as soon as the server begins to stop', async () => {
    const mock = await createMockServer()
    const own = mock.control.merchant(mock.credentials.mchid)
    await own.addFault({ latency_ms: 300 })
    const socket = connect(Number(new URL(mock.url).port), '127.0.0.1')
    let text = ''
    socket.on('data', (chunk) => {
      text += String(chunk)
    })
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.write(keptBytesOf(await signedRequest(mock.credentials)))
    while ((await own.requests()).length === 0) await setTimeout(5)
    const closing = mock.close()
    socket.write(keptBytesOf(READY))
    await Promise.all([closing, closed])
    expect(text).toMatch(/^HTTP\/1\.1 200 .*HTTP\/1\.1 503 .*\r\nConnection: close\r\n.*"code":"STOPPING"/s)
  })
})
