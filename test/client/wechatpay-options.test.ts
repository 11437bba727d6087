import { createPrivateKey, createPublicKey, createSecretKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createWechatpay, downloadCertificates, type WechatpayOptions } from '../../client/index.ts'
import { developmentKeys } from '../../contracts/index.ts'
import { PINNED, test } from '../mock-test.ts'
import { bytesOfAnotherRealm } from '../other-realm.ts'
import { clientOptions } from './client-options.ts'

const { merchant, platform, platformPublicKey } = developmentKeys
const platformKey = String(createPublicKey(platform.certificate).export({ type: 'spki', format: 'pem' }))
const merchantKey = String(createPublicKey(merchant.certificate).export({ type: 'spki', format: 'pem' }))
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pkcs1 = String(keys.privateKey.export({ type: 'pkcs1', format: 'pem' }))
const ownKey = String(keys.privateKey.export({ type: 'pkcs8', format: 'pem' }))
const publicKey = String(keys.publicKey.export({ type: 'spki', format: 'pem' }))
const ed25519 = generateKeyPairSync('ed25519')
const small = generateKeyPairSync('rsa', { modulusLength: 1024 })
const OPTIONS = {
  mchid: merchant.mchid,
  serial: merchant.serial,
  privateKey: merchant.privateKey,
  certs: { [platform.serial]: platform.certificate },
} satisfies WechatpayOptions
const SERIAL = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1'
const NOT_THE_KEY = /privateKey is not the key of the certificate [\dA-F]{40}: were both issued to the same merchant, at the same time\?/
const OPEN = { sub_mchid: '1900000109', operation_type: 'OPEN' } as const

