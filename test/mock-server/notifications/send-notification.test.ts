import { describe, expect } from 'vitest'
import { developmentKeys } from '../../../contracts/index.ts'
import { test } from '../../control-test.ts'
import { PINNED } from '../../mock-test.ts'
import { callbackHandler, judged, resourceOf } from './callback-handler.ts'

const BEIJING = '2023-11-15T06:13:20+08:00'

describe('a notification', () => {
  test.for(['TRANSACTION.SUCCESS', 'REFUND.SUCCESS', 'SECURITY_ECHO.SUCCESS'])(
    'with the event type %s needs no more than a URL, and a handler can verify and decrypt it',
    async (event_type, { own, mock }) => {
      const handler = await callbackHandler(204)
      const { id, state, attempts } = await own.notify({ url: handler.url, event_type })
      expect({ state, attempts }).toEqual({ state: 'pending', attempts: [] })
      const sent = await own.waitForNotification(id)
      expect(sent).toMatchObject({ state: 'succeeded', create_time: BEIJING, event_type, next_attempt: null })
      expect(sent.attempts).toEqual([
        {
          time: BEIJING,
          status: 204,
          milliseconds: expect.any(Number),
          failure: null,
          fault: null,
          serial_no: developmentKeys.platform.serial,
          body: '',
        },
      ])
      const [received] = handler.received
      if (!received) throw new Error('nothing was received')
      expect(await judged(received, PINNED)).toBe('valid')
      expect(await resourceOf(received)).toEqual(sent.resource)
      expect(mock.credentials.apiv3_key).toBe(developmentKeys.apiV3Key)
    },
  )

  test('has the method, the headers and the members of notifications that were captured from WeChat Pay', async ({ own }) => {
    const handler = await callbackHandler(200)
    const { id } = await own.notify({ url: `${handler.url}?a=1`, event_type: 'TRANSACTION.SUCCESS' })
    await own.waitForNotification(id)
    const [{ method, target, headers, body } = { method: '', target: '', headers: {}, body: '{}' }] = handler.received
    expect([method, target]).toEqual(['POST', '/notify?a=1'])
    expect(headers).toMatchObject({
      'user-agent': 'Mozilla/4.0',
      accept: '*/*',
      'content-type': 'application/json',
      pragma: 'no-cache',
      'cache-control': 'no-cache',
      connection: 'close',
      'wechatpay-timestamp': String(PINNED / 1000),
      'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
    })
    expect(JSON.parse(body)).toMatchObject({
      id: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/),
      create_time: BEIJING,
      resource_type: 'encrypt-resource',
      event_type: 'TRANSACTION.SUCCESS',
      summary: '支付成功',
      resource: { original_type: 'transaction', associated_data: 'transaction' },
    })
  })

  test('of an event type without a template has the given resource, and an original_type made from the event type', async ({ own }) => {
    const handler = await callbackHandler(200)
    const { id } = await own.notify({ url: handler.url, event_type: 'COUPON.USE', resource: { coupon_id: '7' } })
    await own.waitForNotification(id)
    const [received] = handler.received
    expect(JSON.parse(received?.body ?? '')).toMatchObject({ resource: { original_type: 'coupon', associated_data: 'coupon' } })
    expect(received && (await resourceOf(received))).toEqual({ coupon_id: '7' })
  })

  test('of an event type with a template has the given values instead of those of the template', async ({ own }) => {
    const handler = await callbackHandler(200)
    const given = { original_type: 'a', summary: '甲', associated_data: '', resource: { b: 1 } }
    const { id } = await own.notify({ url: handler.url, event_type: 'TRANSACTION.SUCCESS', ...given })
    expect(await own.waitForNotification(id)).toMatchObject(given)
    expect(JSON.parse(handler.received[0]?.body ?? '')).toMatchObject({
      summary: '甲',
      resource: { original_type: 'a', associated_data: '' },
    })
  })

  test('has associated data of at most 15 bytes, even when its original_type is longer', async ({ own }) => {
    const handler = await callbackHandler(200)
    const { id } = await own.notify({ url: handler.url, event_type: 'ABNORMAL_FUND_PROCESSING.X', resource: {} })
    expect(await own.waitForNotification(id)).toMatchObject({
      original_type: 'abnormal_fund_processing',
      associated_data: 'abnormal_fund_p',
    })
  })

  test('is signed with the certificate on the first day of a migration, and with the public key on the seventh', async ({ own }) => {
    const handler = await callbackHandler(200)
    const signerOf = async () => {
      const { id } = await own.notify({ url: handler.url, event_type: 'TRANSACTION.SUCCESS' })
      return (await own.waitForNotification(id)).attempts[0]?.serial_no
    }
    await own.startMigration()
    expect(await signerOf()).toBe(developmentKeys.platform.serial)
    await own.setClock({ advance: '145h' })
    expect(await signerOf()).toBe(developmentKeys.platformPublicKey.id)
  })

  test('has a create_time in business time, and a Wechatpay-Timestamp in gateway time', async ({ own }) => {
    const handler = await callbackHandler(200)
    await own.setClock({ advance: '1h', gateway_skew: '10s' })
    const { id } = await own.notify({ url: handler.url, event_type: 'TRANSACTION.SUCCESS' })
    expect(await own.waitForNotification(id)).toMatchObject({ create_time: '2023-11-15T07:13:20+08:00' })
    expect(handler.received[0]?.headers['wechatpay-timestamp']).toBe(String(PINNED / 1000 + 10))
  })

  test.for(['certificate', 'public_key'] as const)('is signed with the key that signed_by chooses: %s', async (signed_by, { own }) => {
    const handler = await callbackHandler(200)
    const { id } = await own.notify({ url: handler.url, event_type: 'TRANSACTION.SUCCESS', signed_by })
    const { attempts } = await own.waitForNotification(id)
    const serial = { certificate: developmentKeys.platform.serial, public_key: developmentKeys.platformPublicKey.id }[signed_by]
    expect([attempts[0]?.serial_no, handler.received[0]?.headers['wechatpay-serial']]).toEqual([serial, serial])
  })

  test('is signed with the public key when the merchant has no certificate', async ({ control }) => {
    const handler = await callbackHandler(200)
    const { mchid } = await control.createMerchant({ verification: 'public_key' })
    const merchant = control.merchant(mchid)
    const { id } = await merchant.notify({ url: handler.url, event_type: 'TRANSACTION.SUCCESS' })
    await merchant.waitForNotification(id)
    expect(handler.received[0]?.headers['wechatpay-serial']).toBe(developmentKeys.platformPublicKey.id)
  })

  test('is listed below newer notifications, without its resource and without the bodies of the answers to it', async ({ own }) => {
    const handler = await callbackHandler((response) => response.writeHead(200).end('{"code":"SUCCESS"}'))
    const ids: string[] = []
    for (const event_type of ['TRANSACTION.SUCCESS', 'REFUND.SUCCESS']) {
      const { id } = await own.notify({ url: handler.url, event_type })
      await own.waitForNotification(id)
      ids.unshift(id)
    }
    const listed = await own.notifications()
    expect(listed.map(({ id }) => id)).toEqual(ids)
    expect(Object.keys(listed[0] ?? {})).not.toContain('resource')
    expect(Object.keys(listed[0]?.attempts[0] ?? {})).not.toContain('body')
    expect((await own.notification(ids[0] ?? '')).attempts[0]?.body).toBe('{"code":"SUCCESS"}')
  })
})

