import { describe, expect, test } from 'vitest'
import { operationFiles } from '../../contracts/index.ts'
import { findState } from '../../contracts/pact/find-state.ts'
import { PROVIDER_STATES, providerState, type StateName } from '../../contracts/pact/index.ts'
import { operation } from '../../contracts/pact/operations.ts'
import { createMockServer } from '../../mock-server/index.ts'
import { openApi } from '../../mock-server/openapi/index.ts'

const NAMES = Object.keys(PROVIDER_STATES) as StateName[]

const { operations } = await openApi(operationFiles.products)

const CLOSED_LESS: StateName = 'the gold plan of a sub-merchant was closed less than 24 hours ago'
const CLOSED_MORE: StateName = 'the gold plan of a sub-merchant was closed more than 24 hours ago'

/** Returns the name of the state that a text names. Passes the parameters that `name` requires. */
function knownName(text: string, name: StateName): StateName | undefined {
  const parameters = name === 'the answer is an error example' ? { example: 'NO_AUTH' } : {}
  return findState({ name: text, parameters }).known
}

describe('the provider states', () => {
  test.each(NAMES)('are found by name: %s', (name) => {
    expect(knownName(name, name)).toBe(name)
  })

  test.each(NAMES)('are found by aliases in English and Chinese: %s', (name) => {
    const { aliases } = PROVIDER_STATES[name]
    expect(aliases.map((alias) => knownName(alias, name))).toEqual(aliases.map(() => name))
    expect(aliases.filter((alias) => /^[\x20-\x7e]+$/.test(alias))).not.toEqual([])
    expect(aliases.filter((alias) => /\p{Script=Han}/u.test(alias))).not.toEqual([])
  })

  test.each<[string, StateName]>([
    ['服务商被处罚', 'the service provider is punished'],
    ['the system fails', 'the system is busy'],
    ['rate limited', 'the gateway limits calls'],
    ['unknown sub-merchant', 'no such sub-merchant exists'],
    ['点金计划关闭不足24小时', CLOSED_LESS],
    ['The System Is Busy', 'the system is busy'],
    ['  too many\n requests', 'the gateway limits calls'],
    ['“系统繁忙”。', 'the system is busy'],
    ['特约商户已开通点金计划和广告展示', 'the advertising show of a sub-merchant is open'],
  ])('are found regardless of case, white space and surrounding punctuation: %j', (text, name) => {
    expect(findState({ name: text, parameters: {} })).toMatchObject({ known: name, subMchid: undefined })
  })

  test.each<[string, StateName, string]>([
    ['sub-merchant 1900000777 does not exist', 'no such sub-merchant exists', '1900000777'],
    ['特约商户 1900000777 不存在', 'no such sub-merchant exists', '1900000777'],
    ['特约商户1900000109已开通点金计划', 'the gold plan of a sub-merchant is open', '1900000109'],
    ['the gold plan of sub-merchant 1900000109 is open', 'the gold plan of a sub-merchant is open', '1900000109'],
    ['sub-merchant 12345678 exists', 'a sub-merchant exists', '12345678'],
  ])('are found with a sub-merchant ID in the text: %s', (text, name, subMchid) => {
    expect(findState({ name: text, parameters: {} })).toMatchObject({ known: name, subMchid })
  })

  const WITH_SUB_MERCHANT = NAMES.filter((name) => /sub-merchant/.test(name))

  test.each(WITH_SUB_MERCHANT)('take the sub-merchant ID from the text, with or without an article: %s', (name) => {
    const found = ['sub-merchant', 'a sub-merchant', 'the sub-merchant', 'The Sub-merchant'].map((words) => {
      const text = name.replace(/(\ba )?sub-merchant/, `${name.startsWith('no such') ? 'sub-merchant' : words} 1900000777`)
      return findState({ name: text, parameters: {} })
    })
    expect(found).toEqual(found.map(() => expect.objectContaining({ known: name, subMchid: '1900000777' })))
  })

  test('prefer the sub-merchant ID in the parameters to the ID in the text', () => {
    const state = { name: 'sub-merchant 1900000109 exists', parameters: { sub_mchid: '1900000777' } }
    expect(findState(state).subMchid).toBe('1900000777')
  })

  test.each([
    ['a number that is too short', 'sub-merchant 1234567 exists'],
    ['a number that is too long', `sub-merchant ${'1'.repeat(33)} exists`],
    ['two numbers', 'sub-merchant 1900000109 1900000110 exists'],
    ['a number in a state that has no sub-merchant', 'the service provider 1900000100 is punished'],
    ['a number and other words', 'sub-merchant 1900000109 is here'],
    ['a negation', '服务商未被处罚'],
    ['a condition', 'the gold plan is open for MINIPROGRAM only'],
    ['another number of hours', 'the gold plan was closed less than 23 hours ago'],
    ['punctuation in the middle', 'the system: fails'],
    ['part of a name', 'sub-merchant'],
    ['nothing', ''],
  ])('are not guessed from %s: %s', (_, name) => {
    expect(() => findState({ name, parameters: {} })).toThrow(`There is no provider state "${name}" (没有此提供者状态)`)
  })

  test.each<[string, StateName]>([
    ['the gold plan has been closed less then 24 hours ago', CLOSED_LESS],
    ['our certificate was revoked', 'the merchant certificate is revoked'],
    ['the API is called too often', 'calls are limited'],
    ['the custom page of sub-merchant 1900000109 is opened', 'the custom page of a sub-merchant is open'],
    ['服务商正在被处罚', 'the service provider is punished'],
  ])('are suggested for a similar text: %s', (text, name) => {
    expect(complaintAbout(text)[2]).toBe(`  ${name} (${PROVIDER_STATES[name as StateName].meaningZh})`)
  })

  test('that are unknown are refused with the nearest names and a pointer to the full list', () => {
    const lines = complaintAbout('the shop is full', { 'the shop is open': () => undefined })
    expect(lines).toEqual([
      'There is no provider state "the shop is full" (没有此提供者状态)',
      'The nearest names are (最接近的是):',
      '  the shop is open',
      expect.stringMatching(/^ {2}/),
      expect.stringMatching(/^ {2}/),
      expect.stringMatching(/^docs\/pact\.md in wechatpay-goldplan-mock lists all states; PROVIDER_STATES .*全部状态见 docs\/pact/),
    ])
  })

  test('that are unknown are refused within 3 seconds, even with 100,000 punctuation marks', () => {
    const begin = performance.now()
    complaintAbout(`a${'.'.repeat(100_000)}b`)
    expect(performance.now() - begin).toBeLessThan(3000)
  })

  test('refuse a parameter that they do not have', () => {
    const { name } = providerState('a sub-merchant exists')
    expect(() => findState({ name, parameters: { submchid: '1' } })).toThrow('has no parameter submchid; it has sub_mchid (没有此状态参数)')
  })

  test.each<[string, object, string]>([
    [CLOSED_LESS, { hours: 'two' }, 'hours must be a number that is at least 0 and less than 24; got "two"'],
    [CLOSED_LESS, { hours: 99 }, 'hours must be a number that is at least 0 and less than 24; got 99'],
    [CLOSED_LESS, { hours: 24 }, 'hours must be a number that is at least 0 and less than 24; got 24'],
    [CLOSED_LESS, { hours: -1 }, 'hours must be a number that is at least 0 and less than 24; got -1'],
    [CLOSED_LESS, { hours: Number.NaN }, 'hours must be a number that is at least 0 and less than 24; got NaN'],
    [CLOSED_MORE, { hours: 23 }, 'hours must be a number that is at least 24; got 23'],
    [CLOSED_MORE, { hours: Number.POSITIVE_INFINITY }, 'hours must be a number that is at least 24; got Infinity'],
    [CLOSED_MORE, { hours: null }, 'hours must be a number that is at least 24; got null'],
    [CLOSED_MORE, { scene: 'APP' }, 'scene must be JSAPI, MINIPROGRAM or JSAPI_AND_MINIPROGRAM; got "APP"'],
    ['a sub-merchant exists', { sub_mchid: -5 }, 'sub_mchid must be a string of 1 to 32 digits; got -5'],
    ['a sub-merchant exists', { sub_mchid: 1.5 }, 'sub_mchid must be a string of 1 to 32 digits; got 1.5'],
    // JSON.parse may have rounded a number as large as this.
    ['a sub-merchant exists', { sub_mchid: 2 ** 53 }, 'sub_mchid must be a string of 1 to 32 digits; got 9007199254740992'],
    ['a sub-merchant exists', { sub_mchid: '' }, 'sub_mchid must be a string of 1 to 32 digits; got ""'],
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
    ['the answer is an error example', {}, 'example must be the name of an error example, such as PARAM_ERROR; got undefined'],
  ])('refuse a parameter with a wrong value: %s %j', (name, parameters, complaint) => {
    const find = () => findState({ name, parameters: { ...parameters } })
    expect(find).toThrow(`The provider state "${name}": ${complaint} (状态参数有误)`)
  })

  test.each<[object, string]>([
    [{ hours: 'one' }, `"${CLOSED_LESS}": hours must be a number`],
    [{ sub_mchid: true }, `"${CLOSED_LESS}": sub_mchid must be a string of 1 to 32 digits`],
    [{ shop: 7 }, `"${CLOSED_LESS}" has no parameter shop; it has sub_mchid, scene, hours`],
  ])('refuse a wrong parameter under an alias too: %j', (parameters, complaint) => {
    const name = '点金计划关闭未满 24 小时'
    expect(() => findState({ name, parameters: { ...parameters } })).toThrow(complaint)
  })

  test.each<[string, object]>([
    [CLOSED_LESS, { hours: 23.5, scene: 'MINIPROGRAM', sub_mchid: '1900000109' }],
    [CLOSED_MORE, { hours: 24 }],
    ['requests are left as recorded', { timestamp: 1700000000 }],
  ])('accept a parameter with a valid value: %s %j', (name, parameters) => {
    expect(findState({ name, parameters: { ...parameters } }).known).toBe(name)
  })

  test('accept a sub-merchant as a number, as pact-go writes it', () => {
    expect(findState({ name: 'a sub-merchant exists', parameters: { sub_mchid: 1900000109 } }).subMchid).toBe('1900000109')
  })

  test.each(operations)('exist for every state that the OpenAPI documents name: $id', ({ id }) => {
    const { providerState, providerStates } = operation(id)
    const named = [...(providerState === undefined ? [] : [providerState]), ...Object.values(providerStates)]
    expect(named).not.toEqual([])
    expect(named.filter((name) => !NAMES.includes(name as StateName))).toEqual([])
  })

  test('have typed parameters', () => {
    // @ts-expect-error a misspelt parameter
    providerState('a sub-merchant is punished', { sub_mch_id: '1' })
    // @ts-expect-error a missing example
    providerState('the answer is an error example')
    expect(providerState('the answer is an error example', { example: 'NO_AUTH' }).parameters).toEqual({ example: 'NO_AUTH' })
  })

  test('that an integrator defines take precedence over built-in states with the same name', async () => {
    const name = 'a sub-merchant exists'
    const { known, setUp } = findState({ name, parameters: { sub_mchid: '1' } }, { [name]: (_, parameters) => parameters })
    expect(known).toBeUndefined()
    expect(await setUp({} as Parameters<typeof setUp>[0])).toEqual({ sub_mchid: '1' })
  })
})