describe('createWechatpay', () => {
  it.each<[string, Record<string, unknown>, RegExp]>([
    ['no mchid', { mchid: undefined }, /mchid must be a string of digits; got nothing/],
    ['a mchid that is a number', { mchid: 1900000100 }, /mchid must be a string of digits; got 1900000100/],
    [
      'a serial in lower case',
      { serial: merchant.serial.toLowerCase() },
      /serial must be the 40 upper-case hexadecimal digits .*; got "6d6f/,
    ],
    ['a serial that is too short', { serial: '6D6F' }, /serial must be .*; got "6D6F"/],
    ['no private key', { privateKey: undefined }, /privateKey must be a PKCS#8 private key in PEM .* got undefined/],
    ['a PKCS#1 private key', { privateKey: pkcs1 }, /got a PKCS#1 private key .*openssl pkcs8 -topk8/],
    ['a certificate instead of a private key', { privateKey: merchant.certificate }, /got a certificate .*apiclient_key\.pem/],
    [
      'the path of a private key',
      { privateKey: './apiclient_key.pem' },
      /got the path "\.\/apiclient_key\.pem" instead of the file's content/,
    ],
    ['the bytes of a .p12 file', { privateKey: Buffer.from('308209', 'hex') }, /got bytes without a PEM label; convert a \.p12 file with/],
    ['the bytes of a certificate instead of a private key', { privateKey: Buffer.from(merchant.certificate) }, /got a certificate/],
    ['an object that contains the private key', { privateKey: { key: ownKey } }, /as a string or a Buffer, or a KeyObject; got object/],
    [
      'a public KeyObject instead of a private key',
      { privateKey: keys.publicKey },
      /privateKey must be a private key; got a public KeyObject/,
    ],
    ['a secret KeyObject', { privateKey: createSecretKey(Buffer.alloc(32)) }, /privateKey must be a private key; got a secret KeyObject/],
    ['a KeyObject that is not RSA', { privateKey: ed25519.privateKey }, /privateKey must be an RSA key; got a KeyObject of type ed25519/],
    [
      'a private KeyObject in certs',
      { certs: { PUB_KEY_ID_1: keys.privateKey } },
      /certs\["PUB_KEY_ID_1"\] must be a public key; got a private/,
    ],
    ['neither a serial nor a certificate', { serial: undefined }, /serial must be .*, or be left out if certificate is given; got nothing/],
    [
      'a private key instead of a certificate',
      { certificate: merchant.privateKey },
      /certificate must be a certificate in PEM .* got a PKCS#8/,
    ],
    [
      'a KeyObject instead of a certificate',
      { certificate: keys.publicKey },
      /certificate must be .* as a string or a Buffer; got a public KeyObject/,
    ],
    [
      'a certificate that cannot be read',
      { certificate: merchant.certificate.replace('MII', 'AAA') },
      /certificate can't be read as a certificate/,
    ],
    ['the certificate of another key', { serial: undefined, privateKey: ownKey, certificate: merchant.certificate }, NOT_THE_KEY],
    ["the platform's certificate", { serial: undefined, certificate: platform.certificate }, NOT_THE_KEY],
    [
      'an unreadable key with a certificate',
      { privateKey: merchant.privateKey.replace(/M/g, ''), certificate: merchant.certificate },
      /privateKey can't be read as an RSA key/,
    ],
    [
      'a serial that differs from the serial number in the certificate',
      { serial: 'A'.repeat(40), certificate: merchant.certificate },
      new RegExp(`got serial ${'A'.repeat(40)} and a certificate with serial ${merchant.serial}`),
    ],
    ['a malformed serial with a certificate', { serial: '6D6F', certificate: merchant.certificate }, /serial must be .*; got "6D6F"/],
    [
      "the merchant's own serial in certs, read from the certificate",
      { serial: undefined, certificate: merchant.certificate, certs: { [merchant.serial]: merchant.certificate } },
      /certs must contain the platform's certificates; got the merchant's own serial 6D6F/,
    ],
    ['no certs', { certs: undefined }, /certs must map the platform's serial numbers .* got nothing/],
    ['empty certs', { certs: {} }, /certs must map .* got \{\}/],
    ['a list of certificates', { certs: [platform.certificate] }, /certs must map .* got an array$/],
    ...forms(platform.certificate).map((certs): [string, Record<string, unknown>, RegExp] => [
      `a certificate as ${certs.constructor.name} instead of certs`,
      { certs },
      /certs must map .* got a certificate .* without its serial/,
    ]),
    [
      "the merchant's own serial in certs",
      { certs: { [merchant.serial]: merchant.certificate } },
      /certs must contain the platform's certificates; got the merchant's own serial 6D6F/,
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
    ['a mchid with a blank', { mchid: ' 1900000100' }, /mchid must be a string of digits; got " 1900000100": remove the blanks around it/],
    [
      'an AppID instead of a mchid',
      { mchid: 'wxd678efh567hg678a' },
      /, which looks like an AppID: the merchant ID \(商户号\) has only digits/,
    ],
    ['a serial instead of a mchid', { mchid: merchant.serial }, /, which looks like the serial number of a certificate: give it as serial/],
    [
      'a private key instead of a mchid, without showing it',
      { mchid: ownKey },
      /; got a PKCS#8 private key \(-----BEGIN PRIVATE KEY-----\)$/,
    ],
    [
      'an APIv3 key instead of a serial, without showing it',
      { serial: 'aB3'.repeat(11).slice(1) },
      /; got 32 letters and digits, as in an APIv3 key$/,
    ],
    ['a serial in lower case, and shows it in upper case', { serial: SERIAL.toLowerCase() }, new RegExp(`: write ${SERIAL}$`)],
    ['a serial with colons', { serial: SERIAL.replaceAll(/..(?=.)/g, '$&:') }, new RegExp(`: write ${SERIAL}$`)],
    ['a serial with a line break', { serial: `${SERIAL}\n` }, new RegExp(`: write ${SERIAL}$`)],
    [
      'a serial in decimal',
      { serial: BigInt(`0x${SERIAL}`).toString() },
      new RegExp(`, a decimal number: in hexadecimal it is ${SERIAL}$`),
    ],
    ['a mchid instead of a serial', { serial: '1900000100' }, /got "1900000100", which looks like a merchant ID: give it as mchid$/],
    [
      'the ID of a public key instead of a serial',
      { serial: 'PUB_KEY_ID_011' },
      /, the ID of a public key of WeChat Pay: give it as a name in certs$/,
    ],
    [
      'a certificate instead of a serial',
      { serial: merchant.certificate },
      /; got a certificate \(-----BEGIN CERTIFICATE-----\): give it as certificate$/,
    ],
    [
      'a mchid that differs from the merchant ID in the certificate',
      { serial: undefined, mchid: '1900000109', certificate: merchant.certificate },
      /mchid must be the merchant ID of the certificate, 1900000100; got 1900000109: the service provider signs, so give its mchid and certificate$/,
    ],
    [
      "the platform's certificate instead of the merchant's",
      { serial: undefined, certificate: platform.certificate },
      /at the same time\? The certificate's common name is "wechatpay-goldplan-mock sign", not a merchant ID, so it may be a certificate of the platform\.$/,
    ],
    [
      'a public key instead of certs',
      { certs: publicKey },
      /got a public key \(-----BEGIN PUBLIC KEY-----\) without its serial number or ID; give \{ \[serial or ID\]: key \}$/,
    ],
    ['a Map of certs', { certs: new Map([['A', publicKey]]) }, /; got a Map; give Object\.fromEntries\(map\)$/],
    [
      'a private key as the name of a cert, without showing it',
      { certs: { [ownKey]: SERIAL } },
      /; got a PKCS#8 private key \(-----BEGIN PRIVATE KEY-----\)$/,
    ],
    [
      "the merchant's certificate under the platform's serial",
      { certs: { [platform.serial]: merchant.certificate } },
      /the certificate with this serial number; got the certificate with the serial number 6D.*, of the merchant 1900000100 itself: the platform's certificate is another file$/,
    ],
    [
      'a certificate under another serial',
      { certs: { [SERIAL]: platform.certificate } },
      new RegExp(
        `certs\\["${SERIAL}"\\] must be the certificate with this serial number; got the certificate with the serial number ${platform.serial}$`,
      ),
    ],
    ['a promise of certs', { certs: Promise.resolve({}) }, /certs must map .*; got a Promise; await it first$/],
    [
      'a certificate under the ID of a public key',
      { certs: { PUB_KEY_ID_1: platform.certificate } },
      /certs\["PUB_KEY_ID_1"\] must be the public key with this ID; got the certificate with the serial number/,
    ],
    [
      'a baseURL that is a URL object',
      { baseURL: new URL('http://127.0.0.1:8920/') },
      /baseURL must be a string; got a URL object: give its href$/,
    ],
    [
      'a baseURL with a host name but without a scheme',
      { baseURL: 'localhost:8920' },
      /baseURL must begin with .*; got "localhost:8920": write the scheme too, such as http:\/\/localhost:8920$/,
    ],
    ['a baseURL of another scheme', { baseURL: 'ftp://h/' }, /baseURL must begin with https:\/\/ or http:\/\/; got "ftp:\/\/h\/"$/],
    ['a baseURL of another scheme without showing its password', { baseURL: 'ftp://user:secret@h/' }, /got "ftp:\/\/…@h\/"$/],
    [
      'a baseURL that ends in /v3',
      { baseURL: 'http://h:8920/v3/' },
      /baseURL must end before \/v3, .*; got http:\/\/h:8920\/v3\/: write http:\/\/h:8920$/,
    ],
    [
      'the URL of an operation as baseURL',
      { baseURL: 'http://h/pay/v3/certificates' },
      /baseURL must end before \/v3, .*: write http:\/\/h\/pay$/,
    ],
    ['a baseURL with a query', { baseURL: 'http://h/?a=1' }, /baseURL must not contain a query, .*; write http:\/\/h\/$/],
    ['a baseURL with a fragment', { baseURL: 'http://h/#a' }, /baseURL must not contain a fragment/],
    ['a number instead of a function as now', { now: 1_700_000_000_000 }, /now must be a function; got 1700000000000/],
    ['a string instead of a function as nonce', { nonce: 'n' }, /nonce must be a function; got "n"/],
  ])('refuses %s', (_, wrong, message) => {
    const create = () => createWechatpay({ ...OPTIONS, ...wrong } as WechatpayOptions)
    expect(create).toThrow(TypeError)
    expect(create).toThrow(message)
  })

  it('accepts a public key under its ID together with a certificate', () => {
    expect(() =>
      createWechatpay({ ...OPTIONS, certs: { ...OPTIONS.certs, PUB_KEY_ID_0116947288792026071402191500000000: publicKey } }),
    ).not.toThrow()
  })

  test.for([
    ['a key that cannot be read', merchant.privateKey.replace(/M/g, ''), /privateKey can't be read as an RSA key/],
    ['an RSA key of 1024 bits', small.privateKey, /privateKey must be an RSA key of 2048 bits; got 1024 bits/],
  ] as const)('does not throw for %s, but the call rejects', async ([, privateKey, message], { mock }) => {
    const wxpay = createWechatpay({ ...clientOptions(mock.credentials), privateKey })
    await expect(wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)).rejects.toThrow(message)
  })

  test('keeps the keys out of the config of an error', async ({ mock }) => {
    const options = { ...clientOptions(mock.credentials), certificate: merchant.certificate, baseURL: 'http://127.0.0.1:1' }
    const error = await createWechatpay(options)
      .v3.goldplan.merchants.changegoldplanstatus.post(OPEN)
      .catch((reason) => reason)
    expect(error.config).toMatchObject({ baseURL: options.baseURL })
    expect(Object.keys(error.config)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(mchid|serial|certificate|privateKey|certs|now|nonce)$/)]),
    )
    expect(JSON.stringify(error)).not.toContain('PRIVATE KEY')
  })
})

/** A key or a certificate as text, and as bytes in three types. */
function forms(pem: string) {
  return [pem, Buffer.from(pem), new TextEncoder().encode(pem), bytesOfAnotherRealm(pem)]
}

describe('a key', () => {
  test('of the merchant may be text, bytes or a KeyObject', async ({ mock }) => {
    for (const privateKey of [...forms(merchant.privateKey), createPrivateKey(merchant.privateKey)]) {
      const wxpay = createWechatpay({ ...clientOptions(mock.credentials), privateKey, now: () => PINNED })
      expect((await wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)).status).toBe(200)
    }
  })

  test('of the platform may be text, bytes or a KeyObject, and a wrong key is refused in each form', async ({ mock }) => {
    for (const right of [...forms(platform.certificate), ...forms(platformKey), createPublicKey(platform.certificate)]) {
      const wxpay = createWechatpay({ ...clientOptions(mock.credentials), certs: { [platform.serial]: right }, now: () => PINNED })
      expect((await wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)).status).toBe(200)
    }
    for (const other of [publicKey, Buffer.from(merchantKey), keys.publicKey]) {
      const wxpay = createWechatpay({ ...clientOptions(mock.credentials), certs: { [platform.serial]: other }, now: () => PINNED })
      await expect(wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)).rejects.toMatchObject({ check: 'signature' })
    }
  })

  test('may be the first private key in a file that also contains other PEM blocks and text', async ({ mock }) => {
    const privateKey = `Bag Attributes\n${merchant.certificate}${merchant.privateKey}${ownKey}`
    const wxpay = createWechatpay({ ...clientOptions(mock.credentials), privateKey, now: () => PINNED })
    expect((await wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)).status).toBe(200)
  })
})

