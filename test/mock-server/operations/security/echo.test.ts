import { describe, expect } from 'vitest'
import { createWechatpay, decryptField, encryptField } from '../../../../client/index.ts'
import { importPublicKey, verifyResponse } from '../../../../contracts/index.ts'
import { clientOptions } from '../../../client/client-options.ts'
import { errorOf, test } from '../../../control-test.ts'
import { PINNED } from '../../../mock-test.ts'
import type { Answer } from '../../../send.ts'
import { takeTried } from '../../../this-machine-only.ts'
import { ECHO, echoOf, encrypted, merchant, nextPlatform, platform, platformPublicKey } from './echo-test.ts'

const OLD = platform.serial
const NEW = nextPlatform.serial
const PUBLIC = platformPublicKey.id

/** Verifies the signature of an answer, and returns the serial number or ID of the key that signed. */
async function signer({ headers, body }: Answer): Promise<string> {
  const keys = new Map([
    [OLD, () => importPublicKey(platform.certificate)],
    [NEW, () => importPublicKey(nextPlatform.certificate)],
    [PUBLIC, () => importPublicKey(platformPublicKey.publicKey)],
  ])
  await verifyResponse({ header: (name) => headers[name] as string, body: Buffer.from(body) }, { now: () => PINNED, keys })
  return String(headers['wechatpay-serial'])
}

describe('echo', () => {
  test('sends the text back, signed with the key that the request names', async ({ call }) => {
    const answer = await call(echoOf())
    expect(answer).toMatchObject({ status: 200, body: '{"echo_message":"hello"}' })
    expect(await signer(answer)).toBe(PUBLIC)
  })

  test.for([
    ['the public key', PUBLIC, platformPublicKey.publicKey],
    ['the public key, which the request names in lower case', PUBLIC.toLowerCase(), platformPublicKey.publicKey],
    ['a platform certificate', OLD, platform.certificate],
    ['a platform certificate, which the request names in lower case', OLD.toLowerCase(), platform.certificate],
  ])('decrypts a field encrypted with %s, and encrypts the text for the merchant', async ([, serial = '', key = ''], { call }) => {
    const answer = await call(echoOf({ encrypted_echo_message: encryptField('张三', key) }, { 'Wechatpay-Serial': serial }))
    expect(answer.status).toBe(200)
    const { echo_message, encrypted_echo_message } = JSON.parse(answer.body)
    expect(echo_message).toBe('hello')
    expect(decryptField(encrypted_echo_message, merchant.privateKey)).toBe('张三')
    expect((await signer(answer)).toLowerCase()).toBe(serial.toLowerCase())
  })

  test.for([
    [OLD, 0, 100],
    [NEW, 100, 0],
    [OLD, 50, 50],
  ] as const)(
    'signs with the certificate that the request names, %s, even if the old one signs %i of 100 answers and the new one %i',
    async ([named, old, next], { own, call }) => {
      const shares = {
        certificates: [
          { serial_no: OLD, share: old },
          { serial_no: NEW, share: next },
        ],
        public_key: {},
      }
      await own.setPlatform(shares)
      for (let times = 0; times < 3; times += 1) expect(await signer(await call(echoOf({}, { 'Wechatpay-Serial': named })))).toBe(named)
    },
  )

  test('encrypts the field for the key that signed the request, even if that key is brand new', async ({ own, mock, callAs }) => {
    const renewed = await own.setCertificate({ renew: true, own_key: true })
    const { body } = await callAs({ ...mock.credentials, ...renewed }, echoOf(encrypted()))
    expect(decryptField(JSON.parse(body).encrypted_echo_message, renewed.private_key)).toBe('张三')
  })

  test.for(['', '点'.repeat(71)])('accepts %j as the text of its encrypted field', async (text, { call }) => {
    const { body } = await call(echoOf(encrypted(text)))
    expect(decryptField(JSON.parse(body).encrypted_echo_message, merchant.privateKey)).toBe(text)
  })

  test('can be called with the typed client, and is refused without the header Wechatpay-Serial', async ({ mock }) => {
    const wxpay = createWechatpay({
      ...clientOptions(mock.credentials),
      certs: { [PUBLIC]: platformPublicKey.publicKey },
      now: () => PINNED,
    })
    const body = { echo_message: 'hello', encrypted_echo_message: encryptField('张三', platformPublicKey.publicKey) }
    const { data } = await wxpay.v3.security.echo.post(body, { headers: { 'Wechatpay-Serial': PUBLIC } })
    expect(data.echo_message).toBe('hello')
    expect(decryptField(data.encrypted_echo_message ?? '', merchant.privateKey)).toBe('张三')
    await expect(wxpay.v3.security.echo(body)).rejects.toMatchObject({ code: 'PARAM_ERROR' })
  })
})

const PATTERN = '^https?://([^\\s/?#\\[\\]\\@]+\\@)?([^\\s/?#\\@:]+)(?::\\d{2,5})?([^\\s?#\\[\\]]*)$'

describe('the notify_url of echo', () => {
  test.for([
    'https://www.weixin.qq.com/v3/test',
    'http://127.0.0.1:3000/notify',
    'https://user:secret@a.example/b@c:d',
    'http://[x',
    'https://a',
  ])('may be %s, which the pattern of the gateway allows', async (notify_url, { call }) => {
    expect(new RegExp(PATTERN).test(notify_url)).toBe(true)
    expect((await call(echoOf({ notify_url }))).status).toBe(200)
    // The server may have looked up the host of the notification. `takeTried` clears that look-up, so that it does not fail the test.
    takeTried()
  })

  test.for([
    '',
    'a.example/notify',
    'ftp://a.example',
    'https://',
    'https://a.example/?a=1',
    'https://a.example/#a',
    'https://a.example/[x]',
    'https://a b',
    'https://@a',
    'https://:80',
  ])('may not be %j, which the pattern of the gateway forbids', async (notify_url, { call }) => {
    expect(new RegExp(PATTERN).test(notify_url)).toBe(false)
    const answer = await call(echoOf({ notify_url }))
    expect(errorOf(answer)).toEqual({
      status: 400,
      code: 'PARAM_ERROR',
      message: `输入源“/body/notify_url”映射到值字段“通知地址”字符串规则校验失败，字符串必须匹配正则表达式“${PATTERN}”`,
    })
    expect(JSON.parse(answer.body).detail).toEqual({ location: 'body', value: notify_url })
  })

  test('that has a query is refused without a long wait, even if it has 60,000 characters', async ({ call }) => {
    expect((await call(echoOf({ notify_url: `https://${'a'.repeat(60_000)}?` }))).status).toBe(400)
  })
})

test('echo requires echo_message, and refuses an unknown field', async ({ call }) => {
  const headers = { 'Wechatpay-Serial': PUBLIC }
  expect(JSON.parse((await call({ target: ECHO, body: '{}', headers })).body).message).toContain('/body/echo_message')
  expect(errorOf(await call(echoOf({ encrypt_echo_message: '' })))).toMatchObject({ message: '请求中含有未在API文档中定义的参数' })
})
