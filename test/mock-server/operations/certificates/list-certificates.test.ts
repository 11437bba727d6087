import { createDecipheriv, X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { developmentKeys, importPublicKey, openCertificate, verifyResponse } from '../../../../contracts/index.ts'
import { createMockServer } from '../../../../mock-server/index.ts'
import { test } from '../../../mock-test.ts'
import { type Answer, send } from '../../../send.ts'
import { OPEN, signedRequest } from '../../../signed-request.ts'

const { platform, platformPublicKey, apiV3Key } = developmentKeys
const GET = { method: 'GET', target: '/v3/certificates', body: '' }

/** Verifies the signature of an answer with the key that the answer names, and returns the serial number or ID of that key. */
async function signer({ headers, body }: Answer): Promise<string> {
  const keys = new Map([
    [platform.serial, () => importPublicKey(platform.certificate)],
    [platformPublicKey.id, () => importPublicKey(platformPublicKey.publicKey)],
  ])
  const now = () => Number(headers['wechatpay-timestamp']) * 1000
  await verifyResponse({ header: (name) => headers[name] as string | undefined, body: Buffer.from(body) }, { now, keys })
  return String(headers['wechatpay-serial'])
}

describe('the platform certificates', () => {
  test.for(['/v3/certificates', '/v3/certificates?algorithm_type=RSA', '/v3/certificates?algorithm_type=ALL'])(
    'are listed at %s in a signed answer',
    async (target, { call }) => {
      const answer = await call({ ...GET, target })
      expect(answer.status).toBe(200)
      expect(await signer(answer)).toBe(platform.serial)
      const { data } = JSON.parse(answer.body)
      expect(data).toEqual([
        {
          serial_no: platform.serial,
          effective_time: '2020-01-01T08:00:00+08:00',
          expire_time: '2049-12-31T08:00:00+08:00',
          encrypt_certificate: {
            algorithm: 'AEAD_AES_256_GCM',
            nonce: '0123456789ab',
            associated_data: 'certificate',
            ciphertext: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/),
          },
        },
      ])
      expect(await openCertificate(data[0].encrypt_certificate, apiV3Key)).toBe(platform.certificate)
    },
  )

  test('have expired when a fault says so, but keep their serial number and key', async ({ mock, call }) => {
    await mock.control.merchant(mock.credentials.mchid).addFault({ certificates: 'expired' })
    const { data } = JSON.parse((await call(GET)).body)
    expect(data).toMatchObject([{ serial_no: platform.serial, expire_time: '2023-11-14T06:13:20+08:00' }])
    const certificate = new X509Certificate(await openCertificate(data[0].encrypt_certificate, apiV3Key))
    expect(certificate.validTo).toBe('Nov 13 22:13:20 2023 GMT')
    expect(certificate.publicKey.equals(new X509Certificate(platform.certificate).publicKey)).toBe(true)
  })

  test('are encrypted with another APIv3 key by a fault that can act only on listCertificates', async ({ mock, call }) => {
    const merchant = mock.control.merchant(mock.credentials.mchid)
    await merchant.addFault({ certificates: 'wrong_key' })
    expect((await call()).status).toBe(200)
    const { data } = JSON.parse((await call(GET)).body)
    await expect(openCertificate(data[0].encrypt_certificate, apiV3Key)).rejects.toThrow('was not encrypted with this APIv3 key')
    await expect(merchant.addFault({ certificates: 'wrong_key', operation: 'changeGoldPlanStatus' })).rejects.toThrow(
      '/body/operation must be listCertificates or left out when certificates is given; got "changeGoldPlanStatus"',
    )
  })

  test('can be decrypted as documented, with the tag after the ciphertext', async ({ call }) => {
    const { nonce, associated_data, ciphertext } = JSON.parse((await call(GET)).body).data[0].encrypt_certificate
    const bytes = Buffer.from(ciphertext, 'base64')
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(nonce))
      .setAAD(Buffer.from(associated_data))
      .setAuthTag(bytes.subarray(-16))
    expect(decipher.update(bytes.subarray(0, -16)).toString() + decipher.final().toString()).toBe(platform.certificate)
  })

  it('are encrypted with another nonce each time', async () => {
    await using mock = await createMockServer()
    const nonces = await Promise.all(
      [1, 2, 3].map(
        async () => JSON.parse((await send(mock.url, await signedRequest(mock.credentials, GET))).body).data[0].encrypt_certificate.nonce,
      ),
    )
    expect(new Set(nonces).size).toBe(3)
    for (const nonce of nonces) expect(nonce).toHaveLength(12)
  })

  test.for([
    [
      'SM2',
      { location: 'query', value: 'SM2' },
      '无法将 JSON 输入源“/query/algorithm_type”映射到目标字段“算法类型”中，此字段需要能映射到一个合法的“/query/algorithm_type”枚举',
    ],
    [
      'rsa',
      { location: 'query', value: 'rsa' },
      '无法将 JSON 输入源“/query/algorithm_type”映射到目标字段“算法类型”中，此字段需要能映射到一个合法的“/query/algorithm_type”枚举',
    ],
  ] as const)('are not listed for the algorithm %s', async ([algorithm, detail, message], { call }) => {
    const { status, body } = await call({ ...GET, target: `/v3/certificates?algorithm_type=${algorithm}` })
    expect({ status, body: JSON.parse(body) }).toEqual({ status: 400, body: { code: 'PARAM_ERROR', detail, message } })
  })

  test.for([
    ['', ''],
    ['SM2&algorithm_type=RSA', 'SM2'],
    ['RSA&algorithm_type=SM2', 'SM2'],
  ] as const)('are not listed when one value of algorithm_type is empty or unknown: %j', async ([query, value], { call }) => {
    const { status, body } = await call({ ...GET, target: `/v3/certificates?algorithm_type=${query}` })
    expect({ status, value: JSON.parse(body).detail.value }).toEqual({ status: 400, value })
  })

  it('are listed, and can be decrypted, when the option nonce returns only one character', async () => {
    await using mock = await createMockServer({ nonce: () => '7' })
    const { body } = await send(mock.url, await signedRequest(mock.credentials, GET))
    expect(await openCertificate(JSON.parse(body).data[0].encrypt_certificate, apiV3Key)).toBe(platform.certificate)
  })

  test('are not listed for an unknown query parameter', async ({ call }) => {
    expect(JSON.parse((await call({ ...GET, target: '/v3/certificates?page=1' })).body).detail).toEqual({
      location: null,
      value: ['/query/page'],
    })
  })

  test('are listed without a Content-Type, but not when the signature does not cover the query', async ({ mock, call }) => {
    expect((await call({ ...GET, headers: { 'Content-Type': '' } })).status).toBe(200)
    const request = await signedRequest(mock.credentials, { ...GET, now: 1_700_000_000_000 })
    expect((await send(mock.url, { ...request, target: '/v3/certificates?algorithm_type=RSA' })).status).toBe(401)
  })
})

