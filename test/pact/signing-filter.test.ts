import { Verifier } from '@pact-foundation/pact'
import { describe, expect } from 'vitest'
import { signingFilter } from '../../contracts/pact/index.ts'
import { test } from '../mock-test.ts'
import { OPENS, pactFile, type WrittenInteraction } from './pact-file.ts'

function verifyWith(requestFilter: ReturnType<typeof signingFilter>, url: string, interactions: readonly WrittenInteraction[]) {
  return new Verifier({ requestFilter, providerBaseUrl: url, pactUrls: [pactFile(interactions)], logLevel: 'error' }).verifyProvider()
}

describe("signingFilter in Pact's own verifier", () => {
  test('signs the bytes that Pact sends, both with a body that Pact serialises again and without a body', async ({ clock, mock }) => {
    const body = { sub_mchid: '1900000109', operation_type: 'OPEN', operation_pay_scene: 'JSAPI' }
    const certificates = { method: 'GET', path: '/v3/certificates', query: { algorithm_type: ['RSA'] } }
    const filter = signingFilter(mock.credentials, { now: () => clock.now, nonce: () => 'a nonce' })
    await verifyWith(filter, mock.url, [
      { request: { ...OPENS.request, body } },
      { description: 'listing certificates', request: certificates, response: { status: 200 } },
    ])
    const requests = await mock.control.merchant(mock.credentials.mchid).requests()
    expect(requests.map(({ verdict }) => verdict)).toEqual(['valid', 'valid'])
    expect(requests[0]?.headers['authorization']).toContain('nonce_str="a nonce"')
  })

  test('sets Content-Length for the bytes that Pact sends, not for the recorded body with its spaces', async ({ clock, mock }) => {
    const body = '{ "sub_mchid": "1900000109", "operation_type": "OPEN" }'
    const filter = signingFilter(mock.credentials, { now: () => clock.now })
    await verifyWith(filter, mock.url, [{ request: { ...OPENS.request, body } }])
    const [request] = await mock.control.merchant(mock.credentials.mchid).requests()
    const sent = '{"sub_mchid":"1900000109","operation_type":"OPEN"}'
    expect(request).toMatchObject({ verdict: 'valid', body: sent, headers: { 'content-length': String(sent.length) } })
  })

  test.for(['requests are left as recorded', 'Requests are sent as recorded.', '请求按契约原样发送'])(
    'does not sign a request that is left as recorded, but signs the next request: %s',
    async (name, { clock, mock }) => {
      const filter = signingFilter(mock.credentials, { now: () => clock.now })
      const left = { states: [{ name }], response: { status: 401 } }
      await verifyWith(filter, mock.url, [left, { description: 'another' }])
    },
  )

  test('refuses a text that is not a key', ({ mock }) => {
    expect(() => signingFilter({ ...mock.credentials, private_key: 'secret' })).toThrow('private_key must be a PKCS#8 private key')
  })
})
