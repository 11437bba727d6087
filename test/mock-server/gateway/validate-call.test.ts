import { describe, expect } from 'vitest'
import { test } from '../../mock-test.ts'
import { CHANGE_STATUS, OPEN } from '../../signed-request.ts'

const fields = (body: Record<string, unknown>) => JSON.stringify({ sub_mchid: '1900000109', operation_type: 'OPEN', ...body })
const missing = (pointer: string, title: string) => `输入源“${pointer}”映射到字段“${title}”必填性规则校验失败，此字段为必填项`
const wrongType = (pointer: string, title: string, type: string) =>
  `无法将 JSON 输入源“${pointer}”映射到目标字段“${title}”中，此字段需要一个 ${type} 类型的 Json 值`
const noArray = (pointer: string, title: string) => `无法将 JSON 输入源“${pointer}”映射到多重字段“${title}”中，此字段需要 JSON 数组对象`
const noObject = (pointer: string, title: string) =>
  `无法将 JSON 输入源“${pointer}”映射到目标字段“${title}”中，此字段需要一个合法的 Json 对象`
const outOfEnum = (pointer: string, title: string) =>
  `无法将 JSON 输入源“${pointer}”映射到目标字段“${title}”中，此字段需要能映射到一个合法的“${pointer}”枚举`
const UNPARSED = [missing('/sub_mchid', '特约商户号'), { location: null, value: '' }] as const
const inBody = (value: unknown) => ({ location: 'body', value })
const UNKNOWN = '请求中含有未在API文档中定义的参数'

