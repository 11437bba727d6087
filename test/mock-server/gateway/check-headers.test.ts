import { describe, expect } from 'vitest'
import { test } from '../../mock-test.ts'
import { send } from '../../send.ts'
import { signedRequest } from '../../signed-request.ts'

describe('request headers', () => {
  test.for(['User-Agent', 'Accept'])(
    'a request with a missing or empty %s is refused before its credentials are checked',
    async (name, { mock, call }) => {
      const refused = { status: 400, body: '{"code":"INVALID_REQUEST","message":"Http头缺少Accept或User-Agent"}' }
      expect(await call({ headers: { [name]: '', Authorization: '' } })).toMatchObject(refused)
      const request = await signedRequest(mock.credentials, { headers: { Authorization: '' } })
      const headers = Object.fromEntries(Object.entries(request.headers).filter(([other]) => other !== name))
      expect(await send(mock.url, { ...request, headers })).toMatchObject(refused)
    },
  )

  test.for(['application/json', '*/*', ' */*', 'application/json, text/plain, image/*;q=0.5', 'text/xml'])(
    'Accept may be %j',
    async (accept, { call }) => {
      expect((await call({ headers: { Accept: accept } })).status).toBe(200)
    },
  )

  test.for(['application/json', 'application/json; charset=utf-8', 'application/json;charset=UTF-8', 'Application/JSON'])(
    'Content-Type may be %s',
    async (contentType, { call }) => {
      expect((await call({ headers: { 'Content-Type': contentType } })).status).toBe(200)
    },
  )

  test.for(['', 'text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', 'json', ';', 'application/json, application/json'])(
    'a request with Content-Type %j is refused before its credentials are checked',
    async (contentType, { call }) => {
      const { status, body } = await call({ headers: { 'Content-Type': contentType, Authorization: '' } })
      expect({ status, body }).toEqual({
        status: 400,
        body: '{"code":"INVALID_REQUEST","message":"Http头Content-Type值必须为application/json"}',
      })
    },
  )

  test.for(['', 'PUB_KEY_ID_0000000000000024101100397200000006', 'not a serial'])(
    'Wechatpay-Serial may be %j when the operation does not require this header',
    async (serial, { call }) => {
      expect((await call({ headers: { 'Wechatpay-Serial': serial } })).status).toBe(200)
    },
  )
})
