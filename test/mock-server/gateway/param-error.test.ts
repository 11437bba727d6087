import { describe, expect, it } from 'vitest'
import { renderError } from '../../../mock-server/gateway/render-error.ts'
import { validateCall } from '../../../mock-server/gateway/validate-call.ts'
import { type Operation, openApi } from '../../../mock-server/openapi/index.ts'
import { writtenOperations } from '../openapi/written-operations.ts'

/** The body fields of a made-up operation. Most of them occur in error messages that WeChat Pay has published, but not in the gold plan. */
const PROPERTIES = {
  receivers: { title: '分账接收方列表', type: 'array', minItems: 1, maxItems: 2, items: { type: 'string' } },
  post_payments: { title: '后付费项目', type: 'array', items: { title: '后付费项目', type: 'object', properties: {} } },
  amount: {
    title: '订单金额',
    type: 'object',
    properties: { total: { title: '总金额', type: 'integer', format: 'int64', minimum: 1, maximum: 100 } },
  },
  refund: { title: '退款金额', type: 'integer', format: 'int64' },
  plain: { title: '数值', type: 'integer' },
  quantity: { title: '商品数量', type: 'integer', format: 'int32' },
  mchid: { title: '直连商户号', type: 'string', maxLength: 9, pattern: '^[1-9]\\d*$' },
  funds_account: { title: '退款资金来源', type: 'string', enum: ['AVAILABLE'] },
  is_split: { title: '是否分账', type: 'boolean' },
  rate: { title: '费率', type: 'number', exclusiveMinimum: 0 },
}

const PARAMETERS = [
  { name: 'out_trade_no', in: 'path', required: true, schema: { title: '商户订单号', type: 'string', maxLength: 32 } },
  { name: 'offset', in: 'query', schema: { title: '分页开始位置', type: 'integer', format: 'int32', minimum: 0 } },
]

function documentOf(parameters: readonly object[], required: readonly string[] = []): string {
  const schema = {
    title: '请求报文主体',
    type: 'object',
    additionalProperties: false,
    properties: PROPERTIES,
    ...(required.length > 0 && { required }),
  }
  const requestBody = { required: true, content: { 'application/json': { schema } } }
  const post = { operationId: 'order', parameters, requestBody, responses: { 204: { description: 'Done.' } } }
  const path = parameters.length > 0 ? '/v3/orders/{out_trade_no}' : '/v3/orders'
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'orders', version: '1' },
    'x-gateway': 'gateway.openapi.yaml',
    paths: { [path]: { post } },
    components: {},
  })
}

async function answerTo(body: unknown, document: string, target = '/v3/orders') {
  const api = await openApi(await writtenOperations(document))
  const operation = api.operations[0] as Operation
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  const request = { method: 'POST', target, authorization: undefined, body: bytes }
  const refused = await validateCall(request, operation, api).then(
    () => undefined,
    (error: unknown) => error,
  )
  if (refused === undefined) return 'accepted'
  const { status, body: answer } = renderError(refused, operation, (failure) => {
    throw failure
  })
  return { status, ...(answer as { code: string; detail: { location: string; value: unknown }; message: string }) }
}

const json = (pointer: string, title: string, rest: string) => `无法将 JSON 输入源“${pointer}”映射到目标字段“${title}”中，此字段需要${rest}`
const BITS_64 = '一个合法的 64 位有符号整数'
const BITS_32 = '一个合法的 32 位有符号整数'
const count = (rest: string) => `输入源“/body/receivers”映射到字段“分账接收方列表”多重性规则校验失败，此字段个数为 ${rest}`
const text = (rest: string) => `输入源“/body/mchid”映射到值字段“直连商户号”字符串规则校验失败，${rest}`
const range = (rest: string) => `输入源“/body/amount/total”映射到数值字段“总金额”规则校验失败，值${rest}`