describe('PARAM_ERROR', () => {
  test.for<[string, string | Buffer, string, unknown]>([
    ['a request without a body', '', ...UNPARSED],
    ['malformed JSON', '{"sub_mchid":', ...UNPARSED],
    ['two JSON values', `${OPEN}${OPEN}`, ...UNPARSED],
    ['a byte order mark', `\ufeff${OPEN}`, ...UNPARSED],
    ['form data', 'sub_mchid=1900000109&operation_type=OPEN', ...UNPARSED],
    ['an array', '[]', noObject('/body', '请求报文主体'), inBody([])],
    ['an array with a valid object', `[${OPEN}]`, noObject('/body', '请求报文主体'), inBody([JSON.parse(OPEN)])],
    ['a string', '"OPEN"', noObject('/body', '请求报文主体'), inBody('OPEN')],
    ['an empty string', '""', noObject('/body', '请求报文主体'), inBody('')],
    ['a number', '5', noObject('/body', '请求报文主体'), inBody(5)],
    ['zero', '0', noObject('/body', '请求报文主体'), inBody(0)],
    ['false', 'false', noObject('/body', '请求报文主体'), inBody(false)],
    ['null', 'null', noObject('/body', '请求报文主体'), inBody(null)],
    ['an empty object', '{}', missing('/body/sub_mchid', '特约商户号'), inBody('')],
    ['a missing operation_type', '{"sub_mchid":"1"}', missing('/body/operation_type', '操作类型'), inBody('')],
    ['a missing sub_mchid', '{"operation_type":"OPEN"}', missing('/body/sub_mchid', '特约商户号'), inBody('')],
    ['a number as sub_mchid', fields({ sub_mchid: 1900000109 }), wrongType('/body/sub_mchid', '特约商户号', 'string'), inBody(1900000109)],
    ['null as sub_mchid', fields({ sub_mchid: null }), wrongType('/body/sub_mchid', '特约商户号', 'string'), inBody(null)],
    [
      'null as operation_pay_scene',
      fields({ operation_pay_scene: null }),
      wrongType('/body/operation_pay_scene', '支付场景', 'string'),
      inBody(null),
    ],
    ['an object as operation_type', fields({ operation_type: {} }), wrongType('/body/operation_type', '操作类型', 'string'), inBody({})],
    [
      'an empty sub_mchid',
      fields({ sub_mchid: '' }),
      '输入源“/body/sub_mchid”映射到值字段“特约商户号”字符串规则校验失败，字符数 0，小于最小值 1',
      inBody(0),
    ],
    [
      'a sub_mchid of 33 characters',
      fields({ sub_mchid: '1'.repeat(33) }),
      '输入源“/body/sub_mchid”映射到值字段“特约商户号”字符串规则校验失败，字符数 33，大于最大值 32',
      inBody(33),
    ],
    [
      'a sub_mchid of 40 Chinese characters',
      fields({ sub_mchid: '商'.repeat(40) }),
      '输入源“/body/sub_mchid”映射到值字段“特约商户号”字符串规则校验失败，字符数 40，大于最大值 32',
      inBody(40),
    ],
    [
      'a sub_mchid of 33 escaped characters of two UTF-16 units each',
      fields({}).replace('1900000109', '\\ud83d\\ude00'.repeat(33)),
      '输入源“/body/sub_mchid”映射到值字段“特约商户号”字符串规则校验失败，字符数 33，大于最大值 32',
      inBody(33),
    ],
    ['an operation_type in lower case', fields({ operation_type: 'open' }), outOfEnum('/body/operation_type', '操作类型'), inBody('open')],
    [
      'an unknown operation_pay_scene',
      fields({ operation_pay_scene: 'APP' }),
      outOfEnum('/body/operation_pay_scene', '支付场景'),
      inBody('APP'),
    ],
    ['an unknown field', fields({ sub_appid: 'wx' }), UNKNOWN, { location: null, value: ['/body/sub_appid'] }],
    ['several unknown fields', fields({ b: 1, a: 2 }), UNKNOWN, { location: null, value: ['/body/b', '/body/a'] }],
    ['an unknown field with a slash', fields({ 'a/b~c': 1 }), UNKNOWN, { location: null, value: ['/body/a~1b~0c'] }],
    ['30,000 nested arrays', `${'['.repeat(30_000)}${']'.repeat(30_000)}`, '参数错误', { location: 'body' }],
    ['101 nested arrays in a field', OPEN.replace('"OPEN"', `${'['.repeat(101)}${']'.repeat(101)}`), '参数错误', { location: 'body' }],
    ['__proto__ as a field', OPEN.replace('{', '{"__proto__":{"x":1},'), UNKNOWN, { location: null, value: ['/body/__proto__'] }],
  ])('is the answer to %s', async ([, body, message, detail], { call }) => {
    const answer = await call({ body })
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.body)).toEqual({ code: 'PARAM_ERROR', detail, message })
    expect(Object.keys(JSON.parse(answer.body))).toEqual(['code', 'detail', 'message'])
    expect(answer.headers['wechatpay-signature']).toBeDefined()
  })

  test.for<[string, Record<string, unknown>, string]>([
    ['an unknown field rather than a missing field', { operation_type: undefined, x: 1 }, UNKNOWN],
    ['a missing field rather than a wrong type', { sub_mchid: 1, operation_type: undefined }, missing('/body/operation_type', '操作类型')],
    [
      'a wrong type rather than a wrong length',
      { sub_mchid: '', operation_type: 1 },
      wrongType('/body/operation_type', '操作类型', 'string'),
    ],
    [
      'a wrong length rather than a wrong enum value',
      { operation_type: 'open', sub_mchid: '' },
      '输入源“/body/sub_mchid”映射到值字段“特约商户号”字符串规则校验失败，字符数 0，小于最小值 1',
    ],
    [
      'the field that comes first in the schema, if two fields have the same flaw',
      { operation_pay_scene: 'x', operation_type: 'x' },
      outOfEnum('/body/operation_type', '操作类型'),
    ],
  ])('names %s', async ([, body, message], { call }) => {
    expect(JSON.parse((await call({ body: fields(body) })).body).message).toBe(message)
  })

  test('names each of 7,000 unknown fields', async ({ call }) => {
    const names = Array.from({ length: 7000 }, (_, index) => String(index))
    const { status, body } = await call({ body: JSON.stringify(Object.fromEntries(names.map((name) => [name, 0]))) })
    expect(status).toBe(400)
    expect(JSON.parse(body).detail.value).toEqual(names.map((name) => `/body/${name}`))
  })

  test('names unknown query parameters along with unknown fields', async ({ call }) => {
    const { status, body } = await call({ target: `${CHANGE_STATUS}?debug=1&debug=2&x`, body: fields({ y: 1 }) })
    expect(status).toBe(400)
    expect(JSON.parse(body).detail).toEqual({ location: null, value: ['/query/debug', '/query/x', '/body/y'] })
  })
})

describe('a body that is not UTF-8 with one to three bytes per character', () => {
  test.for<[string, string | Buffer]>([
    ['Latin-1', Buffer.from(fields({ sub_mchid: 'é' }), 'latin1')],
    ['GBK', Buffer.from('7b2273756222 3a22c9ccbba7227d'.replaceAll(' ', ''), 'hex')],
    ['a character of four bytes', fields({ sub_mchid: '😀' })],
    ['a Chinese character of four bytes', fields({ sub_mchid: '𠮷' })],
  ])('is refused with INVALID_REQUEST: %s', async ([, body], { call }) => {
    const answer = await call({ body })
    expect(answer).toMatchObject({ status: 400, body: '{"code":"INVALID_REQUEST","message":"请求内容传入了非UTF8参数"}' })
    expect(answer.headers['wechatpay-signature']).toBeDefined()
  })
})

