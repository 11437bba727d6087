import { describe, expect } from 'vitest'
import { CHANGE_STATUS, OPEN } from '../../signed-request.ts'
import { test } from './command-test.ts'
import { authorization, complaint, explain, explained } from './explain-test.ts'

const URL = `https://api.mch.weixin.qq.com${CHANGE_STATUS}`

function har(...entries: object[]): string {
  return JSON.stringify({ log: { version: '1.2', creator: { name: 'test' }, entries } })
}

async function entry(request: object = {}, rest: object = { startedDateTime: '2023-11-14T22:13:30.000Z' }): Promise<object> {
  const headers = [
    { name: ':authority', value: 'api.mch.weixin.qq.com' },
    { name: 'authorization', value: await authorization() },
  ]
  const postData = { mimeType: 'application/json', text: OPEN }
  return { ...rest, time: 12, request: { method: 'POST', url: URL, httpVersion: 'h2', headers, postData, ...request }, response: {} }
}

describe('explain of a HAR', () => {
  test('explains only the entries that have an Authorization header or a /v3/ path', async () => {
    const others = { url: 'http://127.0.0.1:8920/login', headers: [] }
    const content = har(await entry(), await entry(others), await entry({ url: `${URL}?a=1` }), await entry({ headers: [] }))
    expect(await explained(`\ufeff${content}`)).toMatchObject([
      { method: 'POST', target: CHANGE_STATUS, verdict: 'valid' },
      { target: `${CHANGE_STATUS}?a=1`, verdict: 'SIGN_ERROR_SIGNATURE' },
      { target: CHANGE_STATUS, verdict: 'SIGN_ERROR_AUTHORIZATION_FORMAT' },
    ])
  })

  test('compares the timestamp with --now, or else with the time of the entry; without both, does not check the timestamp', async () => {
    const late = har(await entry({}, { startedDateTime: '2023-11-15T06:18:21+08:00' }))
    expect(await explained(late)).toMatchObject([{ verdict: 'SIGN_ERROR_TIMESTAMP' }])
    expect(await explained(late, '--now', '1700000000')).toMatchObject([{ verdict: 'valid' }])
    expect(await explained(har(await entry({}, {})))).toMatchObject([{ verdict: 'valid' }])
  })

  test('accepts a body in base64, and a request without a body', async () => {
    const postData = { text: Buffer.from(OPEN).toString('base64'), encoding: 'base64' }
    const headers = [{ name: 'Authorization', value: await authorization({ method: 'GET', body: '' }) }]
    const get = { method: 'GET', headers, postData: undefined }
    expect(await explained(har(await entry({ postData }), await entry(get)))).toMatchObject([{ verdict: 'valid' }, { verdict: 'valid' }])
  })

  test('reports unknown-body for a request whose body is missing from the HAR', async () => {
    const postData = { mimeType: 'application/json' }
    expect(await explained(har(await entry({ postData, bodySize: 51 })))).toMatchObject([{ verdict: 'unknown-body' }])
  })

  test('says why the Authorization header may be missing from the HAR', async () => {
    const { stdout, code } = await explain(har(await entry({ headers: [] })))
    expect(stdout.replace(/\n +/g, ' ')).toContain('Chrome leaves Authorization out of a HAR that is exported without sensitive data.')
    expect(code).toBe(1)
  })

  test.for<[string, string, RegExp]>([
    ['broken JSON', '{"log": {', /^stdin begins like JSON, but is not JSON: .*\n$/],
    [
      'JSON that is neither a HAR nor a Postman collection',
      '{"sub_mchid": "1"}',
      /^stdin is JSON with sub_mchid, but neither a HAR nor a Postman collection: give --authorization with/,
    ],
    ...['[{}]', '[\n[1]]', '["a"]', '[]'].map((list): [string, string, RegExp] => [
      `the list ${list}`,
      list,
      /^stdin is a JSON list, but neither a HAR nor a Postman collection: give --authorization with/,
    ]),
    ['a log without entries', '{"log":{}}', /^stdin: log\.entries \(missing\) is invalid\. It must be a list\.\n$/],
    ['an entry without a request', har({ request: 1 }), /^stdin: log\.entries\[0\]\.request \(1\) is invalid\. It must be a request\.\n$/],
    [
      'a URL that is a number',
      har({ request: { method: 'GET', url: 3, headers: [] } }),
      /^stdin: log\.entries\[0\]\.request\.url \(3\) is invalid/,
    ],
    [
      'a header without a value',
      har({ request: { method: 'GET', url: '/', headers: [{ name: 'a' }] } }),
      /^stdin: log\.entries\[0\]\.request\.headers\[0\]\.value \(missing\) is invalid\. It must be a string\.\n$/,
    ],
    [
      'a startedDateTime that is not a time',
      har({ startedDateTime: 'now', request: { method: 'GET', url: '/v3/', headers: [] } }),
      /^stdin: log\.entries\[0\]\.startedDateTime \("now"\) is invalid\. It must be a time like 2026/,
    ],
    [
      'a HAR without a request to explain',
      har(),
      /^stdin: none of the 0 entries of the HAR has an Authorization header or a \/v3\/ path\n$/,
    ],
  ])('refuses %s', async ([, content, message]) => {
    expect(await complaint(content)).toMatch(message)
  })
})
