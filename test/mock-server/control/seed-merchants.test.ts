import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type MerchantSettingName, merchantDefaults, merchantSettings } from '../../../contracts/control/index.ts'
import { developmentKeys, documents } from '../../../contracts/index.ts'
import { createMockServer, type MockServerOptions } from '../../../mock-server/index.ts'
import { errorOf } from '../../control-test.ts'
import { send } from '../../send.ts'
import { signedRequest } from '../../signed-request.ts'
import { createMapStore } from '../store/map-store.ts'

const { merchant: shipped, platform } = developmentKeys
const own = { privateKey: platform.privateKey, certificate: platform.certificate }

function otherThanDefault(name: MerchantSettingName): unknown {
  const setting = merchantSettings[name]
  if (setting.kind === 'boolean') return !merchantDefaults[name]
  return setting.kind === 'choice' ? setting.choices.find((value) => value !== merchantDefaults[name]) : ['8', '9']
}

function camelCase(name: string): string {
  return name.replace(/_./g, ([, letter = '']) => letter.toUpperCase())
}

describe('the merchants that a server is started with', () => {
  it('are by default only the merchant with the shipped keys', async () => {
    await using mock = await createMockServer()
    expect(mock.credentials).toMatchObject({ mchid: shipped.mchid, serial_no: shipped.serial, sub_mchids: ['1900000109'] })
    expect((await mock.control.merchants()).map(({ mchid }) => mchid)).toEqual([shipped.mchid])
  })

  it('keep their state from the store, but take their key from the options', async () => {
    const store = createMapStore()
    const first = await createMockServer({ store })
    await first.control.merchant(shipped.mchid).change({ punished: true })
    await first.close()
    const second = await createMockServer({ store, merchant: { mchid: shipped.mchid, ...own } })
    expect(second.credentials).toMatchObject({ mchid: shipped.mchid, serial_no: platform.serial })
    expect(await second.control.merchant(shipped.mchid).read()).toMatchObject({ punished: true })
    await second.close()
  })

  it('are the merchant in the option merchant, whose credentials the server returns, and those in the option merchants', async () => {
    await using mock = await createMockServer({
      merchant: { mchid: '5', ...own },
      merchants: [{ mchid: '6', type: 'channel_partner', subMchids: ['8', '9'], verification: 'public_key' }, {}],
    })
    expect(mock.credentials).toMatchObject({ mchid: '5', serial_no: platform.serial })
    const other = await mock.control.merchant('6').read()
    expect(other).toMatchObject({ type: 'channel_partner', sub_mchids: ['8', '9'], verification: 'public_key' })
    const body = '{"sub_mchid":"9","operation_type":"OPEN"}'
    expect((await send(mock.url, await signedRequest(other, { body }))).status).toBe(200)
    expect((await send(mock.url, await signedRequest(mock.credentials))).status).toBe(200)
    // Merchant IDs are given out in ascending order. So the merchant without options has the ID just before that of the next merchant.
    const next = await mock.control.createMerchant()
    const unnumbered = await mock.control.merchant(String(Number(next.mchid) - 1)).read()
    expect((await send(mock.url, await signedRequest(unnumbered))).status).toBe(200)
  })

  it('accept every setting that the control API accepts', async () => {
    const { own_key, mchid, ...settings } = parse(await readFile(documents.control, 'utf8')).components.schemas.MerchantChoice.properties
    const choice = Object.fromEntries(Object.keys(settings).map((name) => [name, otherThanDefault(name as MerchantSettingName)]))
    const merchant = Object.fromEntries(Object.entries(choice).map(([name, value]) => [camelCase(name), value]))
    await using mock = await createMockServer({ merchant })
    const control = mock.control.merchant(mock.credentials.mchid)
    expect(await control.read()).toMatchObject(choice)
    expect(choice).toMatchObject((await control.snapshot()).merchant)
  })

  it('cannot be removed, only reset', async () => {
    await using mock = await createMockServer({ merchants: [{ mchid: '6', punished: true }] })
    const controls = mock.control.merchant('6')
    await expect(controls.remove()).rejects.toMatchObject({ status: 409 })
    await controls.change({ punished: false })
    await mock.control.reset()
    expect(await controls.read()).toMatchObject({ punished: true })
  })

  it('get a certificate for the shipped key when only their merchant ID is given', async () => {
    await using mock = await createMockServer({ merchant: { mchid: '1230000109' } })
    const { mchid, serial_no, private_key, certificate } = mock.credentials
    expect({ mchid, private_key }).toEqual({ mchid: '1230000109', private_key: shipped.privateKey })
    expect(serial_no).not.toBe(shipped.serial)
    expect(new X509Certificate(certificate)).toMatchObject({ serialNumber: serial_no, subject: expect.stringContaining('CN=1230000109') })
    expect((await send(mock.url, await signedRequest(mock.credentials))).status).toBe(200)
    const stranger = { ...mock.credentials, serial_no: shipped.serial }
    expect(errorOf(await send(mock.url, await signedRequest(stranger))).message).toMatch('商户证书序列号有误')
  })

  it('keep the shipped certificate when they are given the shipped merchant ID', async () => {
    await using mock = await createMockServer({ merchant: { mchid: shipped.mchid, punished: true } })
    expect(mock.credentials.serial_no).toBe(shipped.serial)
  })

  it('begin with the sub-merchants and the faults in their options', async () => {
    await using mock = await createMockServer({
      merchant: {
        subMchids: ['1'],
        subMerchants: [
          { sub_mchid: '2', gold_plan: { JSAPI: { status: 'OPEN' } } },
          { sub_mchid: '1', punished: true },
        ],
        faults: [{ example: 'SYSTEM_ERROR' }, { latency_ms: 0, rate: 1 }],
      },
    })
    expect(mock.credentials.sub_mchids).toEqual(['1', '2'])
    const controls = mock.control.merchant(mock.credentials.mchid)
    expect(await controls.subMerchants()).toMatchObject([
      { sub_mchid: '1', punished: true },
      { sub_mchid: '2', gold_plan: { JSAPI: { status: 'OPEN', closed_at: null }, MINIPROGRAM: { status: 'CLOSED' } } },
    ])
    expect(await controls.faults()).toMatchObject([
      { id: 1, example: 'SYSTEM_ERROR', times: 1 },
      { id: 2, latency_ms: 0, rate: 1 },
    ])
  })

  it('have only the sub-merchants in subMerchants when subMchids is left out', async () => {
    await using mock = await createMockServer({ merchant: { subMerchants: [{ sub_mchid: '2' }] } })
    expect(mock.credentials.sub_mchids).toEqual(['2'])
    expect(await mock.control.merchant(mock.credentials.mchid).subMerchants()).toHaveLength(1)
  })
})

