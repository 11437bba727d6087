import { describe, expect } from 'vitest'
import { operationFiles } from '../../../contracts/index.ts'
import { type Operation, openApi } from '../../../mock-server/openapi/index.ts'
import { test } from '../../mock-test.ts'
import { CLOSE, OPEN } from '../../signed-request.ts'

const { operations } = await openApi(operationFiles.products)

function request({ method, path }: Operation, prefer: string) {
  return { method, target: path, body: method === 'GET' ? '' : '{}', headers: { Prefer: prefer } }
}

describe('every documented error example', () => {
  test.for(operations)('of $id is sent when Prefer names it', async (operation, { call }) => {
    expect(operation.errors.size).toBeGreaterThan(30)
    for (const [name, row] of operation.errors) {
      const { status, body, headers } = await call(request(operation, `example=${name}`))
      const { code, detail, message } = JSON.parse(body)
      expect({ name, status, code, detail }).toEqual({ name, status: row.status, code: row.body.code, detail: row.body.detail })
      expect(message).toMatch(filledIn(row.body.message))
      expect(headers['request-id']).toMatch(new RegExp(`-${row.requestIdCode}$`))
      expect(headers['wechatpay-signature'] === undefined).toBe(status === 401)
    }
  })
})

/** Returns a pattern for the message. In place of each `{name}`, the pattern accepts any text. */
function filledIn(message: string): RegExp {
  const literal = message.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&')
  return new RegExp(`^${literal.replaceAll(/\{\w+\}/g, '[^{}]+')}$`)
}

describe('Prefer', () => {
  /** Matches the issue that names the three nearest examples, with `first` at the beginning. */
  const NEAREST = (first: string) =>
    expect.stringMatching(new RegExp(`^changeGoldPlanStatus documents no such example \\(nearest: ${first}, \\w+, \\w+\\)$`))
  const changeStatus = operations.find(({ id }) => id === 'changeGoldPlanStatus') as Operation

  test.for([
    ['code=429', 429, 'RATELIMIT_EXCEEDED'],
    ['code=400', 400, 'INVALID_REQUEST'],
    ['code=500', 500, 'SYSTEM_ERROR'],
    ['example="MCH_NOT_EXISTS"', 400, 'MCH_NOT_EXISTS'],
    ['respond-async, example=MCH_NOT_EXISTS', 400, 'MCH_NOT_EXISTS'],
    ['example=MCH_NOT_EXISTS, code=429', 400, 'MCH_NOT_EXISTS'],
  ] as const)('%s is answered with %i %s', async ([prefer, status, code], { call }) => {
    const answer = await call(request(changeStatus, prefer))
    expect(answer.status).toBe(status)
    expect(JSON.parse(answer.body).code).toBe(code)
  })

  test.for([
    ['example=SYSTEM_EROR', 'SYSTEM_EROR', NEAREST('SYSTEM_ERROR')],
    ['example=mch-not-exist', 'mch-not-exist', NEAREST('MCH_NOT_EXISTS')],
    ['example=CUSTOM_PAGE_LINK_MISSING', 'CUSTOM_PAGE_LINK_MISSING', NEAREST('\\w+')],
    ['example=__proto__', '__proto__', NEAREST('\\w+')],
    ['example=SYSTEM_EROR, code=429', 'SYSTEM_EROR', NEAREST('SYSTEM_ERROR')],
    ['code=418', '418', 'changeGoldPlanStatus documents no such code'],
    ['code=4', '4', 'changeGoldPlanStatus documents no such code'],
    ['example=A"B', 'example=A"B', "Prefer can't be parsed"],
    ['code="429', 'code="429', "Prefer can't be parsed"],
    ['code=404', '404', 'changeGoldPlanStatus documents no such code'],
    ['example', true, 'changeGoldPlanStatus documents no such example'],
  ] as const)('%s is refused, and the answer names the wrong value', async ([prefer, value, issue], { call }) => {
    const answer = await call(request(changeStatus, prefer))
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.body)).toMatchObject({
      code: 'INVALID_REQUEST',
      detail: { field: 'Prefer', issue, location: 'header', value },
    })
  })

  test('is the field of the refusal in the journal, because the message does not name it', async ({ mock, call }) => {
    await call(request(changeStatus, 'example=SYSTEM_EROR'))
    const [entry] = await mock.control.merchant(mock.credentials.mchid).requests()
    expect(entry?.error).toEqual({ field: '/header/Prefer', message: 'HTTP 请求不符合微信支付 APIv3 接口规则' })
  })

  test('has no effect when it names neither an example nor a code', async ({ call }) => {
    expect((await call({ headers: { Prefer: 'return=minimal, wait=10, note="an example of code"' } })).status).toBe(200)
  })

  test('is read after Accept-Language was checked', async ({ call }) => {
    const { body } = await call({ headers: { Prefer: 'example=MCH_NOT_EXISTS', 'Accept-Language': '*' } })
    expect(JSON.parse(body).code).toBe('PARAM_ERROR')
  })

  test('is read after the signature was checked, and changes no state', async ({ call }) => {
    expect((await call({ headers: { Prefer: 'example=MCH_NOT_EXISTS', Authorization: '' } })).status).toBe(401)
    await call({ body: OPEN })
    expect((await call({ body: CLOSE, headers: { Prefer: 'example=SYSTEM_ERROR' } })).status).toBe(500)
    // A gold plan that was closed can't be opened for 24 hours. So this 200 shows that the call with Prefer did not close it.
    expect((await call({ body: OPEN })).status).toBe(200)
    await call({ body: CLOSE })
    expect((await call({ body: OPEN })).status).toBe(400)
  })
})
