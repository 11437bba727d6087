import { describe, expect, it, onTestFinished } from 'vitest'
import { merchants } from '../../../mock-server/control/merchants.ts'
import { reset } from '../../../mock-server/control/reset.ts'
import { readAllowedHosts } from '../../../mock-server/notifications/allowed-hosts.ts'
import { lazyNotifier } from '../../../mock-server/notifications/lazy-notifier.ts'
import { readNotifications } from '../../../mock-server/notifications/notification-list.ts'
import type { Store } from '../../../mock-server/store/store.ts'
import { loadPlatformKeys } from '../../../mock-server/tenant/platform.ts'
import { PINNED } from '../../mock-test.ts'
import { storeWith, tenantOf } from '../store/stored-tenant.ts'
import { callbackHandler } from './callback-handler.ts'

const MCHID = '1'

/** The work that a test does at a step of the store. */
type Meanwhile = Partial<Record<'tenant is read' | 'journal is cleared' | 'merchant is removed', () => Promise<unknown>>>

/** Returns the store with one change: at each step for which `meanwhile` has work, the store runs that work once. */
function interruptible(store: Store, meanwhile: Meanwhile): Store {
  const at = async (step: keyof Meanwhile) => {
    const work = meanwhile[step]
    delete meanwhile[step]
    await work?.()
  }
  return {
    ...store,
    read: async (key) => store.read(key).finally(() => (key.kind === 'tenant' ? at('tenant is read') : undefined)),
    remove: async (mchid) => at('merchant is removed').then(() => store.remove(mchid)),
    journal: { ...store.journal, clear: async (mchid) => at('journal is cleared').then(() => store.journal.clear(mchid)) },
  }
}

/** Creates a merchant and its notifier without a server. The `reactions` are those of the handler that receives the notifications. */
async function merchantWith(...reactions: Parameters<typeof callbackHandler>) {
  const handler = await callbackHandler(...reactions)
  const meanwhile: Meanwhile = {}
  const store = interruptible(await storeWith(), meanwhile)
  await store.swap({ mchid: MCHID, kind: 'made' }, undefined, tenantOf(MCHID))
  const reports: unknown[] = []
  let nonces = 0
  const parts = {
    store,
    platformKeys: await loadPlatformKeys(),
    rules: { allow: readAllowedHosts([]), mappings: [], isControl: () => false },
    now: () => PINNED,
    nonce: () => String(nonces++),
    onAttempt: (report: unknown) => reports.push(report),
    onFailure: (bug: unknown) => reports.push(bug),
  }
  const notifier = lazyNotifier(() => parts)
  onTestFinished(() => notifier.stop())
  const notify = () => notifier.notify(MCHID, { url: handler.url, event_type: 'TRANSACTION.SUCCESS' })
  const states = async () => (await readNotifications(MCHID, store))?.notifications.map(({ state }) => state)
  return { handler, meanwhile, store, notifier, reports, notify, states }
}

async function change(handle: typeof reset.resetMerchant | typeof merchants.removeMerchant, context: object): Promise<void> {
  await handle({ path: { mchid: MCHID }, body: undefined as never, query: {} as never }, context as never)
}

describe('while a merchant is removed', () => {
  it('a new notification is not sent', async () => {
    const { handler, meanwhile, store, notifier, reports, notify, states } = await merchantWith(200)
    meanwhile['merchant is removed'] = notify
    await change(merchants.removeMerchant, { store, notifier })
    await notifier.stop()
    expect({ states: await states(), received: handler.ids(), reports }).toEqual({ states: undefined, received: [], reports: [] })
  })

  it('a notification that is just being created is not accepted', async () => {
    const { handler, meanwhile, store, notifier, notify } = await merchantWith(200)
    meanwhile['tenant is read'] = () => change(merchants.removeMerchant, { store, notifier })
    expect(await notify()).toBeUndefined()
    await notifier.stop()
    expect(handler.ids()).toEqual([])
  })

  it('a notification that is just being created belongs to the next merchant with the same number', async () => {
    const { handler, meanwhile, store, notifier, notify, states } = await merchantWith(200)
    meanwhile['tenant is read'] = async () => {
      await change(merchants.removeMerchant, { store, notifier })
      const { tenant, ...state } = tenantOf(MCHID)
      await store.replace(undefined, { ...state, tenant: { ...tenant, sub_mchids: ['77'] } })
    }
    expect(await notify()).toMatchObject({ resource: { sub_mchid: '77' } })
    await expect.poll(states).toEqual(['succeeded'])
    expect(handler.ids()).toHaveLength(1)
  })
})

describe('while a merchant is reset', () => {
  it('earlier notifications are dropped: the one that is being sent and those that wait', async () => {
    const { handler, store, notifier, reports, notify, states } = await merchantWith(() => undefined)
    await notify()
    await expect.poll(() => handler.received.length).toBe(1)
    await notify()
    await notify()
    await change(reset.resetMerchant, { store, notifier })
    await notifier.stop()
    expect({ states: await states(), received: handler.received.length, reports }).toEqual({ states: [], received: 1, reports: [] })
  })

  it('a notification that is created after earlier ones were dropped is sent, and does not stay pending', async () => {
    const { handler, meanwhile, store, notifier, notify, states } = await merchantWith((response) => setTimeout(() => response.end(), 50))
    await notify()
    await expect.poll(states).toEqual(['succeeded'])
    // A reset clears the journal after it has dropped the notifications.
    meanwhile['journal is cleared'] = notify
    await change(reset.resetMerchant, { store, notifier })
    await expect.poll(states).toEqual(['succeeded'])
    expect(handler.received).toHaveLength(2)
  })

  it('pending notifications are still sent if the reset fails', async () => {
    const { handler, meanwhile, store, notifier, notify, states } = await merchantWith(() => undefined, 200)
    await notify()
    await expect.poll(() => handler.received.length).toBe(1)
    meanwhile['tenant is read'] = () => Promise.reject(new Error('the store is away'))
    await expect(change(reset.resetMerchant, { store, notifier })).rejects.toThrow('the store is away')
    await expect.poll(states).toEqual(['succeeded'])
  })
})