describe('the key that signs an answer', () => {
  const ASKED = { 'Wechatpay-Serial': platformPublicKey.id }
  const OTHER = { 'Wechatpay-Serial': 'PUB_KEY_ID_0000000000000024101100397200000006' }

  it.each([
    ['platform_certificate', {}, platform.serial],
    ['platform_certificate', ASKED, platform.serial],
    ['transition', {}, platform.serial],
    ['transition', ASKED, platformPublicKey.id],
    ['transition', OTHER, platform.serial],
    ['transition', { 'Wechatpay-Serial': platform.serial }, platform.serial],
    ['public_key', {}, platformPublicKey.id],
    ['public_key', ASKED, platformPublicKey.id],
    ['public_key', OTHER, platformPublicKey.id],
    ['expired_certificate', {}, platformPublicKey.id],
    ['expired_certificate', { 'Wechatpay-Serial': platform.serial }, platformPublicKey.id],
  ] as const)('for a merchant in mode %s that sends %o is %s', async (verification, headers, serial) => {
    await using mock = await createMockServer({ merchant: { verification } })
    expect(await signer(await send(mock.url, await signedRequest(mock.credentials, { headers })))).toBe(serial)
    expect(await signer(await send(mock.url, await signedRequest(mock.credentials, { headers, body: `${OPEN} x` })))).toBe(serial)
  })

  it.each([
    ['platform_certificate', 1, false],
    ['transition', 1, true],
    ['public_key', 0, true],
    ['expired_certificate', 0, true],
  ] as const)(
    'is in the credentials of a merchant in mode %s: platform certificates %i, public key %s',
    async (verification, certificates, publicKey) => {
      await using mock = await createMockServer({ merchant: { verification } })
      expect(mock.credentials.platform_certificates).toHaveLength(certificates)
      expect(mock.credentials.platform_public_key !== null).toBe(publicKey)
    },
  )

  it.each([
    ['that has only the public key', 'public_key'],
    ['whose platform certificate has expired', 'expired_certificate'],
  ] as const)(
    "is the public key when a merchant %s asks for the platform certificates and gets the gateway's 404",
    async (_, verification) => {
      await using mock = await createMockServer({ merchant: { verification } })
      const answer = await send(mock.url, await signedRequest(mock.credentials, GET))
      expect(answer).toMatchObject({
        status: 404,
        body: `{"code":"RESOURCE_NOT_EXISTS","message":"无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥。可查看指引https://pay.weixin.qq.com/doc/v3/merchant/4012153196"}`,
      })
      expect(await signer(answer)).toBe(platformPublicKey.id)
    },
  )

  test('is the platform certificate for the error NOT_ENOUGH, although the message says that the certificate has expired', async ({
    call,
  }) => {
    const answer = await call({ ...GET, headers: { Prefer: 'example=NOT_ENOUGH' } })
    expect(answer).toMatchObject({ status: 403, body: '{"code":"NOT_ENOUGH","message":"平台证书已过期失效,请联系微信支付技术支持。"}' })
    expect(await signer(answer)).toBe(platform.serial)
  })
})