describe('a wrong option', () => {
  it.each<[string, Record<string, unknown>, RegExp]>([
    [
      'an object instead of a list of merchants',
      { merchants: { mchid: '1' } },
      /^merchants must be an array of objects; got \{"mchid":"1"\}$/,
    ],
    ['null in the list', { merchants: [null] }, /^merchants must be an array of objects; got \[null\]$/],
    ['a string in the list', { merchants: ['1'] }, /^merchants must be an array of objects; got \["1"\]$/],
    ['an unknown option', { merchants: [{ mchid: '1', mchId: '1' }] }, /^merchants\[0\]: merchant has no option mchId; it has mchid, /],
    [
      'a merchant ID that is not a number',
      { merchants: [{ mchid: 'x' }] },
      /^merchants\[0\]: mchid must be a string of 1 to 32 digits; got "x"$/,
    ],
    ['a key without its certificate', { merchants: [{ mchid: '1', privateKey: own.privateKey }] }, /need each other/],
    ['a repeated merchant ID', { merchants: [{ mchid: '1' }, { mchid: '1' }] }, /mchid must not be 1, which another merchant already has/],
    ['the default merchant ID in the list', { merchants: [{ mchid: shipped.mchid }] }, /must not be 1900000100/],
    ['sub-merchants that are not a list', { merchant: { subMerchants: { sub_mchid: '1' } } }, /subMerchants must be an array/],
    [
      'a sub-merchant that is not an object',
      { merchant: { subMerchants: ['1'] } },
      /subMerchants must be an array of objects; got \["1"\]/,
    ],
    ['faults that are not a list', { merchant: { faults: 'SYSTEM_ERROR' } }, /faults must be an array of objects; got "SYSTEM_ERROR"/],
    ['a fault that is not an object', { merchant: { faults: [null] } }, /faults must be an array of objects; got \[null\]/],
    [
      'a sub-merchant without its ID',
      { merchant: { subMerchants: [{ punished: true }] } },
      /^merchant\.subMerchants\[0\]\.sub_mchid must be given; got nothing$/,
    ],
    [
      'a limit without its period',
      { merchant: { faults: [{ limit: 3 }] } },
      /^merchant\.faults\[0\]\.per must be a period such as "1s" when a limit is given; got nothing$/,
    ],
    [
      'a wrong rate in a fault of a further merchant',
      { merchants: [{ mchid: '1', faults: [{ rate: 2 }] }] },
      /^merchants\[0\]\.faults\[0\]\.rate must be 1 or less; got 2$/,
    ],
    [
      'an unknown status of a gold plan',
      { merchant: { subMerchants: [{ sub_mchid: '1' }, { sub_mchid: '2', gold_plan: { JSAPI: { status: 'CLOSE' } } }] } },
      /erchants\[1\]\.gold_plan\.JSAPI\.status must be one of OPEN, CLOSED; got "CLOSE"/,
    ],
    [
      'an unknown field of a sub-merchant',
      { merchant: { subMerchants: [{ sub_mchid: '1', a: 1 }] } },
      /erchants\[0\]\.a must have a name that is one of sub_mchid, .*; got 1$/,
    ],
    [
      'a fault without a kind',
      { merchant: { faults: [{ latency_ms: 0 }, {}] } },
      /faults\[1\] must have exactly one of example, .*; got \[\]/,
    ],
    [
      'an unknown example',
      { merchants: [{ faults: [{ example: 'NONE' }] }] },
      /faults\[0\]\.example must be an error example .*; got "NONE"/,
    ],
    [
      'too many faults',
      { merchant: { faults: Array.from({ length: 101 }, () => ({ latency_ms: 0 })) } },
      /faults\[100\].* There are already 100 faults, the most that a merchant can have/,
    ],
  ])('of a merchant causes a TypeError that names the option: %s', async (_, options, message) => {
    const [creation] = await Promise.allSettled([createMockServer(options as MockServerOptions)])
    expect(creation).toMatchObject({ status: 'rejected', reason: { name: 'TypeError', message: expect.stringMatching(message) } })
  })

  it.each<[string, MockServerOptions, RegExp]>([
    ['an empty token', { controlToken: '' }, /controlToken must be one or more visible ASCII characters; got another value/],
    ['a token with a space', { controlToken: 'a b' }, /controlToken must be one or more visible ASCII/],
    ['a token with a line break', { controlToken: 'a\n' }, /controlToken must be one or more visible ASCII/],
    ['a negative number of journal entries', { journalLimit: -1 }, /journalLimit must be a whole number from 0 to 1000000; got -1/],
    ['a negative number of journal bytes', { journalBytes: -1 }, /journalBytes must be a whole number from 0 to 1000000000000; got -1/],
    ['a number of journal entries that is not whole', { journalLimit: 0.5 }, /journalLimit must be a whole number/],
    ['an infinite number of journal entries', { journalLimit: Number.POSITIVE_INFINITY }, /journalLimit must be a whole number/],
    ['an empty name for the state file', { stateFile: '' }, /stateFile must name a file; got ""/],
    ['stateSync without stateFile', { stateSync: true }, /stateSync needs stateFile, the file to write; got none/],
    ['a number for a merchant', { merchant: 5 as never }, /merchant must be an object; got 5/],
    ['a string for a boolean', { stateFile: 'x', stateSync: 'yes' as never }, /stateSync must be a boolean; got "yes"/],
  ])('causes a TypeError: %s', async (_, options, message) => {
    const [creation] = await Promise.allSettled([createMockServer(options)])
    expect(creation).toMatchObject({ status: 'rejected', reason: { name: 'TypeError', message: expect.stringMatching(message) } })
  })
})
