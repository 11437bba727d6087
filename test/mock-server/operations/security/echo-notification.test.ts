import { describe, expect, it } from 'vitest'
import { decryptField } from '../../../../contracts/index.ts'
import { applyScripted } from '../../../../mock-server/faults/apply-scripted.ts'
import type { CausedNotification, OperationContext } from '../../../../mock-server/operations/operation-handler.ts'
import { echo } from '../../../../mock-server/operations/security/echo.ts'
import { test } from '../../../control-test.ts'
import { callbackHandler } from '../../notifications/callback-handler.ts'
import { echoOf, merchant, platformPublicKey } from './echo-test.ts'

const URL = 'https://www.weixin.qq.com/v3/test'

/** Calls the operation echo. Returns the notifications that the call causes, and the answer. */
async function caused(body: object, fault?: object) {
  const notifications: CausedNotification[] = []
  const notify = async (one: CausedNotification) => void notifications.push(one)
  const context = { certificate: merchant, signerSerial: platformPublicKey.id, notify, store: {} } as unknown as OperationContext
  const call = { operation: { id: 'echo' }, body: { echo_message: 'hello', ...body } } as never
  const outcome = await (fault ? applyScripted(call, { result: fault } as never, context) : echo(call, context))
  return { notifications, outcome }
}

describe('the notification of echo', () => {
  it('has the plain text of the call, and the encrypted text of the call, encrypted again for the merchant', async () => {
    const { notifications, outcome } = await caused({ notify_url: URL, encrypted_echo_message: '张三' })
    const field = expect.stringMatching(/^[A-Za-z0-9+/]{342}==$/)
    expect(notifications).toEqual([
      {
        url: URL,
        event_type: 'SECURITY_ECHO.SUCCESS',
        resource: { echo_message: 'hello', encrypt_echo_message: field },
        serial: platformPublicKey.id,
      },
    ])
    const [resource] = notifications.map((one) => one.resource as { readonly encrypt_echo_message: string })
    expect(decryptField(resource?.encrypt_echo_message ?? '', merchant.privateKey)).toBe('张三')
    expect(outcome).toEqual({ status: 200, body: { echo_message: 'hello', encrypted_echo_message: field } })
  })

  it('has no encrypted field when the call has none', async () => {
    const { notifications } = await caused({ notify_url: URL })
    expect(notifications).toMatchObject([{ resource: { echo_message: 'hello' } }])
    expect(Object.keys(notifications[0]?.resource as object)).toEqual(['echo_message'])
  })

  it('is not sent after a call without notify_url', async () => {
    expect((await caused({ encrypted_echo_message: '张三' })).notifications).toEqual([])
  })

  it('is sent only after a call that takes effect, even if the answer is lost', async () => {
    expect((await caused({ notify_url: URL }, { wire: 'reset', apply: 'none' })).notifications).toEqual([])
    expect((await caused({ notify_url: URL }, { wire: 'reset', apply: 'before' })).notifications).toHaveLength(1)
  })
})

test('the notification of echo reaches the handler at notify_url, signed by the key that the call named', async ({ call, own }) => {
  const handler = await callbackHandler(200)
  expect((await call(echoOf({ notify_url: handler.url }))).status).toBe(200)
  const [sent] = await own.notifications()
  expect(await own.waitForNotification(sent?.id ?? '')).toMatchObject({
    event_type: 'SECURITY_ECHO.SUCCESS',
    original_type: 'security',
    summary: '回调通知成功',
    associated_data: '',
    state: 'succeeded',
  })
  expect(handler.received[0]?.headers['wechatpay-serial']).toBe(platformPublicKey.id)
})