describe('PARAM_ERROR', () => {
  it.each<[string, object, string, unknown]>([
    [
      'text instead of an array',
      { receivers: '[]' },
      '无法将 JSON 输入源“/body/receivers”映射到多重字段“分账接收方列表”中，此字段需要 JSON 数组对象',
      '[]',
    ],
    ['an array without items', { receivers: [] }, count('0 个，低于最小值 1'), 0],
    ['an array with too many items', { receivers: ['a', 'b', 'c'] }, count('3 个，高于最大值 2'), 3],
    ['text instead of an object', { post_payments: ['x'] }, json('/body/post_payments/0', '后付费项目', '一个合法的 Json 对象'), 'x'],
    ['an array instead of an object', { amount: [] }, json('/body/amount', '订单金额', '一个合法的 Json 对象'), []],
    ['text instead of a 64-bit integer', { amount: { total: '1900000' } }, json('/body/amount/total', '总金额', BITS_64), '1900000'],
    ['a fraction instead of a 64-bit integer', { amount: { total: 0.01 } }, json('/body/amount/total', '总金额', BITS_64), 0.01],
    ['a number that does not fit in 64 bits', { refund: 1e30 }, json('/body/refund', '退款金额', BITS_64), 1e30],
    ['a fraction instead of an integer of unknown size', { plain: 0.5 }, json('/body/plain', '数值', BITS_64), 0.5],
    ['text instead of a 32-bit integer', { quantity: '1' }, json('/body/quantity', '商品数量', BITS_32), '1'],
    ['a number that does not fit in 32 bits', { quantity: 2 ** 31 }, json('/body/quantity', '商品数量', BITS_32), 2 ** 31],
    ['a number that is too small', { amount: { total: 0 } }, range('低于最小值 1'), 0],
    ['a number that is too large', { amount: { total: 101 } }, range('高于最大值 100'), 101],
    ['text that does not match a pattern', { mchid: '01' }, text('字符串必须匹配正则表达式“^[1-9]\\d*$”'), '01'],
    ['text that is too long and does not match a pattern either', { mchid: 'x'.repeat(10) }, text('字符数 10，大于最大值 9'), 10],
    [
      'text that is not in the enum',
      { funds_account: 'OPERATION' },
      json('/body/funds_account', '退款资金来源', '能映射到一个合法的“/body/funds_account”枚举'),
      'OPERATION',
    ],
    ['text instead of true or false', { is_split: 'true' }, json('/body/is_split', '是否分账', '一个 boolean 类型的 Json 值'), 'true'],
  ])('is the answer to %s, with the message that WeChat Pay has published', async (_, body, message, value) => {
    const expected = { status: 400, code: 'PARAM_ERROR', detail: { location: 'body', value }, message }
    expect(await answerTo(body, documentOf([]))).toEqual(expected)
    // For an operation without parameters, AJV checks the body, and Prism names the mistake. For one with parameters, Prism does both.
    expect(await answerTo(body, documentOf(PARAMETERS), '/v3/orders/1')).toEqual(expected)
  })

  it.each([
    ['/v3/orders/1', { amount: { total: 1 }, quantity: -(2 ** 31), refund: Number.MAX_SAFE_INTEGER, mchid: '19', receivers: ['a', 'b'] }],
    ['/v3/orders/1?offset=0', { amount: { total: 100 }, quantity: 2 ** 31 - 1, post_payments: [{}] }],
  ])('is not the answer to values within their limits, sent to %s', async (target, body) => {
    expect(await answerTo(body, documentOf(PARAMETERS), target)).toBe('accepted')
    expect(await answerTo(body, documentOf([]))).toBe('accepted')
  })

  it('has the location "uri_template" for a wrong path parameter', async () => {
    expect(await answerTo({}, documentOf(PARAMETERS), `/v3/orders/${'1'.repeat(35)}`)).toMatchObject({
      detail: { location: 'uri_template', value: 35 },
      message: '输入源“/uri_template/out_trade_no”映射到值字段“商户订单号”字符串规则校验失败，字符数 35，大于最大值 32',
    })
  })

  it('has the location "query" for a wrong query parameter', async () => {
    expect(await answerTo({}, documentOf(PARAMETERS), '/v3/orders/1?offset=-1')).toMatchObject({
      detail: { location: 'query', value: '-1' },
      message: '输入源“/query/offset”映射到数值字段“分页开始位置”规则校验失败，值低于最小值 0',
    })
  })

  it('has the message 参数错误 for a mistake for which no message has been published', async () => {
    const message = '参数错误'
    expect(await answerTo({ rate: 0 }, documentOf(PARAMETERS), '/v3/orders/1')).toMatchObject({ message })
  })
})

describe('a body that is not JSON', () => {
  it.each(['', '{', 'a=1', '{}{}'])('gets the error that the first required field is missing, with the location null: %j', async (body) => {
    expect(await answerTo(body, documentOf([], ['mchid', 'amount']))).toEqual({
      status: 400,
      code: 'PARAM_ERROR',
      detail: { location: null, value: '' },
      message: '输入源“/mchid”映射到字段“直连商户号”必填性规则校验失败，此字段为必填项',
    })
  })

  it('gets the message 参数错误 when no field is required', async () => {
    expect(await answerTo('{', documentOf([]))).toEqual({
      status: 400,
      code: 'PARAM_ERROR',
      detail: { location: 'body' },
      message: '参数错误',
    })
  })
})