describe('the certificate of the merchant', () => {
  test('may be given instead of its serial number', async ({ mock }) => {
    const { serial: _, ...options } = clientOptions(mock.credentials)
    for (const certificate of [...forms(merchant.certificate), `${merchant.privateKey}${merchant.certificate}`]) {
      const wxpay = createWechatpay({ ...options, certificate, now: () => PINNED })
      const { config } = await wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)
      expect(config.headers['Authorization']).toContain(`serial_no="${merchant.serial}"`)
    }
  })

  test('may be given together with its serial number', async ({ mock }) => {
    const options = { ...clientOptions(mock.credentials), certificate: merchant.certificate, now: () => PINNED }
    expect((await createWechatpay(options).v3.goldplan.merchants.changegoldplanstatus.post(OPEN)).status).toBe(200)
  })

  test('can be used to download the platform certificates', async ({ mock }) => {
    const { serial: _, certs: _certs, ...options } = clientOptions(mock.credentials)
    const own = { certificate: Buffer.from(merchant.certificate), privateKey: createPrivateKey(merchant.privateKey) }
    const certs = await downloadCertificates({ ...options, ...own, apiV3Key: mock.credentials.apiv3_key, now: () => PINNED })
    expect(Object.keys(certs)).toEqual([platform.serial])
  })
})

