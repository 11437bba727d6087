import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createWechatpay, type WechatpayOptions } from '../../client/index.ts'
import { developmentKeys } from '../../contracts/index.ts'
import { test } from '../mock-test.ts'
import { clientOptions } from './client-options.ts'

const { merchant, platform, platformPublicKey } = developmentKeys
const platformKey = String(createPublicKey(platform.certificate).export({ type: 'spki', format: 'pem' }))
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pkcs1 = String(keys.privateKey.export({ type: 'pkcs1', format: 'pem' }))
const ownKey = String(keys.privateKey.export({ type: 'pkcs8', format: 'pem' }))
const publicKey = String(keys.publicKey.export({ type: 'spki', format: 'pem' }))
const OPTIONS: WechatpayOptions = {
  mchid: merchant.mchid,
  serial: merchant.serial,
  privateKey: merchant.privateKey,
  certs: { [platform.serial]: platform.certificate },
}
const OPEN = { sub_mchid: '1900000109', operation_type: 'OPEN' } as const

describe('createWechatpay', () => {
  it.each<[string, Record<string, unknown>, RegExp]>([
    ['no mchid', { mchid: undefined }, /mchid must be a string of digits; got nothing/],
    ['a mchid of a number', { mchid: 1900000100 }, /mchid must be a string of digits; got 1900000100/],
    [
      'a serial in lower case',
      { serial: merchant.serial.toLowerCase() },
      /serial must be the 40 upper-case hexadecimal digits .*; got "6d6f/,
    ],
    ['a serial that is too short', { serial: '6D6F' }, /serial must be .*; got "6D6F"/],
    ['no private key', { privateKey: undefined }, /privateKey must be a PKCS#8 private key in PEM .* got undefined/],
    ['a PKCS#1 private key', { privateKey: pkcs1 }, /got a PKCS#1 private key .*openssl pkcs8 -topk8/],
    ['a certificate for a private key', { privateKey: merchant.certificate }, /got a certificate .*apiclient_key\.pem/],
    ['the path of a private key', { privateKey: './apiclient_key.pem' }, /got text without a PEM label/],
    ['bytes of a private key', { privateKey: Buffer.from(ownKey) }, /got bytes \(read the file with the encoding "utf8"\)/],
    ['no certs', { certs: undefined }, /certs must map the platform's serial numbers .* got nothing/],
    ['empty certs', { certs: {} }, /certs must map .* got \{\}/],
    [
      "the merchant's own serial in certs",
      { certs: { [merchant.serial]: merchant.certificate } },
      /certs must hold the platform's certificates; got the merchant's own serial 6D6F/,
    ],
    [
      'a serial in lower case in certs',
      { certs: { [platform.serial.toLowerCase()]: platform.certificate } },
      /certs must be keyed by .* got "6d6f/,
    ],
    [
      'a private key in certs',
      { certs: { [platform.serial]: ownKey } },
      /certs\["6D6F.*"\] must be a certificate .* or a public key .* got a PKCS#8 private key/,
    ],
    ['a baseURL without a scheme', { baseURL: '127.0.0.1:8920' }, /baseURL must be an absolute URL; got "127\.0\.0\.1:8920"/],
    ['a fixed time', { now: 1_700_000_000_000 }, /now must be a function; got 1700000000000/],
    ['a fixed nonce', { nonce: 'n' }, /nonce must be a function; got "n"/],
  ])('refuses %s', (_, wrong, message) => {
    const create = () => createWechatpay({ ...OPTIONS, ...wrong } as WechatpayOptions)
    expect(create).toThrow(TypeError)
    expect(create).toThrow(message)
  })

  it('takes a public key by its ID beside a certificate', () => {
    expect(() =>
      createWechatpay({ ...OPTIONS, certs: { ...OPTIONS.certs, PUB_KEY_ID_0116947288792026071402191500000000: publicKey } }),
    ).not.toThrow()
  })

  test('rejects the call, not the construction, for a key that can not be read', async ({ mock }) => {
    const broken = merchant.privateKey.replace(/M/g, '')
    const wxpay = createWechatpay({ ...clientOptions(mock.credentials), privateKey: broken })
    await expect(wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)).rejects.toThrow(/privateKey can't be read as an RSA key/)
  })
})

describe('the shipped development keys', () => {
  const own = { ...OPTIONS, serial: 'A'.repeat(40), privateKey: ownKey, certs: { ['B'.repeat(40)]: publicKey } }
  /** A transport that fails the test when it is used: nothing may be sent. */
  const sent: string[] = []
  const adapter: NonNullable<WechatpayOptions['adapter']> = async (config) => {
    sent.push(String(config.url))
    throw new Error('sent')
  }

  it.each<[string, WechatpayOptions, Record<string, unknown>]>([
    ['by default', OPTIONS, {}],
    ['by a baseURL that is left undefined', { ...OPTIONS, baseURL: undefined } as unknown as WechatpayOptions, {}],
    ['by the backup host', { ...OPTIONS, baseURL: 'https://api2.mch.weixin.qq.com' }, {}],
    ['in other letters, with a dot behind', { ...OPTIONS, baseURL: 'https://API.mch.Weixin.qq.com./' }, {}],
    ['by the baseURL of one call', { ...OPTIONS, baseURL: 'http://127.0.0.1:8920' }, { baseURL: 'https://api.mch.weixin.qq.com' }],
    ['with the private key alone', { ...own, privateKey: `${merchant.privateKey}\n` }, {}],
    ['with the serial number alone', { ...own, serial: merchant.serial }, {}],
    ['with the private key in a file with other text', { ...own, privateKey: `Bag Attributes\n${merchant.privateKey}\nend` }, {}],
    ['with the private key of the platform', { ...own, privateKey: platform.privateKey }, {}],
    ['with the private half of the public key', { ...own, privateKey: platformPublicKey.privateKey }, {}],
    ['with a platform certificate under another serial number', { ...own, certs: { ['B'.repeat(40)]: platform.certificate } }, {}],
    ['with a platform certificate as a public key', { ...own, certs: { PUB_KEY_ID_1: platformKey } }, {}],
    ['with the public key under another ID', { ...own, certs: { PUB_KEY_ID_1: platformPublicKey.publicKey } }, {}],
    ['with a platform certificate alone', { ...own, certs: OPTIONS.certs }, {}],
  ])('are refused against the real host %s, before anything is sent', async (_, options, config) => {
    const wxpay = createWechatpay({ ...options, adapter })
    await expect(wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN, config)).rejects.toThrow(
      /is a development key that anyone has: it is not sent to api2?\.mch\.weixin\.qq\.com/,
    )
    expect(sent).toEqual([])
  })

  it.each([
    ["one's own keys against the real host", own],
    ['development keys against a host that only looks like it', { ...OPTIONS, baseURL: 'http://mch.weixin.qq.com.example' }],
  ])('do not stop %s', async (_, options) => {
    const reached: string[] = []
    const wxpay = createWechatpay({
      ...options,
      adapter: async (config) => {
        reached.push(String(config.url))
        throw new Error('sent')
      },
    })
    await expect(wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)).rejects.toThrow('sent')
    expect(reached).toHaveLength(1)
  })
})
