import { X509Certificate } from 'node:crypto'
import { describe, expect } from 'vitest'
import { developmentKeys } from '../../../contracts/index.ts'
import { errorOf, test } from '../../control-test.ts'

const TARGET = '/__mock/merchants/1900000100/certificate'
const { merchant: shipped } = developmentKeys

function refusal(message: string) {
  return { status: 401, code: 'SIGN_ERROR', message }
}

describe('the certificate of a merchant', () => {
  test('can be read together with its private key', async ({ own }) => {
    expect(await own.certificate()).toEqual({
      serial_no: shipped.serial,
      certificate: shipped.certificate,
      private_key: shipped.privateKey,
      status: 'valid',
      replaced: [],
    })
  })

  test('can be renewed; a call with the previous certificate then gets a 401 that says to use the new certificate', async ({
    control,
    own,
    mock,
    callAs,
  }) => {
    const renewed = await own.setCertificate({ renew: true })
    expect(renewed).toMatchObject({ private_key: shipped.privateKey, status: 'valid', replaced: [shipped.serial] })
    expect(renewed.serial_no).not.toBe(shipped.serial)
    const read = new X509Certificate(renewed.certificate)
    expect([read.serialNumber, read.subject.split('\n').at(-1)]).toEqual([renewed.serial_no, `CN=${shipped.mchid}`])
    expect(errorOf(await callAs(mock.credentials))).toEqual(refusal('已更换证书，请使用新证书'))
    expect((await callAs({ ...mock.credentials, ...renewed })).status).toBe(200)
    expect(await own.certificate()).toEqual(renewed)
    expect(await control.credentials()).toMatchObject({ serial_no: renewed.serial_no, certificate: renewed.certificate })
  })

  test('can be renewed with a new key', async ({ own, mock, callAs }) => {
    const renewed = await own.setCertificate({ renew: true, own_key: true })
    expect(renewed.private_key).not.toBe(shipped.privateKey)
    expect((await callAs({ ...mock.credentials, ...renewed })).status).toBe(200)
    expect((await callAs({ ...mock.credentials, ...renewed, private_key: shipped.privateKey })).status).toBe(401)
    const again = await own.setCertificate({ renew: true, own_key: false })
    expect((await callAs({ ...mock.credentials, ...again })).status).toBe(200)
    expect(again.replaced).toEqual([shipped.serial, renewed.serial_no])
  })

  test('keeps its key when it is renewed, even if only this merchant has the key', async ({ control, callAs }) => {
    const merchant = await control.createMerchant({ own_key: true })
    const renewed = await control.merchant(merchant.mchid).setCertificate({ renew: true })
    expect(renewed.private_key).toBe(merchant.private_key)
    expect((await callAs({ ...merchant, ...renewed })).status).toBe(200)
    expect((await callAs({ ...merchant, ...renewed, private_key: shipped.privateKey })).status).toBe(401)
  })

  test('can be renewed many times, and the server remembers the last 31 replaced certificates', async ({ own, mock, callAs }) => {
    const serials: string[] = [shipped.serial]
    for (let times = 0; times < 40; times++) serials.push((await own.setCertificate({ renew: true })).serial_no)
    expect(new Set(serials).size).toBe(41)
    const current = await own.certificate()
    expect(current).toMatchObject({ serial_no: serials.at(-1), replaced: serials.slice(-32, -1) })
    const messageFor = async (serial_no: unknown) => errorOf(await callAs({ ...mock.credentials, serial_no: String(serial_no) })).message
    expect(await messageFor(serials.at(-32))).toBe('已更换证书，请使用新证书')
    expect(await messageFor(serials.at(-33))).toBe('商户证书序列号有误。请使用签名私钥匹配的证书序列号')
    expect((await callAs({ ...mock.credentials, ...current })).status).toBe(200)
  })

  test('is renewed once for each of several concurrent requests', async ({ own }) => {
    await Promise.all(Array.from({ length: 5 }, () => own.setCertificate({ renew: true })))
    const { serial_no, replaced } = await own.certificate()
    expect(new Set([serial_no, ...replaced]).size).toBe(6)
  })

  test.for([
    ['revoked', '商户证书已作废。', 'SIGN_ERROR_CERTIFICATE_REVOKED'],
    ['expired', '商户证书已过期。', 'SIGN_ERROR_CERTIFICATE_EXPIRED'],
  ] as const)('can be set to %s, which makes calls fail, and then to valid again', async ([status, message, verdict], { own, call }) => {
    expect(await own.setCertificate({ status })).toMatchObject({ serial_no: shipped.serial, status, replaced: [] })
    const answer = await call()
    expect(errorOf(answer)).toEqual(refusal(message))
    expect(answer.headers).not.toHaveProperty('wechatpay-signature')
    expect(await own.requests()).toMatchObject([{ verdict, example: verdict, message: expect.stringMatching(/^POST\n/) }])
    await own.setCertificate({ status: 'valid' })
    expect((await call()).status).toBe(200)
  })

  test('counts as replaced after a renewal, even if it was revoked before', async ({ own, mock, callAs }) => {
    await own.setCertificate({ status: 'revoked' })
    const renewed = await own.setCertificate({ renew: true })
    expect(errorOf(await callAs(mock.credentials)).message).toBe('已更换证书，请使用新证书')
    await own.setCertificate({ status: 'expired' })
    expect(errorOf(await callAs({ ...mock.credentials, ...renewed })).message).toBe('商户证书已过期。')
    expect(errorOf(await callAs(mock.credentials)).message).toBe('已更换证书，请使用新证书')
  })

  test('that is revoked or expired is refused after the check of the timestamp and before the check of the signature', async ({
    own,
    mock,
    call,
    callAs,
    clock,
  }) => {
    await own.setCertificate({ status: 'revoked' })
    expect(errorOf(await call({ now: clock.now - 301_000 })).message).toMatch('timestamp')
    const { private_key } = await own.setCertificate({ status: 'expired' })
    expect(errorOf(await callAs({ ...mock.credentials, private_key: developmentKeys.platform.privateKey })).message).toBe(
      '商户证书已过期。',
    )
    expect(private_key).toBe(shipped.privateKey)
  })

  test('is independent of the certificate of another merchant', async ({ control, own, callAs }) => {
    const merchant = await control.createMerchant()
    await own.setCertificate({ status: 'revoked' })
    expect((await callAs(merchant)).status).toBe(200)
    const renewed = await control.merchant(merchant.mchid).setCertificate({ renew: true })
    expect(renewed.serial_no).not.toBe(merchant.serial_no)
    expect((await own.certificate()).status).toBe('revoked')
  })

  test.for<[unknown, string]>([
    [{ renew: true, status: 'valid' }, '/body'],
    [{ own_key: true }, '/body'],
    [{}, '/body'],
    [{ own_key: true, status: 'expired' }, '/body/own_key'],
    [{ renew: false }, '/body/renew'],
    [{ renew: 'yes' }, '/body/renew'],
    [{ renew: true, own_key: 1 }, '/body/own_key'],
    [{ status: 'replaced' }, '/body/status'],
    [{ status: null }, '/body/status'],
    [{ serial_no: shipped.serial }, '/body/serial_no'],
    [undefined, '/body'],
  ])('does not change when the change is invalid: %j', async ([change, field], { ask, own }) => {
    const before = await own.certificate()
    expect(await ask('PUT', TARGET, change)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST', detail: { field } } })
    expect(await own.certificate()).toEqual(before)
  })
})
