import { describe, expect } from 'vitest'
import { test } from '../../control-test.ts'
import { PINNED } from '../../mock-test.ts'
import { callbackHandler, judged } from './callback-handler.ts'

const EVENT = { event_type: 'REFUND.SUCCESS' }

describe('the fault of a notification', () => {
  test.for([
    ['probe', 'signature'],
    ['tampered', 'signature'],
    ['other_body', 'signature'],
    ['tampered_body', 'signature'],
    ['expired', 'timestamp'],
    ['future', 'timestamp'],
    ['unknown_serial', 'serial'],
    ['own_certificate', 'serial'],
    ['missing_headers', 'headers'],
    ['no_signature', 'headers'],
    ['empty_headers', 'headers'],
    ['wrong_charset', 'signature'],
    ['wrong_key', 'ciphertext'],
    ['other_associated_data', 'ciphertext'],
  ] as const)('`%s` makes the first attempt fail the check of the %s, but the retry is valid', async ([fault, check], { own }) => {
    const handler = await callbackHandler(401, 200)
    const { id } = await own.notify({ url: handler.url, ...EVENT, fault })
    await expect.poll(async () => (await own.notification(id)).attempts.length).toBe(1)
    await own.setClock({ advance: '15s' })
    expect(await own.notification(id)).toMatchObject({ state: 'succeeded', fault, attempts: [{ fault }, { fault: null }] })
    const verdicts = await Promise.all(handler.received.map((received) => judged(received, PINNED)))
    expect(verdicts).toEqual([check, 'valid'])
  })

  test.for(['unknown_serial', 'own_certificate', 'missing_headers', 'empty_headers'] as const)(
    '`%s` is shown in the attempt, together with the Wechatpay-Serial that was sent, or `null` if none was sent',
    async (fault, { own }) => {
      const handler = await callbackHandler(200)
      const { id } = await own.notify({ url: handler.url, ...EVENT, fault })
      const { attempts } = await own.waitForNotification(id)
      expect(attempts).toMatchObject([{ fault, serial_no: handler.received[0]?.headers['wechatpay-serial'] ?? null }])
    },
  )

  test('`slow` pauses in the middle of the body of a valid notification', async ({ own }) => {
    const handler = await callbackHandler(200)
    const { id } = await own.notify({ url: handler.url, ...EVENT, fault: 'slow' })
    const { attempts } = await own.waitForNotification(id, 5_000)
    expect(attempts[0]?.milliseconds).toBeGreaterThan(1_900)
    expect(handler.received[0] && (await judged(handler.received[0], PINNED))).toBe('valid')
  })

  test('`cut` ends the connection in the middle of the body', async ({ own }) => {
    const handler = await callbackHandler(200)
    const { id } = await own.notify({ url: handler.url, ...EVENT, fault: 'cut' })
    await own.setClock({ advance: '15s' })
    expect(await own.notification(id)).toMatchObject({
      state: 'succeeded',
      attempts: [{ failure: 'The connection was cut in the middle of the body, as asked' }, { status: 200 }],
    })
  })

  test('`duplicate` sends the notification once more after it succeeded', async ({ own }) => {
    const handler = await callbackHandler(500, 200, 500)
    const { id } = await own.notify({ url: handler.url, ...EVENT, fault: 'duplicate' })
    await own.setClock({ advance: '15s' })
    expect(await own.notification(id)).toMatchObject({ state: 'succeeded', attempts: [{ status: 500 }, { status: 200 }, { status: 500 }] })
    expect(handler.ids()).toEqual([id, id, id])
  })

  test('`out_of_order` holds the notification back until the next notification has been sent', async ({ own }) => {
    const handler = await callbackHandler(200)
    const held = await own.notify({ url: handler.url, ...EVENT, fault: 'out_of_order' })
    await own.setClock({ advance: '25h' })
    expect(await own.notification(held.id)).toMatchObject({ state: 'pending', next_attempt: null, attempts: [] })
    const next = await own.notify({ url: handler.url, ...EVENT })
    await own.waitForNotification(held.id)
    expect(handler.ids()).toEqual([next.id, held.id])
  })

  test('can also be chosen for a resend, but `duplicate` is refused there', async ({ own }) => {
    const handler = await callbackHandler(200, 401)
    const { id } = await own.notify({ url: handler.url, ...EVENT })
    await own.waitForNotification(id)
    await own.resendNotification(id, { fault: 'tampered' })
    expect(await own.waitForNotification(id)).toMatchObject({
      state: 'succeeded',
      attempts: [{ fault: null }, { fault: 'tampered', status: 401 }],
    })
    await expect(own.resendNotification(id, { fault: 'duplicate' as never })).rejects.toThrow('/body/fault must be one of probe')
  })
})