function complaintAbout(name: string, own: Parameters<typeof findState>[1] = {}): string[] {
  try {
    findState({ name, parameters: {} }, own)
  } catch (error) {
    return (error as Error).message.split('\n')
  }
  throw new Error(`${name} was found`)
}

test('states about different scenes of one sub-merchant can be combined', async () => {
  await using mock = await createMockServer()
  const context = { merchant: mock.control.merchant(mock.credentials.mchid), subMchid: '1900000109' }
  const states = [
    { name: 'the gold plan of a sub-merchant is open', parameters: { scene: 'MINIPROGRAM' } },
    { name: CLOSED_LESS, parameters: {} },
  ]
  for (const state of states) await findState(state).setUp(context)
  const closed = await context.merchant.subMerchant(context.subMchid)
  expect(closed.gold_plan).toMatchObject({ JSAPI: { status: 'CLOSED' }, MINIPROGRAM: { status: 'OPEN' } })
  await findState({ name: 'the advertising show of a sub-merchant is open', parameters: {} }).setUp(context)
  const open = await context.merchant.subMerchant(context.subMchid)
  expect(open).toMatchObject({ gold_plan: { JSAPI: { status: 'OPEN' }, MINIPROGRAM: { status: 'OPEN' } }, advertising_show: 'OPEN' })
})