describe('the shipped development keys', () => {
  const own: WechatpayOptions = { ...OPTIONS, serial: 'A'.repeat(40), privateKey: ownKey, certs: { ['B'.repeat(40)]: publicKey } }
  /** The URLs that the adapter was asked to call. This list must stay empty. */
  const sent: string[] = []
  const adapter: NonNullable<WechatpayOptions['adapter']> = async (config) => {
    sent.push(String(config.url))
    throw new Error('sent')
  }

  it.each<[string, WechatpayOptions, Record<string, unknown>]>([
    ['by default', OPTIONS, {}],
    ['with an undefined baseURL', { ...OPTIONS, baseURL: undefined } as unknown as WechatpayOptions, {}],
    ['at the backup host', { ...OPTIONS, baseURL: 'https://api2.mch.weixin.qq.com' }, {}],
    ['at the host in mixed case with a trailing dot', { ...OPTIONS, baseURL: 'https://API.mch.Weixin.qq.com./' }, {}],
    [
      'when only one call has the real host as its baseURL',
      { ...OPTIONS, baseURL: 'http://127.0.0.1:8920' },
      { baseURL: 'https://api.mch.weixin.qq.com' },
    ],
    ['when only the private key is a shipped one', { ...own, privateKey: `${merchant.privateKey}\n` }, {}],
    ['when only the serial number is a shipped one', { ...own, serial: merchant.serial }, {}],
    ['with the private key in a file with other text', { ...own, privateKey: `Bag Attributes\n${merchant.privateKey}\nend` }, {}],
    ['with the private key of the platform', { ...own, privateKey: platform.privateKey }, {}],
    ['with the private key that belongs to the WeChat Pay public key', { ...own, privateKey: platformPublicKey.privateKey }, {}],
    ['with the key of a platform certificate under another serial number', { ...own, certs: { ['B'.repeat(40)]: platformKey } }, {}],
    ['with the key of a platform certificate under the ID of a public key', { ...own, certs: { PUB_KEY_ID_1: platformKey } }, {}],
    ['with the WeChat Pay public key under another ID', { ...own, certs: { PUB_KEY_ID_1: platformPublicKey.publicKey } }, {}],
    ['when only a platform certificate is a shipped one', { ...own, certs: OPTIONS.certs }, {}],
    ['with the private key as bytes', { ...own, privateKey: Buffer.from(merchant.privateKey) }, {}],
    ['with the private key as a KeyObject', { ...own, privateKey: createPrivateKey(merchant.privateKey) }, {}],
    ['with the private key after a public key in one file', { ...own, privateKey: `${publicKey}${merchant.privateKey}` }, {}],
    ['with a platform certificate as bytes', { ...own, certs: { [platform.serial]: Buffer.from(platform.certificate) } }, {}],
    ['with the private key on one line', { ...own, privateKey: merchant.privateKey.replaceAll('\n', ' ') }, {}],
    ['with a platform certificate as a KeyObject', { ...own, certs: { PUB_KEY_ID_1: createPublicKey(platform.certificate) } }, {}],
    [
      'with a platform certificate after a private key in one file',
      { ...own, certs: { [platform.serial]: `${ownKey}${platform.certificate}` } },
      {},
    ],
  ])('are refused for the real host, before anything is sent: %s', async (_, options, config) => {
    const wxpay = createWechatpay({ ...options, adapter })
    await expect(wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN, config)).rejects.toThrow(
      /is for development only and must not be used with api2?\.mch\.weixin\.qq\.com/,
    )
    expect(sent).toEqual([])
  })

  it.each([
    ['a call to the real host with other keys', own],
    ['a call to the real host with other KeyObjects', { ...own, privateKey: keys.privateKey, certs: { PUB_KEY_ID_1: keys.publicKey } }],
    ['a call with development keys to a host with a similar name', { ...OPTIONS, baseURL: 'http://mch.weixin.qq.com.example' }],
  ])('cause no refusal: %s', async (_, options) => {
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
