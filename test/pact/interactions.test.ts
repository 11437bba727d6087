import { describe, expect, test } from 'vitest'
import { interactionThatFails, interactionThatSucceeds, type OperationId } from '../../contracts/pact/index.ts'

describe('a ready interaction', () => {
  test.each<[OperationId, string, number]>([
    ['changeGoldPlanStatus', 'POST /v3/goldplan/merchants/changegoldplanstatus', 200],
    ['changeCustomPageStatus', 'POST /v3/goldplan/merchants/changecustompagestatus', 200],
    ['setAdvertisingIndustryFilter', 'POST /v3/goldplan/merchants/set-advertising-industry-filter', 204],
    ['openAdvertisingShow', 'PATCH /v3/goldplan/merchants/open-advertising-show', 204],
    ['closeAdvertisingShow', 'POST /v3/goldplan/merchants/close-advertising-show', 204],
    ['listCertificates', 'GET /v3/certificates', 200],
  ])('that succeeds is there for %s', async (id, call, status) => {
    const { request, response, description } = await interactionThatSucceeds(id)
    expect([`${request.method} ${request.path}`, response.status, description]).toEqual([call, status, `${id} that succeeds`])
  })

  test('takes the body that is given, and its sub-merchant for the state', async () => {
    const body = { sub_mchid: '1900000777', operation_type: 'CLOSE' } as const
    const { request, states, response } = await interactionThatSucceeds('changeGoldPlanStatus', { body, description: 'closing' })
    expect({ request, states, response }).toMatchObject({
      request: { body },
      states: [{ name: 'a sub-merchant exists', parameters: { sub_mchid: '1900000777' } }],
      response: { body: { sub_mchid: '1900000777' } },
    })
  })

  test('that fails has the status and the code of the document, and the state that leads there', () => {
    const { states, response } = interactionThatFails('changeGoldPlanStatus', 'GOLDPLAN_REOPENED_WITHIN_24H')
    expect(states).toMatchObject([{ name: 'the gold plan of a sub-merchant was closed less than 24 hours ago' }])
    expect(response).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST', message: '请特约商户关闭点金计划24小时后再试' } })
  })

  test('that fails for its body has a body that is wrong', () => {
    const { request } = interactionThatFails('setAdvertisingIndustryFilter', 'PARAM_ERROR_ITEMS')
    expect(request.body?.['advertising_industry_filters']).toHaveLength(4)
  })

  test('that fails as no other state can make it names its example', () => {
    const { states } = interactionThatFails('closeAdvertisingShow', 'ADVERTISING_OPERATION_FAILED')
    expect(states).toEqual([{ name: 'the answer is an error example', parameters: { example: 'ADVERTISING_OPERATION_FAILED' } }])
  })

  test('refuses an error that the operation does not document', () => {
    expect(() => interactionThatFails('listCertificates', 'MCH_NOT_EXISTS')).toThrow(
      /^listCertificates does not end in MCH_NOT_EXISTS; it documents INVALID_REQUEST, /,
    )
  })

  test('refuses an operation that there is not', async () => {
    await expect(interactionThatSucceeds('openGoldPlan' as OperationId)).rejects.toThrow(
      'There is no operation openGoldPlan; there are listCertificates, changeGoldPlanStatus',
    )
  })
})
