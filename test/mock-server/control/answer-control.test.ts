import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { documents } from '../../../contracts/index.ts'
import { ControlError } from '../../../mock-server/control/control-error.ts'
import { guardControl } from '../../../mock-server/control/guard-control.ts'
import { test } from '../../mock-test.ts'
import { rawExchange, statusOf } from '../../raw-exchange.ts'

async function get(url: string, headers: Record<string, string> = {}) {
  const lines = Object.entries({ Host: new URL(url).host, Connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}`)
  const answer = await rawExchange(
    url,
    Buffer.from([`GET ${new URL(url).pathname}${new URL(url).search} HTTP/1.1`, ...lines, '', ''].join('\r\n')),
  )
  const [head = '', body = ''] = answer.split('\r\n\r\n')
  return { status: statusOf(answer), head, body: body && JSON.parse(body) }
}

describe('the control API', () => {
  test('reports that the server is running', async ({ mock }) => {
    expect(await get(`${mock.url}/__mock/health`)).toMatchObject({ status: 200, body: { status: 'ok' } })
  })

  test('returns the credentials of the merchant that the server was started with', async ({ mock }) => {
    const { status, body, head } = await get(`${mock.url}/__mock/credentials`)
    expect(status).toBe(200)
    expect(body).toEqual(mock.credentials)
    expect(body.base_url).toBe(mock.url)
    expect(head).toContain('Cache-Control: no-store')
    expect(head).not.toMatch(/access-control|wechatpay/i)
  })

  test('has credentials with exactly the fields that the control document requires', async ({ mock }) => {
    const { components } = parse(readFileSync(documents.control, 'utf8'))
    expect(Object.keys(mock.credentials).toSorted()).toEqual(components.schemas.Credentials.required.toSorted())
  })

  test('answers 404 to an unknown path and 405 to a wrong method', async ({ mock }) => {
    expect(await get(`${mock.url}/__mock/nothing`)).toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND', detail: { target: '/__mock/nothing' } },
    })
    const response = await fetch(`${mock.url}/__mock/health`, { method: 'POST' })
    expect(response.status).toBe(405)
    expect(await response.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED', detail: { method: 'POST' } })
  })

  test('refuses an unknown query parameter and names it', async ({ mock }) => {
    expect(await get(`${mock.url}/__mock/credentials?mchid=1`)).toMatchObject({
      status: 400,
      body: { detail: { field: '/query/mchid', seen: '1', wanted: 'be left out' } },
    })
  })

  test.for(['localhost', 'mock.localhost', '127.0.0.1', '127.0.0.2', '[::1]', 'LOCALHOST'])(
    'accepts the loopback name %s in Host and Origin',
    async (name, { mock }) => {
      const host = `${name}:${new URL(mock.url).port}`
      expect((await get(`${mock.url}/__mock/credentials`, { Host: host, Origin: `http://${host}` })).status).toBe(200)
    },
  )

  // In an attack by DNS rebinding, a page of another site makes its own host name resolve to this machine.
  test.for(['evil.example', 'evil@127.0.0.1', 'localhost.evil.example', '127.0.0.1.evil.example', '192.168.0.1', '', 'a b'])(
    'refuses the Host %j, which is not a name of this server',
    async (name, { mock }) => {
      const host = `${name}:${new URL(mock.url).port}`
      expect(await get(`${mock.url}/__mock/credentials`, { Host: host })).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } })
    },
  )

  test('refuses another port in Host', async ({ mock }) => {
    expect((await get(`${mock.url}/__mock/credentials`, { Host: '127.0.0.1:1' })).status).toBe(403)
  })

  test.for(['https://evil.example', 'null', 'http://127.0.0.1:1', 'file://'])('refuses the Origin %s', async (origin, { mock }) => {
    expect(await get(`${mock.url}/__mock/credentials`, { Origin: origin })).toMatchObject({ status: 403, body: { detail: { origin } } })
  })

  it('refuses requests from another machine when no control token is set', () => {
    const request = { method: 'GET', target: '/__mock/credentials', headers: { host: '127.0.0.1:1' }, body: Buffer.alloc(0) }
    const settings = { host: '0.0.0.0', token: undefined, allowHosts: [], publicUrl: undefined }
    const from = (remoteAddress: string) => () =>
      guardControl({ ...request, connection: { remoteAddress, localAddress: '', localPort: 1 } }, settings)
    for (const address of ['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1']) expect(from(address)).not.toThrow()
    for (const address of ['10.0.0.1', '128.0.0.1', '::2', '::ffff:10.0.0.1', '']) expect(from(address)).toThrow(ControlError)
  })

  test('answers a health request even if its Host and Origin name another site', async ({ mock }) => {
    expect((await get(`${mock.url}/__mock/health`, { Host: 'evil.example', Origin: 'https://evil.example' })).status).toBe(200)
  })
})
