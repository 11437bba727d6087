import { describe, expect, test } from 'vitest'
import { findState } from '../../contracts/pact/find-state.ts'
import { PROVIDER_STATES, providerState, type StateName } from '../../contracts/pact/index.ts'

const NAMES = Object.keys(PROVIDER_STATES) as StateName[]

describe('the provider states', () => {
  test.each(NAMES)('are found by their names: %s', (name) => {
    expect(findState({ name, parameters: {} }).known).toBe(name)
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

  test('that nobody knows are refused, with those that there are', () => {
    expect(() => findState({ name: 'the moon is full', parameters: {} }, { 'the shop is open': () => undefined })).toThrow(
      /^There is no provider state "the moon is full" \(没有此提供者状态\); there are:\n {2}the shop is open\n {2}the service provider is punished\n/,
    )
  })

  test('refuse a parameter that they do not have', () => {
    const { name } = providerState('a sub-merchant exists')
    expect(() => findState({ name, parameters: { submchid: '1' } })).toThrow('has no parameter submchid; it has sub_mchid')
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
