import { readFile, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { MerchantControl, Notification } from '../../../contracts/index.ts'
import { createMockServer, type MockServer, type MockServerOptions } from '../../../mock-server/index.ts'
import { test } from '../../control-test.ts'
import { emptyFolder } from '../../empty-folder.ts'
import { PINNED } from '../../mock-test.ts'
import { callbackHandler } from './callback-handler.ts'

/** The seconds between the attempts to send a notification, as the official pages state them. The first list applies to most events. */
const GAPS = [15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10_800, 10_800, 10_800, 21_600, 21_600]
const DEDUCTION_GAPS = [0, 10, 10, 10, 30, 30, 30, ...Array(23).fill(300)]
const EDUCATION_GAPS = [1, ...Array(10).fill(60), ...Array(10).fill(300)]
const EVENT = { event_type: 'TRANSACTION.SUCCESS' }

/** Returns the seconds from the creation of a notification to each of its attempts. */
function secondsOf({ create_time, attempts }: Pick<Notification, 'create_time' | 'attempts'>): number[] {
  return attempts.map(({ time }) => (Date.parse(time) - Date.parse(create_time)) / 1000)
}

/** Returns the running totals of the gaps, beginning with 0. */
function sums(gaps: readonly number[]): number[] {
  let sum = 0
  return [0, ...gaps.map((gap) => (sum += gap))]
}

async function attempted(merchant: MerchantControl, id: string): Promise<void> {
  await expect.poll(async () => (await merchant.notification(id)).attempts.length).toBe(1)
}

describe('a notification that is not accepted', () => {
  test('is sent 16 times on the official schedule and then given up, when the clock is advanced past the end of the schedule', async ({
    own,
  }) => {
    const handler = await callbackHandler(500)
    const { id } = await own.notify({ url: handler.url, ...EVENT })
    await own.setClock({ advance: '25h' })
    const given = await own.notification(id)
    expect(given).toMatchObject({ state: 'given_up', next_attempt: null })
    expect(secondsOf(given)).toEqual(sums(GAPS))
    expect(given.attempts.every(({ failure }) => failure === 'The answer is 500, not 2xx')).toBe(true)
    expect(handler.received).toHaveLength(16)
  })

  test.for([
    ['ECOMMERCE_ENTRUST.SIGN', DEDUCTION_GAPS],
    ['ECOMMERCE_ENTRUST.TERMINATE', DEDUCTION_GAPS],
    ['ENTRUST.SIGNING', EDUCATION_GAPS],
    ['ENTRUST.RELEASE', EDUCATION_GAPS],
    // These two events have no special schedule. The name of the first resembles the name of an event that has one.
    ['ENTRUST.SIGN', GAPS],
    ['PAYSCORE.USER_PAID', GAPS],
  ] as const)('is sent on the schedule of its event type: %s', async ([event_type, gaps], { own }) => {
    const handler = await callbackHandler(500)
    const { id } = await own.notify({ url: handler.url, event_type, resource: {} })
    await own.setClock({ advance: '25h' })
    const given = await own.notification(id)
    expect(given).toMatchObject({ state: 'given_up', next_attempt: null })
    expect(secondsOf(given)).toEqual(sums(gaps))
  })

  test('is sent again when the business time, not the gateway time, reaches the time of the next attempt', async ({ own }) => {
    const handler = await callbackHandler(500)
    const { id } = await own.notify({ url: handler.url, ...EVENT })
    await own.setClock({ advance: '14s' })
    expect(await own.notification(id)).toMatchObject({ state: 'pending', next_attempt: '2023-11-15T06:13:35+08:00' })
    expect(handler.received).toHaveLength(1)
    await own.setClock({ gateway_skew: '1h' })
    expect(handler.received).toHaveLength(1)
    await own.setClock({ advance: '1s' })
    expect(handler.received).toHaveLength(2)
    await own.setClock({ advance: '45s' })
    expect(secondsOf(await own.notification(id))).toEqual([0, 15, 30, 60])
  })

  test('keeps its ID and its time of creation, and is encrypted and signed anew for each attempt', async () => {
    const handler = await callbackHandler(500, 500, 200)
    // This server has random nonces. The server of the fixture has a fixed nonce.
    await using mock = await createMockServer({ now: () => PINNED })
    const own = mock.control.merchant(mock.credentials.mchid)
    await own.notify({ url: handler.url, ...EVENT })
    await own.setClock({ advance: '1m', gateway_skew: '60s' })
    const bodies = handler.received.map(({ body }) => JSON.parse(body))
    expect(bodies).toHaveLength(3)
    expect(new Set(bodies.map(({ id, create_time }) => `${id} ${create_time}`)).size).toBe(1)
    expect(new Set(bodies.map(({ resource }) => resource.nonce)).size).toBe(3)
    expect(new Set(handler.received.map(({ headers }) => headers['wechatpay-nonce'])).size).toBe(3)
  })

  test('is sent again until the handler accepts it, and then no more', async ({ own }) => {
    const handler = await callbackHandler(503, 204)
    const { id } = await own.notify({ url: handler.url, ...EVENT })
    await own.setClock({ advance: '25h' })
    expect(await own.notification(id)).toMatchObject({ state: 'succeeded', attempts: [{ status: 503 }, { status: 204 }] })
    expect(handler.received).toHaveLength(2)
  })

  test('takes turns with another notification, in the order in which their attempts become due', async ({ own }) => {
    const handler = await callbackHandler(500)
    const first = await own.notify({ url: `${handler.url}/first`, ...EVENT })
    await attempted(own, first.id)
    await own.setClock({ advance: '10s' })
    const second = await own.notify({ url: `${handler.url}/second`, ...EVENT })
    await attempted(own, second.id)
    await own.setClock({ advance: '50s' })
    // Within 60 seconds, the first notification is due again after 15, 30 and 60 seconds, and the second after 25 and 40 seconds.
    expect(handler.received.map(({ target }) => target?.replace('/notify/', ''))).toEqual([
      'first',
      'second',
      'first',
      'second',
      'first',
      'second',
      'first',
    ])
  })

  test('waits for a retry of another notification that is due earlier, even when the handler answers this retry slowly', async ({
    own,
  }) => {
    const handler = await callbackHandler(500, 500, (response) => setTimeout(() => response.writeHead(500).end(), 100), 500)
    const first = await own.notify({ url: `${handler.url}/first`, ...EVENT })
    await attempted(own, first.id)
    await own.setClock({ advance: '14s' })
    await own.notify({ url: `${handler.url}/second`, ...EVENT })
    await own.setClock({ advance: '17s' })
    // The first notification is due again after 15 and 30 seconds, and the second after 29 seconds.
    const targets = ['first', 'second', 'first', 'second', 'first']
    expect(handler.received.map(({ target }) => target?.replace('/notify/', ''))).toEqual(targets)
    await own.setClock({ advance: '13s' })
    // The second notification is due again after 44 seconds.
    expect(handler.received.map(({ target }) => target?.replace('/notify/', ''))).toEqual([...targets, 'second'])
  })

  test('is sent at the same time as 15 other due notifications, so that the delays of slow handlers do not add up', async ({ own }) => {
    const held: ServerResponse[] = []
    let isReleased = false
    const hold = (response: ServerResponse) => {
      held.push(response)
      isReleased ||= held.length === 16
      // The handler answers the first 16 requests only when all 16 have arrived.
      if (isReleased) for (const one of held.splice(0)) one.writeHead(200).end()
    }
    const handler = await callbackHandler(...Array(20).fill(500), hold)
    for (let made = 0; made < 20; made += 1) await own.notify({ url: handler.url, ...EVENT })
    await own.setClock({ advance: '0s' })
    expect(handler.received).toHaveLength(20)
    await own.setClock({ advance: '15s' })
    expect((await own.notifications()).map(({ attempts }) => attempts.map(({ status }) => status))).toEqual(Array(20).fill([500, 200]))
    // The retries arrive in the same order as the first attempts.
    expect(handler.ids().slice(20)).toEqual(handler.ids().slice(0, 20))
  })

  test("is sent again by a timer when the server's clock reaches the time of the next attempt", async ({ own, clock }) => {
    const handler = await callbackHandler(500)
    const { id } = await own.notify({ url: handler.url, ...EVENT })
    await attempted(own, id)
    clock.now += 14_950
    // Any change of the clock starts the timer again, even an advance of 0 s. The new timer is short, because only 50 ms remain.
    await own.setClock({ advance: '0s' })
    clock.now += 50
    await expect.poll(() => handler.received.length, { timeout: 3_000 }).toBe(2)
    expect(secondsOf(await own.notification(id))).toEqual([0, 15])
  })

  test('is not sent again while the clock is pinned, until the clock is advanced', async ({ own, clock }) => {
    const handler = await callbackHandler(500)
    await own.setClock({ pin: 1_800_000_000 })
    const { id } = await own.notify({ url: handler.url, ...EVENT })
    await attempted(own, id)
    clock.now += 86_400_000
    await own.setClock({ gateway_skew: '0s' })
    expect(handler.received).toHaveLength(1)
    await own.setClock({ advance: '15s' })
    expect(handler.received).toHaveLength(2)
  })

  test('is sent again when a restored snapshot sets the clock ahead', async ({ own }) => {
    const handler = await callbackHandler(500, 200)
    const { id } = await own.notify({ url: handler.url, ...EVENT })
    await attempted(own, id)
    await own.restore({ clock: { advance: '15s' } })
    expect(await own.notification(id)).toMatchObject({ state: 'succeeded' })
  })
})

describe('an attempt fails', () => {
  test.for([
    ['a status other than 2xx', 404, { status: 404, failure: 'The answer is 404, not 2xx', body: '{"code":"FAIL","message":"失败"}' }],
    ['a redirect', 302, { status: 302, failure: 'The answer is 302, and redirects are not followed' }],
  ] as const)('when the handler answers with %s', async ([, status, attempt], { own }) => {
    const handler = await callbackHandler(status)
    const { id } = await own.notify({ url: handler.url, ...EVENT })
    await attempted(own, id)
    expect((await own.notification(id)).attempts[0]).toMatchObject(attempt)
  })

  test('when the handler closes the connection, sends too long an answer, or does not run', async ({ own }) => {
    const closing = await callbackHandler((_, request) => request.socket.destroy())
    const long = await callbackHandler((response) => response.end('x'.repeat(10_000_000)))
    const failures: (string | null | undefined)[] = []
    for (const url of [closing.url, long.url, 'http://127.0.0.1:9/notify']) {
      const { id } = await own.notify({ url, ...EVENT })
      await attempted(own, id)
      failures.push((await own.notification(id)).attempts[0]?.failure)
    }
    expect(failures).toEqual(['socket hang up', 'The answer is longer than 1048576 bytes', expect.stringContaining('ECONNREFUSED')])
  })

  it('when no complete answer arrives within five seconds', async () => {
    const silent = await callbackHandler(() => undefined)
    const halting = await callbackHandler((response) => response.writeHead(200).write('{'))
    await using mock = await createMockServer()
    const merchants = [mock.control.merchant(mock.credentials.mchid), mock.control.merchant((await mock.control.createMerchant()).mchid)]
    const failures = await Promise.all(
      [silent, halting].map(async ({ url }, index) => {
        const merchant = merchants[index] as MerchantControl
        const { id } = await merchant.notify({ url, ...EVENT })
        await expect.poll(async () => (await merchant.notification(id)).attempts.length, { timeout: 9_000 }).toBe(1)
        return (await merchant.notification(id)).attempts[0]?.failure
      }),
    )
    expect(failures).toEqual(['No answer within 5 s', 'No complete answer within 5 s'])
  }, 15_000)
})

describe('waitForNotification', () => {
  test('fails after its timeout; the error says how each attempt failed and when the next attempt is due', async ({ own }) => {
    const handler = await callbackHandler(500)
    const { id } = await own.notify({ url: handler.url, ...EVENT })
    await attempted(own, id)
    await expect(own.waitForNotification(id, 0)).rejects.toThrow(
      `The notification ${id} (TRANSACTION.SUCCESS) is still pending after 0 ms; attempts: The answer is 500, not 2xx; ` +
        'the next one is due at 2023-11-15T06:13:35+08:00, which setClock({ advance: … }) can reach',
    )
  })

  test('resolves for a cancelled notification, which is not sent again', async ({ own }) => {
    const handler = await callbackHandler(500)
    const { id } = await own.notify({ url: handler.url, ...EVENT })
    await attempted(own, id)
    await own.cancelNotification(id)
    expect(await own.waitForNotification(id)).toMatchObject({ state: 'cancelled', next_attempt: null })
    await own.setClock({ advance: '25h' })
    expect(handler.received).toHaveLength(1)
  })
})

describe('a resent notification', () => {
  test('is sent once more with the same ID after it was accepted', async ({ own }) => {
    const handler = await callbackHandler(200)
    const { id } = await own.notify({ url: handler.url, ...EVENT })
    await own.waitForNotification(id)
    expect(await own.resendNotification(id)).toMatchObject({ state: 'pending' })
    expect(await own.waitForNotification(id)).toMatchObject({ state: 'succeeded', attempts: [{ status: 200 }, { status: 200 }] })
    expect(handler.ids()).toEqual([id, id])
  })

  test('that fails again is then sent on the rest of its schedule', async ({ own }) => {
    const handler = await callbackHandler(500)
    const { id } = await own.notify({ url: handler.url, ...EVENT })
    await attempted(own, id)
    await own.resendNotification(id)
    await own.setClock({ advance: '30s' })
    expect(secondsOf(await own.notification(id))).toEqual([0, 0, 15, 30])
  })

  test('that was given up can still succeed', async ({ own }) => {
    const handler = await callbackHandler(...Array(16).fill(500), 500, 200)
    const { id } = await own.notify({ url: handler.url, ...EVENT })
    await own.setClock({ advance: '25h' })
    await own.resendNotification(id)
    expect(await own.waitForNotification(id)).toMatchObject({ state: 'given_up' })
    await own.resendNotification(id)
    expect(await own.waitForNotification(id)).toMatchObject({ state: 'succeeded' })
  })

  test('has at most 50 attempts', async ({ own }) => {
    const handler = await callbackHandler(200)
    const { id } = await own.notify({ url: handler.url, ...EVENT })
    await own.waitForNotification(id)
    for (let made = 1; made < 50; made += 1) {
      await own.resendNotification(id)
      await own.waitForNotification(id)
    }
    await expect(own.resendNotification(id)).rejects.toMatchObject({ status: 409, detail: { limit: 50 } })
  })
})

describe('the notifications of a merchant', () => {
  it('are deleted by a reset of the merchant, which also ends the attempt under way', async () => {
    const reports: unknown[] = []
    const handler = await callbackHandler(() => undefined)
    await using mock = await createMockServer({ now: () => PINNED, onNotification: (report) => reports.push(report) })
    const own = mock.control.merchant(mock.credentials.mchid)
    await own.notify({ url: handler.url, ...EVENT })
    await own.notify({ url: handler.url, ...EVENT })
    await expect.poll(() => handler.received.length).toBe(1)
    await own.reset()
    expect(await own.notifications()).toEqual([])
    await own.setClock({ advance: '25h' })
    expect(handler.received).toHaveLength(1)
    // An attempt that a reset cuts off is not reported.
    expect(reports).toEqual([])
  })

  test('are deleted when the merchant is removed', async ({ control }) => {
    const handler = await callbackHandler(() => undefined)
    const { mchid } = await control.createMerchant()
    await control.merchant(mchid).notify({ url: handler.url, ...EVENT })
    await expect.poll(() => handler.received.length).toBe(1)
    await control.merchant(mchid).remove()
    await control.createMerchant({ mchid })
    expect(await control.merchant(mchid).notifications()).toEqual([])
  })

  it('do not keep the server from closing during an attempt', async () => {
    const reports: unknown[] = []
    const handler = await callbackHandler(() => undefined)
    const mock = await createMockServer({ onNotification: (report) => reports.push(report) })
    await mock.control.merchant(mock.credentials.mchid).notify({ url: handler.url, ...EVENT })
    await expect.poll(() => handler.received.length).toBe(1)
    await mock.close()
    expect(reports).toEqual([])
  })

  it('are not sent after the server has closed', async () => {
    const handler = await callbackHandler(200)
    const mock = await createMockServer()
    await mock.close()
    const own = mock.control.merchant(mock.credentials.mchid)
    const { id } = await own.notify({ url: handler.url, ...EVENT })
    await expect(own.waitForNotification(id, 300)).rejects.toThrow('is still pending after 300 ms; attempts: none has ended')
    expect(handler.received).toEqual([])
  })
})

describe('with a state file', () => {
  async function sessions() {
    const stateFile = join(emptyFolder(), 'state.json')
    const session = async <Result>(work: (own: MerchantControl, mock: MockServer) => Promise<Result>, options?: MockServerOptions) => {
      await using mock = await createMockServer({ stateFile, now: () => PINNED, ...options })
      return await work(mock.control.merchant(mock.credentials.mchid), mock)
    }
    return { stateFile, session }
  }

  it('a pending notification survives a restart and is sent when it is due', async () => {
    const { session } = await sessions()
    const handler = await callbackHandler(500, 500, 200)
    const id = await session(async (own) => {
      const made = await own.notify({ url: handler.url, ...EVENT })
      await attempted(own, made.id)
      return made.id
    })
    // The server did not run for an hour. It then makes only one attempt, although several would have become due in that hour.
    const now = () => PINNED + 3_600_000
    await session(
      async (own) => {
        await expect.poll(async () => (await own.notification(id)).attempts.length).toBe(2)
        expect(secondsOf(await own.notification(id))).toEqual([0, 3_600])
        await own.setClock({ advance: '15s' })
        expect(await own.notification(id)).toMatchObject({ state: 'succeeded' })
      },
      { now },
    )
    expect(handler.ids()).toEqual([id, id, id])
  })

  it('an attempt that was under way when the server closed is made again', async () => {
    const { session } = await sessions()
    const handler = await callbackHandler(() => undefined, 200)
    const id = await session(async (own) => {
      const made = await own.notify({ url: handler.url, ...EVENT })
      await expect.poll(() => handler.received.length).toBe(1)
      return made.id
    })
    await session(async (own) => {
      expect(await own.waitForNotification(id)).toMatchObject({ state: 'succeeded', attempts: [{ status: 200 }] })
    })
  })

  it('the 1,001st notification replaces the oldest that is not pending, or is refused if all are pending', async () => {
    const { stateFile, session } = await sessions()
    const held = { url: 'http://127.0.0.1:9/', ...EVENT, fault: 'out_of_order' } as const
    await session(async (own) => own.notify(held))
    const saved = JSON.parse(await readFile(stateFile, 'utf8'))
    const list = saved.merchants[0].state.notifications
    list.notifications = Array.from({ length: 1_000 }, (_, index) => ({ ...list.notifications[0], id: String(index) }))
    await writeFile(stateFile, JSON.stringify(saved))
    await session(async (own) => {
      await expect(own.notify(held)).rejects.toMatchObject({
        status: 409,
        message: expect.stringContaining('There are 1000 pending notifications, the most that a merchant can have'),
      })
      await own.cancelNotification('3')
      await own.cancelNotification('5')
      const { id } = await own.notify(held)
      const ids = (await own.notifications()).map((notification) => notification.id)
      expect(ids).toHaveLength(1_000)
      expect(ids).toEqual(expect.arrayContaining([id, '0', '5']))
      expect(ids).not.toContain('3')
    })
  })

  it('a state file from a server version without notifications can be read', async () => {
    const { stateFile, session } = await sessions()
    await session(async (own) => own.putSubMerchant('7'))
    const saved = JSON.parse(await readFile(stateFile, 'utf8'))
    for (const { state, made } of saved.merchants) {
      delete state.notifications
      delete made.notifications
    }
    await writeFile(stateFile, JSON.stringify(saved))
    await session(async (own) => {
      expect(await own.notifications()).toEqual([])
      expect(await own.subMerchant('7')).toMatchObject({ sub_mchid: '7' })
      const handler = await callbackHandler(200)
      const { id } = await own.notify({ url: handler.url, ...EVENT })
      expect(await own.waitForNotification(id)).toMatchObject({ state: 'succeeded' })
    })
  })

  it('a state file with an invalid notification is refused', async () => {
    const { stateFile, session } = await sessions()
    await session(async (own) => own.notify({ url: 'http://127.0.0.1:9/', ...EVENT, fault: 'out_of_order' }))
    const saved = JSON.parse(await readFile(stateFile, 'utf8'))
    saved.merchants[0].state.notifications.notifications[0].fault = 'no such'
    await writeFile(stateFile, JSON.stringify(saved))
    await expect(createMockServer({ stateFile })).rejects.toThrow('merchants.0.state.notifications.notifications.0.fault')
  })
})
