import { describe, expect } from 'vitest'
import { createWechatpay, downloadCertificates } from '../../../client/index.ts'
import { developmentKeys } from '../../../contracts/index.ts'
import { clientOptions } from '../../client/client-options.ts'
import { test } from '../../control-test.ts'
import { PINNED } from '../../mock-test.ts'

const { platform, nextPlatform, platformPublicKey } = developmentKeys
const OLD = platform.serial
const NEW = nextPlatform.serial
const PUBLIC = platformPublicKey.id
const TARGET = '/__mock/merchants/1900000100/platform'

function countsOf(values: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(values, (value) => value)].map(([value, { length }]) => [value, length]))
}

describe('the platform keys of a merchant', () => {
  test('are at first one certificate with a share of 100 and the public key with a share of 0', async ({ own }) => {
    expect(await own.platform()).toEqual({
      certificates: [{ serial_no: OLD, certificate: platform.certificate, share: 100 }],
      public_key: { id: PUBLIC, public_key: platformPublicKey.publicKey, share: 0 },
      available: [OLD, NEW],
    })
  })

  test('can change from one certificate to the next and back', async ({ own, call }) => {
    const signer = async () => (await call()).headers['wechatpay-serial']
    const both = (old: number) => [
      { serial_no: OLD, share: old },
      { serial_no: NEW, share: 100 - old },
    ]
    expect(await own.setPlatform({ certificates: both(100), public_key: {} })).toMatchObject({
      certificates: [{ serial_no: OLD }, { serial_no: NEW, certificate: nextPlatform.certificate, share: 0 }],
    })
    expect(await signer()).toBe(OLD)
    await own.setPlatform({ certificates: both(0) })
    expect(await signer()).toBe(NEW)
    await own.setPlatform({ certificates: [{ serial_no: NEW, share: 100 }] })
    expect(await signer()).toBe(NEW)
    await own.setPlatform({ certificates: both(100) })
    expect(await signer()).toBe(OLD)
  })

  test('each sign exactly as many of a hundred answers as their share says', async ({ mock, own }) => {
    await own.setPlatform({
      certificates: [
        { serial_no: OLD, share: 70 },
        { serial_no: NEW, share: 27 },
      ],
      public_key: { share: 3 },
    })
    const wxpay = createWechatpay({
      ...clientOptions(mock.credentials),
      certs: { [OLD]: platform.certificate, [NEW]: nextPlatform.certificate, [PUBLIC]: platformPublicKey.publicKey },
      now: () => PINNED,
    })
    const answers = await Promise.all(Array.from({ length: 100 }, () => wxpay.v3.certificates.get()))
    expect(countsOf(answers.map(({ headers }) => String(headers['wechatpay-serial'])))).toEqual({ [OLD]: 70, [NEW]: 27, [PUBLIC]: 3 })
  })

  test('let the public key sign an answer whenever the request names it, and do not count that answer towards the shares', async ({
    own,
    call,
  }) => {
    const certificates = [
      { serial_no: OLD, share: 50 },
      { serial_no: NEW, share: 50 },
    ]
    const signers = async (between: boolean) => {
      const serials: unknown[] = []
      for (let times = 0; times < 8; times++) {
        serials.push((await call({ body: '{}' })).headers['wechatpay-serial'])
        if (between) expect((await call({ headers: { 'Wechatpay-Serial': PUBLIC } })).headers['wechatpay-serial']).toBe(PUBLIC)
      }
      return serials
    }
    await own.setPlatform({ certificates, public_key: {} })
    const first = await signers(false)
    await own.reset()
    await own.setPlatform({ certificates, public_key: {} })
    expect(await signers(true)).toEqual(first)
    expect(new Set(first)).toEqual(new Set([OLD, NEW]))
  })

  test('sign as usual when a request names a public key or certificate that is not one of them', async ({ own, call }) => {
    await own.setPlatform({ certificates: [{ serial_no: NEW, share: 100 }], public_key: null })
    expect((await call({ headers: { 'Wechatpay-Serial': PUBLIC } })).headers['wechatpay-serial']).toBe(NEW)
    expect((await call({ headers: { 'Wechatpay-Serial': OLD } })).headers['wechatpay-serial']).toBe(NEW)
  })

  test('are listed in the data of the merchant and by GET /v3/certificates, which answers 404 when there is no certificate', async ({
    own,
    mock,
    call,
  }) => {
    await own.setPlatform({
      certificates: [
        { serial_no: OLD, share: 99 },
        { serial_no: NEW, share: 1 },
      ],
    })
    const merchant = await own.read()
    expect(merchant).toMatchObject({
      verification: 'platform_certificate',
      platform_public_key: null,
      platform_certificates: [
        { serial_no: OLD, certificate: platform.certificate },
        { serial_no: NEW, certificate: nextPlatform.certificate },
      ],
    })
    const { mchid, serial_no: serial, private_key: privateKey, apiv3_key: apiV3Key } = merchant
    const certs = await downloadCertificates({ mchid, serial, privateKey, apiV3Key, baseURL: mock.url, now: () => PINNED })
    expect(certs).toEqual({ [OLD]: platform.certificate, [NEW]: nextPlatform.certificate })
    expect(await own.setPlatform({ certificates: [], public_key: {} })).toMatchObject({ certificates: [], public_key: { share: 100 } })
    expect(await own.read()).toMatchObject({ verification: 'public_key', platform_certificates: [] })
    const answer = await call({ method: 'GET', target: '/v3/certificates', body: '' })
    expect(answer).toMatchObject({ status: 404, headers: { 'wechatpay-serial': PUBLIC } })
  })

  test('can include an expired certificate, which signs nothing and is missing from GET /v3/certificates', async ({
    own,
    control,
    call,
    callAs,
  }) => {
    const expired = [{ serial_no: OLD, share: 0, expired: true as const }]
    const LIST = { method: 'GET', target: '/v3/certificates', body: '' }
    expect(await own.setPlatform({ certificates: expired, public_key: {} })).toMatchObject({
      certificates: [{ serial_no: OLD, certificate: platform.certificate, share: 0, expired: true }],
      public_key: { share: 100 },
    })
    expect(await own.read()).toMatchObject({ verification: 'expired_certificate', platform_certificates: [] })
    expect(await call(LIST)).toMatchObject({ status: 404, headers: { 'wechatpay-serial': PUBLIC } })
    await own.restore({ platform: (await own.snapshot()).platform })
    expect((await own.read()).verification).toBe('expired_certificate')
    await own.setPlatform({ certificates: [...expired, { serial_no: NEW, share: 100 }], public_key: {} })
    expect(await own.read()).toMatchObject({ verification: 'transition', platform_certificates: [{ serial_no: NEW }] })
    const { data } = JSON.parse((await call(LIST)).body)
    expect(data).toMatchObject([{ serial_no: NEW }])
    const merchant = await control.createMerchant({ verification: 'expired_certificate' })
    expect(await callAs(merchant, LIST)).toMatchObject({ status: 404, headers: { 'wechatpay-serial': PUBLIC } })
  })

  test('are independent of the platform keys of another merchant', async ({ control, own, callAs }) => {
    const merchant = await control.createMerchant()
    await own.setPlatform({ certificates: [{ serial_no: NEW, share: 100 }] })
    expect((await callAs(merchant)).headers['wechatpay-serial']).toBe(OLD)
  })

  test('also sign the answer to a request that has a valid signature but is refused', async ({ own, call }) => {
    await own.setPlatform({ certificates: [{ serial_no: NEW, share: 100 }] })
    expect(await call({ body: '{}' })).toMatchObject({ status: 400, headers: { 'wechatpay-serial': NEW } })
  })

  test.for<[unknown, string]>([
    [{ certificates: [{ serial_no: OLD, share: 99 }] }, '/body'],
    [
      {
        certificates: [
          { serial_no: OLD, share: 100 },
          { serial_no: NEW, share: 1 },
        ],
      },
      '/body',
    ],
    [{ certificates: [{ serial_no: OLD, share: 100 }], public_key: { share: 1 } }, '/body'],
    [{ certificates: [], public_key: { share: 99 } }, '/body'],
    [{ certificates: [{ serial_no: OLD, share: 100, expired: true }] }, '/body/certificates/0/share'],
    [{ certificates: [{ serial_no: OLD, share: 0, expired: true }] }, '/body'],
    [{ certificates: [{ serial_no: OLD, share: 0, expired: 'yes' }], public_key: {} }, '/body/certificates/0/expired'],
    [{ certificates: [{ serial_no: OLD, share: 0 }], public_key: {} }, '/body'],
    [{ certificates: [], public_key: null }, '/body'],
    [{ certificates: [] }, '/body'],
    [{ certificates: [{ serial_no: '0'.repeat(40), share: 100 }] }, '/body/certificates'],
    [
      {
        certificates: [
          { serial_no: OLD, share: 50 },
          { serial_no: OLD, share: 50 },
        ],
      },
      '/body/certificates',
    ],
    [{ certificates: [OLD, NEW, OLD].map((serial_no) => ({ serial_no, share: 0 })), public_key: { share: 100 } }, '/body/certificates'],
    [{ certificates: [{ serial_no: OLD.toLowerCase(), share: 100 }] }, '/body/certificates/0/serial_no'],
    [{ certificates: [{ serial_no: OLD, share: 101 }] }, '/body/certificates/0/share'],
    [{ certificates: [{ serial_no: OLD, share: -1 }] }, '/body/certificates/0/share'],
    [{ certificates: [{ serial_no: OLD, share: 99.5 }] }, '/body/certificates/0/share'],
    [{ certificates: [{ serial_no: OLD, share: '100' }] }, '/body/certificates/0/share'],
    [{ certificates: [{ serial_no: OLD }] }, '/body/certificates/0/share'],
    [{ certificates: [{ serial_no: OLD, share: 100, certificate: '' }] }, '/body/certificates/0/certificate'],
    [{ certificates: [], public_key: { id: PUBLIC } }, '/body/public_key/id'],
    [{ certificates: [], public_key: PUBLIC }, '/body/public_key'],
    [{ public_key: {} }, '/body/certificates'],
  ])('stay as they are when the control API refuses an invalid change: %j', async ([change, field], { ask, own }) => {
    const before = await own.platform()
    expect(await ask('PUT', TARGET, change)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST', detail: { field } } })
    expect(await own.platform()).toEqual(before)
  })
})
