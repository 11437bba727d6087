import { describe, expect, test } from 'vitest'
import type { ErrorExample } from '../../contracts/operations.d.ts'
import { interactionThatFails, interactionThatSucceeds, type OperationId } from '../../contracts/pact/index.ts'

describe('a built interaction', () => {
  test.each<[OperationId, string, number]>([
    ['changeGoldPlanStatus', 'POST /v3/goldplan/merchants/changegoldplanstatus', 200],
    ['changeCustomPageStatus', 'POST /v3/goldplan/merchants/changecustompagestatus', 200],
    ['setAdvertisingIndustryFilter', 'POST /v3/goldplan/merchants/set-advertising-industry-filter', 204],
    ['openAdvertisingShow', 'PATCH /v3/goldplan/merchants/open-advertising-show', 204],
    ['closeAdvertisingShow', 'POST /v3/goldplan/merchants/close-advertising-show', 204],
    ['listCertificates', 'GET /v3/certificates', 200],
    ['echo', 'POST /v3/security/echo', 200],
  ])('that succeeds has the method, path, status and description of the operation %s', async (id, call, status) => {
    const { request, response, description } = await interactionThatSucceeds(id)
    expect([`${request.method} ${request.path}`, response.status, description]).toEqual([call, status, `${id} that succeeds`])
  })

  test.each(['close-advertising-show', 'POST /v3/goldplan/merchants/close-advertising-show'])(
    'is the same for the operation name %s as for the operationId',
    async (name) => {
      expect(await interactionThatSucceeds(name)).toEqual(await interactionThatSucceeds('closeAdvertisingShow'))
      expect(interactionThatFails(name, 'MCH_NOT_EXISTS')).toEqual(interactionThatFails('closeAdvertisingShow', 'MCH_NOT_EXISTS'))
    },
  )

  test('has headers only when its operation requires some', async () => {
    const { request } = await interactionThatSucceeds('echo')
    expect(request.headers).toEqual({ 'Wechatpay-Serial': 'PUB_KEY_ID_0000000000000000000000001900000100' })
    const { states, request: failing } = interactionThatFails('echo', 'PARAM_ERROR_MISSING')
    expect({ states, headers: failing.headers }).toEqual({ states: [], headers: request.headers })
    expect((await interactionThatSucceeds('closeAdvertisingShow')).request).not.toHaveProperty('headers')
  })

  test('that succeeds sends the given body, and its state and its answer contain the sub-merchant ID of that body', async () => {
    const body = { sub_mchid: '1900000777', operation_type: 'CLOSE' } as const
    const { request, states, response } = await interactionThatSucceeds('changeGoldPlanStatus', { body, description: 'closing' })
    expect({ request, states, response }).toMatchObject({
      request: { body },
      states: [{ name: 'a sub-merchant exists', parameters: { sub_mchid: '1900000777' } }],
      response: { body: { sub_mchid: '1900000777' } },
    })
  })

  test('that fails has the documented status, code and message, and the state that leads to the error', () => {
    const { states, response } = interactionThatFails('changeGoldPlanStatus', 'GOLDPLAN_REOPENED_WITHIN_24H')
    expect(states).toMatchObject([{ name: 'the gold plan of a sub-merchant was closed less than 24 hours ago' }])
    expect(response).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST', message: '请特约商户关闭点金计划24小时后再试' } })
  })

  test.each<[ErrorExample, object]>([
    ['PARAM_ERROR_UNKNOWN_FIELD', { appid: expect.any(String) }],
    ['PARAM_ERROR_MISSING', { sub_mchid: undefined }],
    ['PARAM_ERROR_TYPE', { sub_mchid: expect.any(Number) }],
    ['PARAM_ERROR_TOO_SHORT', { sub_mchid: '' }],
    ['PARAM_ERROR_TOO_LONG', { sub_mchid: '1'.repeat(35) }],
    ['PARAM_ERROR_ENUM', { operation_type: 'open' }],
  ])('whose error is about the body sends a body that violates the schema: %s', (example, wrong) => {
    const right = { sub_mchid: '1900000109', operation_type: 'OPEN', operation_pay_scene: 'JSAPI_AND_MINIPROGRAM' }
    const { request, states } = interactionThatFails('changeGoldPlanStatus', example)
    expect(request.body).toEqual({ ...right, ...wrong })
    expect(states).toEqual([{ name: 'a sub-merchant exists', parameters: { sub_mchid: '1900000109' } }])
  })

  test.each<[ErrorExample, unknown]>([
    ['PARAM_ERROR_TYPE_ARRAY', 'E_COMMERCE'],
    ['PARAM_ERROR_TOO_FEW_ITEMS', []],
    ['PARAM_ERROR_TOO_MANY_ITEMS', ['E_COMMERCE', 'LOVE_MARRIAGE', 'POTOGRAPHY', 'EDUCATION']],
    ['PARAM_ERROR_ENUM', ['e_commerce']],
  ])('whose error is about a list sends a list that violates the schema: %s', (example, filters) => {
    const { request } = interactionThatFails('setAdvertisingIndustryFilter', example)
    expect(request.body).toEqual({ sub_mchid: '1900000109', advertising_industry_filters: filters })
  })

  test('that fails has the state "the answer is an error example" when no field of the body can cause the error', () => {
    const { request, states } = interactionThatFails('closeAdvertisingShow', 'PARAM_ERROR_TOO_MANY_ITEMS')
    expect(request.body).toEqual({ sub_mchid: '1900000109' })
    expect(states).toEqual([{ name: 'the answer is an error example', parameters: { example: 'PARAM_ERROR_TOO_MANY_ITEMS' } }])
  })

  test('that fails sends a given invalid body unchanged', () => {
    const { request, states } = interactionThatFails('closeAdvertisingShow', 'PARAM_ERROR_TYPE', { body: { sub_mchid: [] } })
    expect(request.body).toEqual({ sub_mchid: [] })
    expect(states).toEqual([{ name: 'a sub-merchant exists', parameters: {} }])
  })

  test('that fails has the state "the answer is an error example" when no other state leads to the error', () => {
    const { states } = interactionThatFails('closeAdvertisingShow', 'ADVERTISING_OPERATION_FAILED')
    expect(states).toEqual([{ name: 'the answer is an error example', parameters: { example: 'ADVERTISING_OPERATION_FAILED' } }])
  })

  test('cannot be built for an undocumented error: the message names the nearest documented errors', () => {
    expect(() => interactionThatFails('listCertificates', 'MCH_NOT_EXISTS')).toThrow(
      /^listCertificates documents no error example MCH_NOT_EXISTS \(nearest: \w+, \w+, \w+\)$/,
    )
  })

  test('cannot be built for an unknown operation: the message names the nearest known operations', async () => {
    await expect(interactionThatSucceeds('openGoldPlan')).rejects.toThrow(/^There is no operation openGoldPlan \(nearest: \w+, \w+, \w+\)$/)
  })
})