describe('the control API', () => {
  test.for([
    [
      { event_type: 'COUPON.USE' },
      '/body/resource must be given for COUPON.USE: only SECURITY_ECHO.SUCCESS, TRANSACTION.SUCCESS, REFUND.SUCCESS have',
    ],
    [{ event_type: 'A', resource: [] }, '/body/resource must be of type object; got []'],
    [{ event_type: 'A', resource: null }, '/body/resource must be of type object; got null'],
    [{ event_type: 'A', resource: 'a' }, '/body/resource must be of type object; got "a"'],
    [{ event_type: 'A', resource: { a: 'x'.repeat(16_384) } }, '/body/resource must have at most 16384 bytes as JSON; got "16392 bytes"'],
    [{ event_type: 'A'.repeat(33) }, '/body/event_type must have 32 or fewer characters; got'],
    [{ event_type: 'TRANSACTION.SUCCESS', fault: 'none' }, '/body/fault must be one of duplicate, out_of_order, probe'],
    [{ event_type: 'TRANSACTION.SUCCESS', event: 1 }, '/body/event is unknown'],
    [{}, '/body/event_type must be given; got nothing'],
  ] as const)('refuses the notification %j and sends nothing', async ([choice, message], { own, ask, mock }) => {
    const handler = await callbackHandler(200)
    const answer = await ask('POST', `/__mock/merchants/${mock.credentials.mchid}/notifications`, { url: handler.url, ...choice })
    expect(answer).toMatchObject({ status: 400, body: { message: expect.stringContaining(message) } })
    expect(await own.notifications()).toEqual([])
    expect(handler.received).toEqual([])
  })

  test('refuses to sign a notification with a key that the merchant does not have, or with an expired certificate', async ({ control }) => {
    const names = { platform_certificate: 'public_key', public_key: 'certificate', expired_certificate: 'certificate' } as const
    for (const [verification, signed_by] of Object.entries(names)) {
      const { mchid } = await control.createMerchant({ verification: verification as keyof typeof names })
      await expect(control.merchant(mchid).notify({ url: 'http://127.0.0.1:1/', event_type: 'REFUND.SUCCESS', signed_by })).rejects.toThrow(
        '/body/signed_by must be ',
      )
    }
  })

  test('answers 404 when the merchant or the notification does not exist', async ({ control, own }) => {
    await expect(control.merchant('9').notify({ url: 'http://127.0.0.1:1/', event_type: 'REFUND.SUCCESS' })).rejects.toMatchObject({
      status: 404,
      detail: { mchid: '9' },
    })
    await expect(control.merchant('9').notifications()).rejects.toMatchObject({ status: 404 })
    for (const ask of [own.notification('1'), own.resendNotification('1'), own.cancelNotification('1')])
      await expect(ask).rejects.toMatchObject({
        status: 404,
        message: expect.stringContaining('There is no notification 1'),
        detail: { id: '1' },
      })
  })
})
