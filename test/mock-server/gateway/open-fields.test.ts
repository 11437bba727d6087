import { describe, expect } from 'vitest'
import { encryptField } from '../../../contracts/index.ts'
import { errorOf, test } from '../../control-test.ts'
import { CHANGE_STATUS } from '../../signed-request.ts'
import { echoOf, encrypted, merchant, nextPlatform, platform, platformPublicKey } from '../operations/security/echo-test.ts'

const PUBLIC = { 'Wechatpay-Serial': platformPublicKey.id }
const CERTIFICATE = { 'Wechatpay-Serial': platform.serial }
const OWN = { 'Wechatpay-Serial': merchant.serial }
const PLAIN = { encrypted_echo_message: '张三' }

const MISSING = 'HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)'
const NOT_ENCRYPTED = '请确认待处理的消息是否为加密后的密文'
const WRONG_SERIAL = '平台证书序列号Wechatpay-Serial错误'
const NOT_DECRYPTED = '平台私钥解密失败'

describe('an encrypted field', () => {
  test.for<[string, object, Record<string, string>, string, string]>([
    ['no Wechatpay-Serial', encrypted(), {}, MISSING, '/header/Wechatpay-Serial'],
    ['an empty Wechatpay-Serial', encrypted(), { 'Wechatpay-Serial': '' }, MISSING, '/header/Wechatpay-Serial'],
    ['no Wechatpay-Serial, and a plain field', PLAIN, {}, MISSING, '/header/Wechatpay-Serial'],
    ['no Wechatpay-Serial, and no field', {}, {}, MISSING, '/header/Wechatpay-Serial'],
    ['a plain field', PLAIN, PUBLIC, NOT_ENCRYPTED, '/body/encrypted_echo_message'],
    ['an empty field', { encrypted_echo_message: '' }, PUBLIC, NOT_ENCRYPTED, '/body/encrypted_echo_message'],
    ["a plain field, and the merchant's own serial number", PLAIN, OWN, NOT_ENCRYPTED, '/body/encrypted_echo_message'],
    ["the merchant's own serial number", encrypted(), OWN, WRONG_SERIAL, '/header/Wechatpay-Serial'],
    ["the merchant's own serial number, and no field", {}, OWN, WRONG_SERIAL, '/header/Wechatpay-Serial'],
    ['an unknown serial number', encrypted(), { 'Wechatpay-Serial': 'PUB_KEY_ID_1' }, WRONG_SERIAL, '/header/Wechatpay-Serial'],
    ['a key that the merchant lacks', encrypted(), { 'Wechatpay-Serial': nextPlatform.serial }, WRONG_SERIAL, '/header/Wechatpay-Serial'],
    [
      'a field for the public key, but the certificate in Wechatpay-Serial',
      encrypted(),
      CERTIFICATE,
      NOT_DECRYPTED,
      '/body/encrypted_echo_message',
    ],
    [
      'a field for the certificate, but the public key in Wechatpay-Serial',
      { encrypted_echo_message: encryptField('张三', platform.certificate) },
      PUBLIC,
      NOT_DECRYPTED,
      '/body/encrypted_echo_message',
    ],
    [
      'a plus sign that became a space',
      { encrypted_echo_message: encrypted().encrypted_echo_message.replace(/^.{3}/, 'a b') },
      PUBLIC,
      NOT_DECRYPTED,
      '/body/encrypted_echo_message',
    ],
  ])(
    'is refused with the text of the gateway in a signed answer, and the journal names the wrong field or header: %s',
    async ([, body, headers, message, field], { own, call }) => {
      const answer = await call(echoOf(body, headers))
      expect({ status: answer.status, body: JSON.parse(answer.body) }).toEqual({ status: 400, body: { code: 'PARAM_ERROR', message } })
      expect(answer.headers).toHaveProperty('wechatpay-signature')
      expect(String(answer.headers['request-id']).endsWith(message === NOT_DECRYPTED ? '-269546542' : '-268435461')).toBe(true)
      expect(await own.requests()).toMatchObject([{ verdict: 'valid', error: { field, message } }])
    },
  )

  test('is refused when it is encrypted for a platform certificate that has expired', async ({ own, call }) => {
    await own.setPlatform({ certificates: [{ serial_no: platform.serial, share: 0, expired: true }], public_key: {} })
    const body = { encrypted_echo_message: encryptField('张三', platform.certificate) }
    expect(errorOf(await call(echoOf(body, CERTIFICATE)))).toMatchObject({ status: 400, message: WRONG_SERIAL })
  })

  test('is checked after the signature', async ({ call }) => {
    const { status } = await call({ ...echoOf(PLAIN, {}), now: 1 })
    expect(status).toBe(401)
  })

  test('is checked after the other parameters', async ({ call }) => {
    const answer = await call(echoOf({ ...PLAIN, echo_message: 1 }))
    expect(errorOf(answer).message).toContain('/body/echo_message')
  })

  test('is refused with the error that Prefer names', async ({ call }) => {
    for (const [example, message] of [
      ['PARAM_ERROR_FIELD_NOT_DECRYPTED', NOT_DECRYPTED],
      ['PARAM_ERROR_FIELD_NOT_DECRYPTED_HK', 'the field you encrypt is error '],
    ])
      expect(errorOf(await call(echoOf(encrypted(), { ...PUBLIC, Prefer: `example=${example}` })))).toMatchObject({ status: 400, message })
  })

  test("is absent from changeGoldPlanStatus, which accepts the merchant's own serial number in Wechatpay-Serial", async ({ call }) => {
    expect((await call({ target: CHANGE_STATUS, headers: OWN })).status).toBe(200)
  })
})
