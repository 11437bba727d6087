import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createControl, type MerchantControl } from '../../../contracts/index.ts'
import { createMockServer } from '../../../mock-server/index.ts'
import { openStore } from '../../../mock-server/open-store.ts'
import { PINNED } from '../../mock-test.ts'
import { missingRedis, type RedisServer, startRedis } from '../../redis-server.ts'
import { callbackHandler } from './callback-handler.ts'

const EVENT = { event_type: 'TRANSACTION.SUCCESS' }

let redis: RedisServer | undefined
beforeAll(async () => {
  if (!missingRedis) redis = await startRedis()
})
afterAll(async () => redis?.[Symbol.asyncDispose]())

async function serverOn(now: () => number) {
  const server = await createMockServer({ store: redis?.url ?? '', now })
  let isOpen = true
  const close = async () => {
    if (isOpen) await server.close()
    isOpen = false
  }
  onTestFinished(close)
  return { control: createControl(server.url), close }
}

/**
 * Starts two servers that share a store, and creates a merchant. Returns the control of the merchant at each server.
 *
 * @param skew How far the clock of the second server is ahead, in milliseconds.
 */
async function merchantOnTwo(now: () => number = () => PINNED, skew = 0) {
  const [one, two] = await Promise.all([serverOn(now), serverOn(() => now() + skew)])
  const { mchid } = await one.control.createMerchant()
  return { mchid, close: one.close, one: one.control.merchant(mchid), two: two.control.merchant(mchid) }
}

async function attempts(merchant: MerchantControl, id: string): Promise<number> {
  return (await merchant.notification(id)).attempts.length
}

describe.skipIf(missingRedis)('a notification of servers that share a store', () => {
  it('is sent only once at each due time, even when the clocks of both servers are set forward at the same moment', async () => {
    const { one, two } = await merchantOnTwo()
    const handler = await callbackHandler(500)
    const { id } = await one.notify({ url: handler.url, ...EVENT })
    await Promise.all([one.setClock({ advance: '25h' }), two.setClock({ advance: '25h' })])
    expect(handler.received).toHaveLength(16)
    expect(await attempts(two, id)).toBe(16)
  })

  it('is sent again by the second server after the first server, which created it, has stopped', async () => {
    let now = PINNED
    const { one, two, close } = await merchantOnTwo(() => now)
    const handler = await callbackHandler(500, 204)
    const { id } = await one.notify({ url: handler.url, ...EVENT })
    await expect.poll(() => attempts(two, id), { timeout: 10_000 }).toBe(1)
    await close()
    now += 15_000
    await expect.poll(async () => (await two.notification(id)).state, { timeout: 10_000 }).toBe('succeeded')
    expect(handler.received).toHaveLength(2)
  })

  it('is sent only once at each due time, even when the clocks of the servers differ by four minutes', async () => {
    let now = PINNED
    const { one } = await merchantOnTwo(() => now, 240_000)
    const handler = await callbackHandler(500, 500, 204)
    const { id } = await one.notify({ url: handler.url, ...EVENT })
    // The second server makes the first retry at once, because its clock is ahead.
    await expect.poll(() => attempts(one, id), { timeout: 10_000 }).toBe(2)
    now += 15_000
    await expect.poll(async () => (await one.notification(id)).state, { timeout: 10_000 }).toBe('succeeded')
    expect(handler.received).toHaveLength(3)
  })

  it('waits while another server holds the lease of the merchant, and is sent after that lease has ended', async () => {
    const { mchid, two } = await merchantOnTwo()
    const killed = await openStore(redis?.url ?? '', { entries: 10, bytes: 1e6, ownBytes: 1e6 })
    onTestFinished(killed.close)
    expect(await killed.hold(mchid, 1_000)).toBe(true)
    const handler = await callbackHandler(204)
    const { id } = await two.notify({ url: handler.url, ...EVENT })
    expect(await two.notification(id)).toMatchObject({ attempts: [] })
    await expect.poll(() => attempts(two, id), { timeout: 10_000 }).toBe(1)
    // The lease can be taken again, because the second server has released its own lease.
    await expect.poll(() => killed.hold(mchid, 1_000), { timeout: 10_000 }).toBe(true)
  })

  it('does not wait for a lease that never ends, or for a lease that is longer than servers ever take', async () => {
    const { mchid, one, two } = await merchantOnTwo()
    const handler = await callbackHandler(204, 204)
    await redis?.ask('set', `goldplan:{${mchid}}:holder`, 'somebody')
    await one.notify({ url: handler.url, ...EVENT })
    await expect.poll(() => handler.received.length, { timeout: 10_000 }).toBe(1)
    await redis?.ask('set', `goldplan:{${mchid}}:holder`, 'somebody', 'px', '3600000')
    await two.notify({ url: handler.url, ...EVENT })
    await expect.poll(() => handler.received.length, { timeout: 10_000 }).toBe(2)
  })
})
