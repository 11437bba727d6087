import { describe, expect, test } from 'vitest'
import { findState } from '../../contracts/pact/find-state.ts'
import { PROVIDER_STATES, providerState, type StateName } from '../../contracts/pact/index.ts'

const NAMES = Object.keys(PROVIDER_STATES) as StateName[]

const CLOSED_LESS: StateName = 'the gold plan of a sub-merchant was closed less than 24 hours ago'
const CLOSED_MORE: StateName = 'the gold plan of a sub-merchant was closed more than 24 hours ago'

describe('the provider states', () => {
  test.each(NAMES)('are found by their names: %s', (name) => {
    const parameters = name === 'the answer is an error example' ? { example: 'NO_AUTH' } : {}
    expect(findState({ name, parameters }).known).toBe(name)
  })

  test.each(NAMES)('have patterns that do not take another one in its place: %s', (name) => {
    const taking = NAMES.find((other) => PROVIDER_STATES[other].patterns.some((pattern) => pattern.test(name)))
    expect([name, undefined]).toContain(taking)
  })

  test.each<[string, StateName, string | undefined]>([
    ['sub-merchant 1900000777 does not exist', 'no such sub-merchant exists', '1900000777'],
    ['特约商户 1900000777 不存在', 'no such sub-merchant exists', '1900000777'],
    ['an unknown sub merchant', 'no such sub-merchant exists', undefined],
    ['sub-merchant 1900000109 exists', 'a sub-merchant exists', '1900000109'],
    ['特约商户已绑定', 'a sub-merchant exists', undefined],
    ['the gold plan has already been opened', 'the gold plan of a sub-merchant is open', undefined],
    ['特约商户 1900000109 已开通点金计划', 'the gold plan of a sub-merchant is open', '1900000109'],
    ['the gold plan was closed an hour ago', 'the gold plan of a sub-merchant was closed less than 24 hours ago', undefined],
    ['点金计划关闭不足24小时', 'the gold plan of a sub-merchant was closed less than 24 hours ago', undefined],
    ['点金计划关闭已满 24 小时', 'the gold plan of a sub-merchant was closed more than 24 hours ago', undefined],
    ['the service provider has not opened the gold plan yet', 'the service provider has not opened the gold plan', undefined],
    ['服务商未开通点金计划', 'the service provider has not opened the gold plan', undefined],
    ['特约商户未开通点金计划', 'the gold plan of a sub-merchant was never opened', undefined],
    ['the API is called too often', 'calls are limited', undefined],
    ['命中频率限制', 'calls are limited', undefined],
    ['the gateway answers too many requests', 'the gateway limits calls', undefined],
    ['WeChat Pay is busy', 'the system is busy', undefined],
    ['系统繁忙', 'the system is busy', undefined],
    ['商户证书已作废', 'the merchant certificate is revoked', undefined],
    ['our certificate was revoked', 'the merchant certificate is revoked', undefined],
  ])('are found by another phrasing: %s', (phrasing, name, subMchid) => {
    expect(findState({ name: phrasing, parameters: {} })).toMatchObject({ known: name, subMchid })
  })

  test.each<[string, StateName]>([
    ['WeChat Pay has punished the service provider', 'the service provider is punished'],
    ['服务商正在被处罚', 'the service provider is punished'],
    ["the service provider's gold plan is not open", 'the service provider has not opened the gold plan'],
    ['the service provider has not configured the receipt link', 'the service provider has no custom page link'],
    ['服务商未配置商家小票链接', 'the service provider has no custom page link'],
    ['the caller is an institution', 'the caller is an institution'],
    ['sub-merchant 1900000109 does not belong to the service provider', 'no such sub-merchant exists'],
    ["the sub-merchant doesn't exist", 'no such sub-merchant exists'],
    ['特约商户 1900000109 不是当前服务商的特约商户', 'no such sub-merchant exists'],
    ['sub-merchant 1900000109 is punished', 'a sub-merchant is punished'],
    ['特约商户被处罚', 'a sub-merchant is punished'],
    ['the gold plan of sub-merchant 1900000109 was closed within the last 24 hours', CLOSED_LESS],
    ['特约商户24小时内关闭过点金计划', CLOSED_LESS],
    ['the gold plan was closed at least 24 hours ago', CLOSED_MORE],
    ["the gold plan of the sub-merchant isn't open", 'the gold plan of a sub-merchant was never opened'],
    ['特约商户的点金计划已开通', 'the gold plan of a sub-merchant is open'],
    ['sub-merchant 1900000109 has opened the gold plan', 'the gold plan of a sub-merchant is open'],
    ['the gold plan was closed over 24h ago', CLOSED_MORE],
    ['未知特约商户', 'no such sub-merchant exists'],
    ['the merchant receipt of sub-merchant 1900000109 is open', 'the custom page of a sub-merchant is open'],
    ['特约商户已开通商家小票', 'the custom page of a sub-merchant is open'],
    ['the advertising show is enabled', 'the advertising show of a sub-merchant is open'],
    ['广告展示已打开', 'the advertising show of a sub-merchant is open'],
    ['there is a sub-merchant', 'a sub-merchant exists'],
    ['接口调用速度过快', 'calls are limited'],
    ['the rate limit is exceeded', 'the gateway limits calls'],
    ['接口被限流', 'the gateway limits calls'],
    ['the gateway answers with status code 429', 'the gateway limits calls'],
    ['WeChat Pay returns 500', 'the system is busy'],
    ['返回 500', 'the system is busy'],
    ['the service is unavailable now', 'the service is unavailable'],
    ['HTTP 429 Too Many Requests', 'the gateway limits calls'],
    ['the server returns 500 Internal Server Error', 'the system is busy'],
    ['the certificate of the merchant has expired', 'the merchant certificate has expired'],
    ['HTTP 503', 'the service is unavailable'],
    ["the merchant's API certificate was revoked", 'the merchant certificate is revoked'],
    ['商户API证书已过期', 'the merchant certificate has expired'],
    ['the platform certificate has been rotated', 'answers are signed with the next platform certificate'],
    ['平台证书已更换', 'answers are signed with the next platform certificate'],
    ['answers are signed with the platform public key', 'answers are signed with the WeChat Pay public key'],
    ['应答使用微信支付公钥签名', 'answers are signed with the WeChat Pay public key'],
  ])('are found by what can mean nothing else: %s', (phrasing, name) => {
    expect(findState({ name: phrasing, parameters: {} }).known).toBe(name)
  })

  test.each([
    'the advertising show is not open',
    'the merchant receipt is not open',
    'the custom page is not enabled',
    "the custom page isn't open",
    '商家小票未开通',
    '广告展示没有打开',
    'the merchant certificate has not expired',
    '商户证书未过期',
    '商户证书即将过期',
    'the merchant certificate is not revoked',
    'sub-merchant 1900000109 is not punished',
    '特约商户未被处罚',
    '特约商户处罚已解除',
    '服务商未被处罚',
    '服务商处罚特约商户',
    'the service provider is no longer punished',
    'the platform certificate has expired',
    '平台证书已过期',
    '特约商户证书已过期',
    'a certificate has expired',
    '平台证书未更换',
    'there is no new platform certificate',
    '未限流',
    'the rate limit is not reached',
    'the frequency is low',
    'the service is not unavailable',
    'the system is not busy',
    'the gold plan was closed not less than 24 hours ago',
    'the gold plan was closed no more than 24 hours ago',
    'closed not less than 24 hours ago',
    'the custom page was closed an hour ago',
    'the gold plan was closed yesterday',
    'the gold plan was closed in 24 hours',
    'there are 500 sub-merchants',
    'the gateway does not return 503',
    'sub-merchant 429 is here',
    'the platform public key is known',
    'without the WeChat Pay public key',
    '服务商已开通点金计划',
    'the gold plan of the service provider is open',
    'the gold plan will be open',
    'the gold plan is open for MINIPROGRAM alone',
    'the merchant has not opened the gold plan',
    'the gold plan was never not opened',
    'sub-merchant 1900000109 never exists',
    'no sub-merchant is punished',
    'the receipt link is not missing',
    'the caller is not an institution',
    '不是从业机构',
    `${'the '.repeat(60)}sub-merchant exists`,
  ])('are not guessed: %s', (name) => {
    expect(() => findState({ name, parameters: {} })).toThrow(/^There is no provider state .*; there are:\n/)
  })

  test('that nobody knows are refused, with those that there are', () => {
    expect(() => findState({ name: 'the moon is full', parameters: {} }, { 'the shop is open': () => undefined })).toThrow(
      /^There is no provider state "the moon is full" \(没有此提供者状态\); there are:\n {2}the shop is open\n {2}the service provider is punished\n/,
    )
  })

  test('refuse a parameter that they do not have', () => {
    const { name } = providerState('a sub-merchant exists')
    expect(() => findState({ name, parameters: { submchid: '1' } })).toThrow('has no parameter submchid; it has sub_mchid')
  })

  test.each<[string, object, string]>([
    [CLOSED_LESS, { hours: 'two' }, 'hours must be a number from 0 to less than 24; got "two"'],
    [CLOSED_LESS, { hours: 99 }, 'hours must be a number from 0 to less than 24; got 99'],
    [CLOSED_LESS, { hours: 24 }, 'hours must be a number from 0 to less than 24; got 24'],
    [CLOSED_LESS, { hours: -1 }, 'hours must be a number from 0 to less than 24; got -1'],
    [CLOSED_LESS, { hours: Number.NaN }, 'hours must be a number from 0 to less than 24; got NaN'],
    [CLOSED_MORE, { hours: 23 }, 'hours must be a number of 24 or more; got 23'],
    [CLOSED_MORE, { hours: Number.POSITIVE_INFINITY }, 'hours must be a number of 24 or more; got Infinity'],
    [CLOSED_MORE, { hours: null }, 'hours must be a number of 24 or more; got null'],
    [CLOSED_MORE, { scene: 'APP' }, 'scene must be JSAPI, MINIPROGRAM or JSAPI_AND_MINIPROGRAM; got "APP"'],
    ['a sub-merchant exists', { sub_mchid: 5 }, 'sub_mchid must be a text of 1 to 32 digits; got 5'],
    ['a sub-merchant exists', { sub_mchid: '' }, 'sub_mchid must be a text of 1 to 32 digits; got ""'],
    [
      'requests are left as recorded',
      { timestamp: '1700000000' },
      'timestamp must be a whole number of seconds since 1970; got "1700000000"',
    ],
    [
      'requests are left as recorded',
      { timestamp: 1700000000000 },
      'timestamp must be a whole number of seconds since 1970; got 1700000000000',
    ],
    ['the answer is an error example', {}, 'example must be the name of an error example, as PARAM_ERROR; got undefined'],
  ])('refuse a parameter that is not what is wanted: %s %j', (name, parameters, complaint) => {
    const find = () => findState({ name, parameters: { ...parameters } })
    expect(find).toThrow(`The provider state "${name}": ${complaint} (状态参数有误)`)
  })

  test('refuse it in another phrasing, too', () => {
    const name = 'the gold plan was closed an hour ago'
    expect(() => findState({ name, parameters: { hours: 'one' } })).toThrow(`"${CLOSED_LESS}": hours must be a number`)
    expect(findState({ name, parameters: { shop: 7, sub_mchid: 1900000109 } }).subMchid).toBe('1900000109')
  })

  test.each<[string, object]>([
    [CLOSED_LESS, { hours: 23.5, scene: 'MINIPROGRAM', sub_mchid: '1900000109' }],
    [CLOSED_MORE, { hours: 24 }],
    ['requests are left as recorded', { timestamp: 1700000000 }],
  ])('take what is wanted: %s %j', (name, parameters) => {
    expect(findState({ name, parameters: { ...parameters } }).known).toBe(name)
  })

  test('take their parameters typed', () => {
    // @ts-expect-error a misspelt parameter
    providerState('a sub-merchant is punished', { sub_mch_id: '1' })
    // @ts-expect-error no example is named
    providerState('the answer is an error example')
    expect(providerState('the answer is an error example', { example: 'NO_AUTH' }).parameters).toEqual({ example: 'NO_AUTH' })
  })

  test("may be an integrator's own, which come first", async () => {
    const name = 'a sub-merchant exists'
    const { known, setUp } = findState({ name, parameters: { sub_mchid: '1' } }, { [name]: (_, parameters) => parameters })
    expect(known).toBeUndefined()
    expect(await setUp({} as Parameters<typeof setUp>[0])).toEqual({ sub_mchid: '1' })
  })
})
