import { describe, expect } from 'vitest'
import { createMockServer } from '../../../mock-server/index.ts'
import { askControl, test } from '../../control-test.ts'
import { send } from '../../send.ts'
import { CHANGE_STATUS, OPEN } from '../../signed-request.ts'
import { CALLS } from '../faults/scripted-test.ts'

const REQUESTS = '/__mock/merchants/1900000100/requests'
const AUTHORIZATION = '/__mock/merchants/1900000100/authorization'
const CALL = { method: 'POST', target: CHANGE_STATUS, body: OPEN }

describe('POST …/requests', () => {
  test('signs a request, sends it, and returns its journal entry with the answer', async ({ ask, own }) => {
    const { status, body } = await ask('POST', REQUESTS, CALL)
    expect(status).toBe(201)
    expect(body).toMatchObject({
      verdict: 'valid',
      status: 200,
      operation: 'changeGoldPlanStatus',
      body: OPEN,
      answer: { body: expect.stringContaining('1900000109') },
    })
    expect(await own.request((body as { id: number }).id)).toEqual(body)
    expect((await own.subMerchant('1900000109')).gold_plan.JSAPI.status).toBe('OPEN')
  })

  test("signs the request with the gateway's time and the current certificate", async ({ ask, own }) => {
    await own.setClock({ advance: '24h', gateway_skew: '-2h' })
    await own.setCertificate({ renew: true, own_key: true })
    expect(await ask('POST', REQUESTS, CALL)).toMatchObject({ status: 201, body: { verdict: 'valid' } })
  })

  test('sends the given headers, but sets Authorization, Host and Content-Length itself', async ({ ask, mock }) => {
    const id = mock.credentials.platform_public_key?.id ?? ''
    const headers = { 'Wechatpay-Serial': id, authorization: 'Bearer x', Host: 'evil.example', 'Content-Length': '7' }
    expect(await ask('POST', REQUESTS, { ...CALL, headers })).toMatchObject({
      body: {
        verdict: 'valid',
        signer: { kind: 'public_key' },
        headers: { 'wechatpay-serial': id, 'content-length': String(OPEN.length) },
      },
    })
  })

  test('applies the faults to the request, and records their delay in the journal entry', async ({ ask, own }) => {
    await own.addFault({ latency_ms: 5 })
    await own.addFault({ example: 'SYSTEM_ERROR' })
    expect(await ask('POST', REQUESTS, CALL)).toMatchObject({ body: { status: 500, code: 'SYSTEM_ERROR', delay_ms: 5, faults: [1, 2] } })
  })

  test.for([
    [{ ...CALL, method: 'post' }, '/body/method'],
    [{ ...CALL, target: 'https://api.mch.weixin.qq.com/' }, '/body/target'],
    [{ ...CALL, target: '/a\r\nb: c' }, '/body/target'],
    [{ ...CALL, times: 3 }, '/body/times'],
    [{ method: 'GET' }, '/body/target'],
  ] as const)('refuses %j, and names the wrong field', async ([body, field], { ask }) => {
    expect(await ask('POST', REQUESTS, body)).toMatchObject({ status: 400, body: { detail: { field } } })
  })

  test('refuses an unknown merchant', async ({ ask }) => {
    expect(await ask('POST', '/__mock/merchants/9/requests', CALL)).toMatchObject({ status: 404 })
  })

  test('answers 409 when the journal did not keep the request', async () => {
    await using mock = await createMockServer({ journalLimit: 0 })
    const answer = await askControl(mock.url, 'POST', `/__mock/merchants/${mock.credentials.mchid}/requests`, {
      method: 'GET',
      target: '/',
    })
    expect(answer).toMatchObject({
      status: 409,
      body: { message: expect.stringMatching(/^The request was answered, but the journal did not keep it: .*--journal-limit/) },
    })
  })

  test('sends a body that is too long for the gateway, and returns the journal entry of the refused request', async ({ ask }) => {
    expect(await ask('POST', REQUESTS, { ...CALL, body: 'x'.repeat(70_000) })).toMatchObject({
      status: 201,
      body: { status: 400, body: null },
    })
  })
})

describe('POST …/authorization', () => {
  test('signs a request that another program can send', async ({ ask, mock }) => {
    const { status, body } = await ask('POST', AUTHORIZATION, CALL)
    expect(status).toBe(200)
    const { authorization, message } = body as { authorization: string; message: string }
    expect(message).toMatch(/^POST\n\/v3\/goldplan\/merchants\/changegoldplanstatus\n\d+\n\w+\n\{.*\}\n$/)
    const headers = { Authorization: authorization, Accept: 'application/json', 'Content-Type': 'application/json', 'User-Agent': 'test' }
    expect(await send(mock.url, { ...CALL, headers, body: Buffer.from(OPEN) })).toMatchObject({ status: 200 })
  })

  test('leaves no trace in the journal', async ({ ask, own }) => {
    await ask('POST', AUTHORIZATION, CALL)
    expect(await own.requests()).toEqual([])
  })
})

describe('GET /__mock/operations', () => {
  test('lists every operation with the errors that the gateway can send for it', async ({ ask }) => {
    const { body } = await ask('GET', '/__mock/operations')
    const { operations } = body as { operations: { operation: string; examples: { example: string }[] }[] }
    expect(operations.map(({ operation }) => operation).toSorted()).toEqual(Object.keys(CALLS).toSorted())
    const { examples = [] } = operations.find(({ operation }) => operation === 'changeGoldPlanStatus') ?? {}
    expect(examples.find(({ example }) => example === 'SYSTEM_ERROR')).toEqual({
      example: 'SYSTEM_ERROR',
      status: 500,
      code: 'SYSTEM_ERROR',
      message: expect.any(String),
      sub_mchid: expect.toBeOneOf([null, expect.any(String)]),
    })
    expect(JSON.stringify(body)).not.toMatch(/\{\w+\}/)
  })
})
