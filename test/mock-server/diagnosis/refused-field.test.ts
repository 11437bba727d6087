import { constants, publicEncrypt } from 'node:crypto'
import { describe, expect } from 'vitest'
import { type Diagnosis, encryptField } from '../../../contracts/index.ts'
import { jsonLog } from '../../../mock-server/command/log/json-log.ts'
import { prettyLog } from '../../../mock-server/command/log/pretty-log.ts'
import { createMockServer } from '../../../mock-server/index.ts'
import { test } from '../../control-test.ts'
import { send } from '../../send.ts'
import { signedRequest } from '../../signed-request.ts'
import { echoOf, encrypted, merchant, nextPlatform, platform, platformPublicKey } from '../operations/security/echo-test.ts'

const PUBLIC = platformPublicKey.id
const SHA_256 = publicEncrypt({ key: platformPublicKey.publicKey, oaepHash: 'sha256' }, Buffer.from('张三')).toString('base64')
const PKCS1 = publicEncrypt({ key: platformPublicKey.publicKey, padding: constants.RSA_PKCS1_PADDING }, Buffer.from('张三')).toString(
  'base64',
)

describe('a refused encrypted field', () => {
  test.for<[string, object, string, string[]]>([
    ['PKCS#1 v1.5', { encrypted_echo_message: PKCS1 }, PUBLIC, ['field-pkcs1-padding']],
    ['OAEP with SHA-256', { encrypted_echo_message: SHA_256 }, PUBLIC, ['field-oaep-hash']],
    ["the merchant's certificate", { encrypted_echo_message: encryptField('a', merchant.certificate) }, PUBLIC, ['field-merchant-key']],
    ['another platform key', { encrypted_echo_message: encryptField('a', platform.certificate) }, PUBLIC, ['field-other-platform-key']],
    ['a plain text', { encrypted_echo_message: '张三' }, PUBLIC, ['field-not-encrypted']],
    ['no Wechatpay-Serial', encrypted(), '', ['platform-serial-missing']],
    ['no Wechatpay-Serial, and no field', {}, '', ['platform-serial-missing']],
    ["the merchant's own serial number", encrypted(), merchant.serial, ['platform-serial-of-the-merchant']],
    ['a key that the merchant does not have', encrypted(), nextPlatform.serial, ['platform-serial-unavailable']],
    ['an unknown key', {}, 'PUB_KEY_ID_1', ['platform-serial-unknown']],
  ])('is explained in Mock-Diagnosis and the journal: %s', async ([, body, serial, ids], { own, call }) => {
    const { status, headers } = await call(echoOf(body, { 'Wechatpay-Serial': serial, 'Mock-Explain': '1' }))
    const { mistakes }: Diagnosis = JSON.parse(String(headers['mock-diagnosis']))
    expect({ status, ids: mistakes.map(({ id }) => id) }).toEqual({ status: 400, ids })
    expect(await own.requests()).toMatchObject([{ verdict: 'valid', diagnosis: { mistakes: ids.map((id) => ({ id })), signed: null } }])
  })

  test('is explained when the certificate is expired; for an unknown key, the diagnosis lists only keys that the merchant can use', async ({
    own,
    call,
  }) => {
    await own.setPlatform({ certificates: [{ serial_no: platform.serial, share: 0, expired: true }], public_key: {} })
    await call(echoOf({}, { 'Wechatpay-Serial': platform.serial }))
    await call(echoOf({}, { 'Wechatpay-Serial': 'x' }))
    const [unknown, expired] = await own.requests()
    expect(expired?.diagnosis?.mistakes).toMatchObject([{ id: 'platform-serial-expired' }])
    expect(unknown?.diagnosis?.mistakes).toMatchObject([{ message: expect.stringMatching(new RegExp(`This merchant has ${PUBLIC}\\.$`)) }])
  })

  test('has no diagnosis when Prefer or a fault caused the error, or when the field is not a string', async ({ own, call }) => {
    await call(echoOf({}, { 'Wechatpay-Serial': PUBLIC, Prefer: 'example=PARAM_ERROR_FIELD_NOT_DECRYPTED' }))
    await own.addFault({ example: 'PARAM_ERROR_PLATFORM_SERIAL' })
    await call(echoOf())
    await call(echoOf({ encrypted_echo_message: 1 }))
    expect((await own.requests()).map(({ status, diagnosis }) => [status, diagnosis])).toEqual(
      [400, 400, 400].map((status) => [status, null]),
    )
  })

  test.for([['pretty'], ['json']])('is explained in the %s log, which does not show the encrypted text', async ([format]) => {
    let text = ''
    const write = (line: string) => {
      text += line
    }
    const log = format === 'pretty' ? prettyLog('info', write, 'en') : jsonLog('info', write)
    {
      await using mock = await createMockServer({ onDiagnosis: (entry) => log.diagnosis(entry) })
      const choice = echoOf({ encrypted_echo_message: PKCS1 }, { 'Wechatpay-Serial': PUBLIC, 'Mock-Explain': '1' })
      await send(mock.url, await signedRequest(mock.credentials, choice))
    }
    await expect.poll(() => text).toContain('field-pkcs1-padding')
    expect(text).not.toContain(PKCS1.slice(0, 40))
  })
})
