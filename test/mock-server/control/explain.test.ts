import { describe, expect } from 'vitest'
import { createMockServer as createWithoutExplain } from '../../../mock-server/create-mock-server.ts'
import { askControl, test } from '../../control-test.ts'
import { PINNED } from '../../mock-test.ts'
import { CHANGE_STATUS, OPEN, signedRequest } from '../../signed-request.ts'

const EXPLAIN = '/__mock/explain'

async function curl(credentials: Parameters<typeof signedRequest>[0], body = OPEN): Promise<string> {
  const { headers } = await signedRequest(credentials)
  return `curl -X POST https://api.mch.weixin.qq.com${CHANGE_STATUS} -H 'Authorization: ${headers['Authorization']}' -H 'Content-Type: application/json' -d '${body}'`
}

describe('POST /__mock/explain', () => {
  test('finds a correctly signed request valid', async ({ ask, mock }) => {
    const { status, body } = await ask('POST', EXPLAIN, { text: await curl(mock.credentials) })
    expect(status).toBe(200)
    expect(body).toMatchObject({ kind: 'request', results: [{ method: 'POST', target: CHANGE_STATUS, verdict: 'valid' }] })
  })

  test('verifies a request of a merchant that was created after the start, with its own key', async ({ ask, control }) => {
    const merchant = await control.createMerchant({ own_key: true })
    expect(await ask('POST', EXPLAIN, { text: await curl(merchant) })).toMatchObject({ body: { results: [{ verdict: 'valid' }] } })
  })

  test('names the mistake when the body of a request was changed after the signing', async ({ ask, mock }) => {
    expect(await ask('POST', EXPLAIN, { text: await curl(mock.credentials, `${OPEN} `) })).toMatchObject({
      body: {
        results: [
          { verdict: 'SIGN_ERROR_SIGNATURE', diagnosis: { mistakes: [{ id: expect.any(String), message_zh: expect.any(String) }] } },
        ],
      },
    })
  })

  test('compares a pasted 401 answer with the message that the client signed, and says how to fix the mistake', async ({ ask, mock }) => {
    const signed = await signedRequest(mock.credentials, { now: PINNED })
    const answer = await fetch(mock.url + signed.target, { method: 'POST', headers: signed.headers, body: '{}' })
    expect(await ask('POST', EXPLAIN, { text: await answer.text(), message: 'GET\n/\n1\n2\n\n' })).toMatchObject({
      body: {
        kind: 'refusal',
        results: [{ verdict: 'invalid', mistakes: expect.arrayContaining([expect.objectContaining({ fix: expect.any(String) })]) }],
      },
    })
  })

  test('finds a correctly signed answer valid', async ({ ask, call }) => {
    const { headers, body } = await call()
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
    expect(await ask('POST', EXPLAIN, { text: ['HTTP/1.1 200 OK', ...lines, '', body].join('\r\n') })).toMatchObject({
      body: { kind: 'response', results: [{ verdict: 'valid' }] },
    })
  })

  test.for([
    'curl https://api.mch.weixin.qq.com/v3/x -H "authorization: WECHATPAY2-SHA256-RSA2048 x" --data @package.json',
    'curl https://api.mch.weixin.qq.com/v3/x -H @package.json',
    'Invoke-WebRequest https://api.mch.weixin.qq.com/v3/x -Method POST -InFile package.json',
  ])('refuses a command that names a file to read: %s', async (text, { ask }) => {
    expect(await ask('POST', EXPLAIN, { text })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('is not read here: write what it contains into the command') },
    })
  })

  test.for([
    ['a text of no known kind', { text: 'hello' }, 400],
    ['an empty text', { text: '' }, 400],
    ['an unknown field', { text: 'x', file: '/etc/passwd' }, 400],
    ['a text that is too long', { text: 'x'.repeat(1_100_000) }, 413],
    ['a PowerShell command without a URL', { text: 'iwr \\' }, 400],
    ['a fetch call with an invalid URL', { text: 'fetch("http://[/")' }, 400],
    ['a fetch call with a URL without a host', { text: 'fetch("//")' }, 400],
    ['a key that is neither a certificate nor a public key', { text: 'curl http://a/v3/x', key: 'x' }, 400],
  ] as const)('refuses %s', async ([, body, status], { ask }) => {
    expect(await ask('POST', EXPLAIN, body)).toMatchObject({ status })
  })

  test('refuses more messages than it can explain at once', async ({ ask, mock }) => {
    const one = await curl(mock.credentials)
    expect(await ask('POST', EXPLAIN, { text: Array.from({ length: 21 }, () => one).join('\n') })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('21 messages') },
    })
  })

  test('gets 404 from a server that was created without the function explain', async () => {
    await using mock = await createWithoutExplain()
    expect(await askControl(mock.url, 'POST', EXPLAIN, { text: 'x' })).toMatchObject({ status: 404 })
  })
})
