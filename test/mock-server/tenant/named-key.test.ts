import { describe, expect } from 'vitest'
import { developmentKeys } from '../../../contracts/index.ts'
import { test } from '../../control-test.ts'

const OLD = developmentKeys.platform.serial
const NEW = developmentKeys.nextPlatform.serial
const PUBLIC = developmentKeys.platformPublicKey.id
const OWN = developmentKeys.merchant.serial

const STATES = {
  certificate: { certificates: [{ serial_no: OLD, share: 100 }], public_key: null },
  transition: { certificates: [{ serial_no: OLD, share: 100 }], public_key: {} },
  both: {
    certificates: [
      { serial_no: OLD, share: 100 },
      { serial_no: NEW, share: 0 },
    ],
    public_key: {},
  },
  'public key': { certificates: [], public_key: {} },
  expired: { certificates: [{ serial_no: OLD, share: 0, expired: true }], public_key: {} },
  'one expired': {
    certificates: [
      { serial_no: OLD, share: 0, expired: true },
      { serial_no: NEW, share: 100 },
    ],
    public_key: {},
  },
} as const

const EXPIRED = /^the platform certificate that Wechatpay-Serial names has expired$/
const UNKNOWN = /names no platform key of this merchant, so the platform certificate signs/

describe('the key that signs an answer', () => {
  test.for<[keyof typeof STATES, string | undefined, string, RegExp, RegExp?]>([
    ['transition', undefined, OLD, /^the request names no public key$/],
    ['transition', '', OLD, /^the request names no public key$/],
    ['transition', PUBLIC, PUBLIC, /^the request names it in Wechatpay-Serial$/],
    ['transition', PUBLIC.toLowerCase(), PUBLIC, /^the request names it in Wechatpay-Serial$/],
    ['transition', OLD, OLD, /^the request names it in Wechatpay-Serial$/],
    ['transition', OLD.toLowerCase(), OLD, /^the request names it in Wechatpay-Serial$/],
    ['transition', OWN, OLD, /^Wechatpay-Serial names the merchant's own certificate, not a key of the platform$/],
    ['transition', `${PUBLIC}0`, OLD, /^Wechatpay-Serial names no platform key of this merchant$/, UNKNOWN],
    ['transition', NEW, OLD, /^Wechatpay-Serial names no platform key of this merchant$/, UNKNOWN],
    [
      'transition',
      'x'.repeat(500),
      OLD,
      /^Wechatpay-Serial names no platform key of this merchant$/,
      /^Wechatpay-Serial x{64}… names no platform key/,
    ],
    ['certificate', undefined, OLD, /^the merchant has no public key$/],
    ['certificate', PUBLIC, OLD, /^Wechatpay-Serial names no platform key of this merchant$/, UNKNOWN],
    ['both', NEW, OLD, /^the shares of the platform keys choose it$/],
    ['both', OLD, OLD, /^the request names it in Wechatpay-Serial$/],
    ['both', PUBLIC, PUBLIC, /^the request names it in Wechatpay-Serial$/],
    ['public key', undefined, PUBLIC, /^the merchant has no platform certificate$/],
    ['public key', OLD, PUBLIC, /^Wechatpay-Serial names no platform key of this merchant$/, /so the public key signs/],
    ['expired', undefined, PUBLIC, /^the platform certificate of the merchant has expired$/],
    ['expired', PUBLIC, PUBLIC, /^the request names it in Wechatpay-Serial$/],
    ['expired', OLD, PUBLIC, EXPIRED, /^Wechatpay-Serial \S+ names a platform certificate that has expired, so the public key signs/],
    ['expired', OLD.toLowerCase(), PUBLIC, EXPIRED, /names a platform certificate that has expired/],
    ['expired', 'nobody', PUBLIC, /^Wechatpay-Serial names no platform key of this merchant$/, /so the public key signs/],
    ['one expired', undefined, NEW, /^the request names no public key$/],
    ['one expired', OLD, NEW, EXPIRED, /that has expired, so another platform certificate signs/],
    ['one expired', NEW, NEW, /^the request names it in Wechatpay-Serial$/],
  ])("depends on the merchant's keys and on Wechatpay-Serial: %s, %s", async ([state, named, serial, reason, warning], { own, call }) => {
    await own.setPlatform(STATES[state] as never)
    const { status, headers } = await call({ headers: named === undefined ? {} : { 'Wechatpay-Serial': named } })
    expect(status).toBe(200)
    expect(headers['wechatpay-serial']).toBe(serial)
    const [entry] = await own.requests()
    const kind = serial === PUBLIC ? 'public_key' : 'certificate'
    expect(entry?.signer).toEqual({
      kind,
      serial_no: serial,
      reason: expect.stringMatching(reason),
      reason_zh: expect.stringMatching(/。$/),
    })
    expect(entry?.warnings).toEqual(warning && [expect.stringMatching(warning)])
  })

  test('is chosen by the shares of two certificates, even if the request names one of them', async ({ own, call }) => {
    const certificates = [OLD, NEW].map((serial_no) => ({ serial_no, share: 50 }))
    await own.setPlatform({ certificates, public_key: {} })
    const signed: unknown[] = []
    for (let times = 0; times < 4; times++) signed.push((await call({ headers: { 'Wechatpay-Serial': OLD } })).headers['wechatpay-serial'])
    expect(signed.toSorted()).toEqual([OLD, OLD, NEW, NEW].toSorted())
    expect((await own.requests()).map(({ signer }) => signer?.reason)).toContain('the shares of the platform keys choose it')
  })

  test.for([
    ['tampered', 'certificate', OLD, 'the request names no public key; the fault `tampered` makes the signature wrong'],
    [
      'unknown_serial',
      'certificate',
      OLD,
      'the request names no public key; with the fault `unknown_serial`, Wechatpay-Serial is 6D6F636B2D756E6B6E6F776E2D30303030303031',
    ],
    ['no_signature', 'certificate', OLD, 'the request names no public key; the fault `no_signature` takes the signature away'],
    ['own_certificate', 'merchant_certificate', OWN, 'the fault `own_certificate` chooses this key'],
  ] as const)('has a reason in the journal that names the fault %s', async ([signature, kind, serial_no, reason], { own, call }) => {
    await own.addFault({ signature })
    await call()
    expect((await own.requests())[0]?.signer).toMatchObject({ kind, serial_no, reason })
  })

  test('is the platform certificate with the fault `certificate`, although the request names the public key', async ({ own, call }) => {
    await own.setPlatform(STATES.transition as never)
    await own.addFault({ signature: 'certificate' })
    const { headers } = await call({ headers: { 'Wechatpay-Serial': PUBLIC } })
    const [entry] = await own.requests()
    expect(entry?.signer).toMatchObject({ kind: 'certificate', serial_no: OLD, reason: 'the fault `certificate` chooses this key' })
    expect(headers['wechatpay-serial']).toBe(OLD)
  })

  test('is not named in the warning about Wechatpay-Serial when a fault chooses the key', async ({ own, call }) => {
    await own.addFault({ signature: 'own_certificate' })
    await call({ headers: { 'Wechatpay-Serial': 'nobody' } })
    expect((await own.requests())[0]?.warnings).toEqual([
      'Wechatpay-Serial nobody names no platform key of this merchant (不是该商户的平台密钥)',
    ])
  })

  test('is `null` in the journal, without a warning, for an answer that is not signed', async ({ own, call }) => {
    await call({ headers: { Authorization: 'WECHATPAY2-SHA256-RSA2048 mchid="1900000100"', 'Wechatpay-Serial': 'nobody' } })
    await call({ headers: { Prefer: 'example=SIGN_ERROR_WRONG', 'Wechatpay-Serial': 'nobody' } })
    const entries = await own.requests()
    expect(entries).toHaveLength(2)
    for (const entry of entries) {
      expect(entry).toMatchObject({ status: 401, signer: null })
      expect(entry).not.toHaveProperty('warnings')
    }
  })
})