describe('the industry filters', () => {
  const TARGET = '/v3/goldplan/merchants/set-advertising-industry-filter'
  const filters = (advertising_industry_filters: unknown) => ({
    target: TARGET,
    body: JSON.stringify({ sub_mchid: '1900000109', advertising_industry_filters }),
  })
  const items = (value: number, limit: string) => ({
    code: 'PARAM_ERROR',
    detail: { location: 'body', value },
    message: `输入源“/body/advertising_industry_filters”映射到字段“同业过滤标签值”多重性规则校验失败，此字段个数为 ${value} 个，${limit}`,
  })

  test('accept 36 industries, three of which WeChat Pay misspells', async ({ call }) => {
    await call({ body: OPEN })
    const industries = INDUSTRIES.split(' ')
    expect(industries).toHaveLength(36)
    for (const industry of industries) expect([industry, (await call(filters([industry]))).status]).toEqual([industry, 204])
  })

  test.for(['PHOTOGRAPHY', 'BUSINESS', 'INDUSTRY', 'food', ''])('refuse the industry %j', async (industry, { call }) => {
    expect(JSON.parse((await call(filters(['FOOD', industry]))).body)).toEqual({
      code: 'PARAM_ERROR',
      detail: inBody(industry),
      message: outOfEnum('/body/advertising_industry_filters/1', '同业过滤标签值'),
    })
  })

  test('must contain one to three industries', async ({ call }) => {
    await call({ body: OPEN })
    expect(JSON.parse((await call(filters([]))).body)).toEqual(items(0, '低于最小值 1'))
    expect(JSON.parse((await call(filters(['FOOD', 'GAME', 'CAR', 'LAW']))).body)).toEqual(items(4, '高于最大值 3'))
    expect((await call(filters(['FOOD', 'GAME', 'CAR']))).status).toBe(204)
  })

  test('may be empty or missing, but must not contain four industries, when the advertising show is opened', async ({ call }) => {
    await call({ body: OPEN })
    const open = (names: unknown) => call({ ...filters(names), method: 'PATCH', target: '/v3/goldplan/merchants/open-advertising-show' })
    expect((await open([])).status).toBe(204)
    expect((await open(undefined)).status).toBe(204)
    expect(JSON.parse((await open(['FOOD', 'GAME', 'CAR', 'LAW'])).body)).toEqual(items(4, '高于最大值 3'))
  })

  const FILTERS = '/body/advertising_industry_filters'
  test.for<[string, unknown, unknown, string]>([
    ['a string', 'FOOD', 'FOOD', noArray(FILTERS, '同业过滤标签值')],
    ['an object', { 0: 'FOOD' }, { 0: 'FOOD' }, noArray(FILTERS, '同业过滤标签值')],
    ['null', null, null, noArray(FILTERS, '同业过滤标签值')],
    ['a list with a number', ['FOOD', 1], 1, wrongType(`${FILTERS}/1`, '同业过滤标签值', 'string')],
  ])('must not be %s', async ([, sent, value, message], { call }) => {
    expect(JSON.parse((await call(filters(sent))).body)).toEqual({ code: 'PARAM_ERROR', detail: inBody(value), message })
  })
})

const INDUSTRIES =
  'E_COMMERCE LOVE_MARRIAGE POTOGRAPHY EDUCATION FINANCE TOURISM SKINCARE FOOD SPORT JEWELRY_WATCH HEALTHCARE BUSSINESS PARENTING CATERING ' +
  'RETAIL SERVICES LAW ESTATE TRANSPORTATION ENERGY_SAVING SECURITY BUILDING_MATERIAL COMMUNICATION MERCHANDISE ASSOCIATION COMMUNITY ' +
  'ONLINE_AVR WE_MEDIA CAR SOFTWARE GAME CLOTHING INDUSTY AGRICULTURE PUBLISHING_MEDIA HOME_DIGITAL'

describe('a valid body', () => {
  test.for([
    ['with other spacing', '{ "sub_mchid" : "1900000109" ,\n "operation_type" : "OPEN" }'],
    ['with escapes', '{"sub_mchid":"\\u0031900000109","operation_type":"OPEN"}'],
    ['with its fields in another order', '{"operation_type":"OPEN","sub_mchid":"1900000109"}'],
    ['with white space around it', `\r\n${OPEN}\n`],
  ] as const)('may be written %s', async ([, body], { call }) => {
    expect((await call({ body })).status).toBe(200)
  })
})
