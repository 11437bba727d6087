import { describe, expect } from 'vitest'
import { PINNED, test } from '../../mock-test.ts'
import { rawExchange, statusOf } from '../../raw-exchange.ts'
import { send } from '../../send.ts'
import { CHANGE_STATUS, signedRequest } from '../../signed-request.ts'

const NOT_FOUND =
  '<html><head><title>404 Not Found</title></head><body bgcolor="white"><center><h1>404 Not Found</h1></center>' +
  '<hr><center>nginx</center></body></html>'

describe('a request that matches no operation', () => {
  const CONNECTION = { connection: 'keep-alive', 'keep-alive': 'timeout=8' }

  test.for(['/v3', '/v3/', '/v3/goldplan/merchants', `${CHANGE_STATUS}/`, '/v3?a=1', '/v3/%zz'])(
    'gets an empty 404 at %s',
    async (target, { call }) => {
      const { status, body, headers } = await call({ target })
      expect({ status, body }).toEqual({ status: 404, body: '' })
      expect(headers).toEqual({ server: 'nginx', date: expect.any(String), 'content-length': '0', ...CONNECTION })
    },
  )

  test.for(['/', '/?a=/v3/', `/${CHANGE_STATUS}`, CHANGE_STATUS.toUpperCase(), '/v3x', '/%zz', '/__mock', '/pay/order'])(
    'gets the 404 page of nginx at %s, which is outside APIv3',
    async (target, { call }) => {
      const { status, body, headers } = await call({ target })
      expect({ status, body }).toEqual({ status: 404, body: NOT_FOUND })
      const length = String(NOT_FOUND.length)
      expect(headers).toEqual({
        server: 'nginx',
        date: expect.any(String),
        'content-type': 'text/html',
        'content-length': length,
        ...CONNECTION,
      })
    },
  )

  test.for(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'])('gets an empty 405 for the method %s', async (method, { call }) => {
    const { status, body, headers } = await call({ method })
    expect({ status, body }).toEqual({ status: 405, body: '' })
    expect(headers['request-id']).toBeUndefined()
  })

  test('is answered before its headers, its credentials and its body are checked', async ({ call }) => {
    const headers = { 'User-Agent': '', Authorization: '' }
    const body = Buffer.alloc(100_000)
    expect((await call({ target: '/v3/unknown', headers, body })).status).toBe(404)
    expect((await call({ method: 'PUT', headers, body })).status).toBe(405)
  })
})

describe('the target of a request', () => {
  test('may be percent-encoded: the signature covers it as it was sent, and its operation is found', async ({ call }) => {
    expect((await call({ target: CHANGE_STATUS.replace('change', '%63hange') })).status).toBe(200)
  })

  test('may be a whole URL, as sent to a proxy: the signature covers only its path, and its operation is found', async ({ mock }) => {
    const request = await signedRequest(mock.credentials, { now: PINNED })
    const target = `http://api.mch.weixin.qq.com${CHANGE_STATUS}`
    expect((await send(mock.url, { ...request, target })).status).toBe(200)
    expect((await send(mock.url, { ...request, target, method: 'GET' })).status).toBe(405)
  })

  test.for(['OPTIONS * HTTP/1.1', 'GET http://api.mch.weixin.qq.com HTTP/1.1', 'GET http://api.mch.weixin.qq.com?a=1 HTTP/1.1'])(
    'leads to 404 when it has no path: %s',
    async (line, { mock }) => {
      expect(statusOf(await rawExchange(mock.url, Buffer.from(`${line}\r\nHost: x\r\nConnection: close\r\n\r\n`)))).toBe(404)
    },
  )
})
