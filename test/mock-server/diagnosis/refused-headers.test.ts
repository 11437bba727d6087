import { Buffer } from 'node:buffer'
import { describe, expect } from 'vitest'
import type { Diagnosis } from '../../../contracts/index.ts'
import { test } from '../../control-test.ts'
import { PINNED } from '../../mock-test.ts'
import { send } from '../../send.ts'
import { CHANGE_STATUS, signedRequest } from '../../signed-request.ts'

const BODY = '{"sub_mchid":"1900000109","operation_type":"OPEN"}'

describe('a header that is missing or that the gateway refuses', () => {
  test.for<[string, Record<string, string>, number, string[]]>([
    ['no Accept', { Accept: '' }, 400, ['accept-missing']],
    ['no User-Agent', { 'User-Agent': '' }, 400, ['user-agent-missing']],
    ['neither Accept nor User-Agent', { Accept: '', 'User-Agent': '' }, 400, ['accept-missing', 'user-agent-missing']],
    ['no Content-Type', { 'Content-Type': '' }, 400, ['content-type-missing']],
    ['Content-Type: text/plain', { 'Content-Type': 'text/plain' }, 400, ['content-type-not-json']],
    ["the Accept-Language of Node's fetch", { 'Accept-Language': '*' }, 406, ['accept-language-unsupported']],
    [
      'no User-Agent, and an unsupported language',
      { 'User-Agent': '', 'Accept-Language': 'fr' },
      400,
      ['user-agent-missing', 'accept-language-unsupported'],
    ],
  ])('is explained in the diagnosis: %s', async ([, change, status, ids], { own, call }) => {
    const { headers, ...answer } = await call({ target: CHANGE_STATUS, body: BODY, headers: { 'Mock-Explain': '1', ...change } })
    const { mistakes }: Diagnosis = JSON.parse(String(headers['mock-diagnosis']))
    expect({ status: answer.status, ids: mistakes.map(({ id }) => id) }).toEqual({ status, ids })
    expect(await own.requests()).toMatchObject([{ status, diagnosis: { key: null, signed: null, mistakes: ids.map((id) => ({ id })) } }])
  })

  test('is named with its value in the diagnosis', async ({ call }) => {
    const { headers } = await call({ target: CHANGE_STATUS, body: BODY, headers: { 'Mock-Explain': '1', 'Accept-Language': '*' } })
    const { mistakes }: Diagnosis = JSON.parse(String(headers['mock-diagnosis']))
    expect(mistakes).toMatchObject([
      { message: expect.stringContaining('Accept-Language: *.'), message_zh: expect.stringContaining(' *，') },
    ])
  })

  test('is not explained when the signature is wrong, because the gateway checks the signature first', async ({ mock }) => {
    const signed = await signedRequest(mock.credentials, {
      now: PINNED,
      body: BODY,
      headers: { 'Mock-Explain': '1', 'Accept-Language': '*' },
    })
    const { status, headers } = await send(mock.url, { ...signed, body: Buffer.from(`${BODY} `) })
    const { mistakes }: Diagnosis = JSON.parse(String(headers['mock-diagnosis']))
    expect([status, ...mistakes.map(({ id }) => id)]).toEqual([401, 'body-trimmed'])
  })

  test('is not blamed when a fault causes the same error', async ({ own, call }) => {
    await own.addFault({ example: 'PARAM_ERROR_ACCEPT_LANGUAGE' })
    const faulty = await call({ target: CHANGE_STATUS, body: BODY, headers: { 'Mock-Explain': '1' } })
    expect([faulty.status, faulty.headers['mock-diagnosis']]).toEqual([406, 'null'])
  })
})
