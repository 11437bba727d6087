import { expect, it } from 'vitest'
import { UNCLAIMED } from '../../../../mock-server/store/store.ts'
import { newSubMerchant } from '../../../../mock-server/tenant/sub-merchant.ts'
import { tenantOf } from '../stored-tenant.ts'
import { append, names, type Open } from './store-cases.ts'

const [first, second, third] = [newSubMerchant('30'), newSubMerchant('20'), newSubMerchant('10')]

/** Declares the tests in which a store creates, replaces, lists and removes merchants. */
export function merchantCases(open: Open): void {
  it('does not create a merchant that exists, and lists merchants in the order of creation', async () => {
    await using opened = await open()
    const { store, other } = opened
    expect(await store.replace(undefined, tenantOf('0', first))).toBe(true)
    expect(await other.replace(undefined, tenantOf('0'))).toBe(false)
    expect(await other.readAll('0')).toEqual(tenantOf('0', first))
    expect(await other.mchids()).toEqual(['1', '2', '3', '4', '0'])
  })

  it('creates a merchant only once when several callers create it at the same time', async () => {
    await using opened = await open()
    const { store, other } = opened
    const made = await Promise.all(
      [store, other, store, other].map((view, index) => view.replace(undefined, tenantOf('5', newSubMerchant(`${index}`)))),
    )
    expect(made.filter(Boolean)).toHaveLength(1)
    expect((await store.readAll('5'))?.sub_merchants).toEqual([newSubMerchant(`${made.indexOf(true)}`)])
  })

  it('replaces only the given parts of a merchant, and only if the merchant was not changed since it was read', async () => {
    await using opened = await open()
    const { store, other } = opened
    const version = (await store.read({ mchid: '1', kind: 'tenant' }))?.version
    await store.swap({ mchid: '1', kind: 'sub_merchant', id: '30' }, undefined, first)
    const { tenant } = tenantOf('1')
    expect(await other.replace(undefined, { tenant })).toBe(false)
    expect(await other.replace(version, { tenant: { ...tenant, punished: true } })).toBe(true)
    expect(await store.replace(version, { tenant })).toBe(false)
    expect(await store.readAll('1')).toMatchObject({ tenant: { punished: true }, sub_merchants: [first] })
    expect((await store.read({ mchid: '1', kind: 'tenant' }))?.value.punished).toBe(true)
  })

  it('replaces all sub-merchants, and gives a new version even to a sub-merchant that stays', async () => {
    await using opened = await open()
    const { store, other } = opened
    const key = { mchid: '1', kind: 'sub_merchant', id: '30' } as const
    await store.swap(key, undefined, first)
    await store.swap({ ...key, id: '20' }, undefined, second)
    const old = (await store.read(key))?.version
    const version = (await store.read({ mchid: '1', kind: 'tenant' }))?.version
    expect(await other.replace(version, { tenant: tenantOf('1').tenant, sub_merchants: [third, first] })).toBe(true)
    expect((await store.readAll('1'))?.sub_merchants).toEqual([third, first])
    expect(await store.read({ ...key, id: '20' })).toBeUndefined()
    expect(await store.swap(key, old, { ...first, punished: true })).toBe(false)
  })

  it('never returns a merchant that is only partly replaced', async () => {
    await using opened = await open()
    const { store, other } = opened
    const isDone = Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const ids = Array.from({ length: 30 }, (_, id) => newSubMerchant(`${index}${id}`))
        const version = (await store.read({ mchid: '1', kind: 'tenant' }))?.version
        await store.replace(version, { ...tenantOf('1', ...ids), calls: [] })
      }),
    )
    for (let read = 0; read < 20; read += 1) expect([0, 30]).toContain((await other.readAll('1'))?.sub_merchants.length)
    await isDone
  })

  it('lists sub-merchants in the order of their creation, and a sub-merchant that is created again comes last', async () => {
    await using opened = await open()
    const { store, other } = opened
    const key = { mchid: '1', kind: 'sub_merchant' } as const
    for (const record of [first, second, third]) await store.swap({ ...key, id: record.sub_mchid }, undefined, record)
    const order = async () => (await other.readAll('1'))?.sub_merchants.map(({ sub_mchid }) => sub_mchid)
    const version = async (id: string) => (await other.read({ ...key, id }))?.version
    await other.swap({ ...key, id: '30' }, await version('30'), { ...first, punished: true })
    expect(await order()).toEqual(['30', '20', '10'])
    await other.swap({ ...key, id: '30' }, await version('30'), undefined)
    await store.swap({ ...key, id: '30' }, undefined, first)
    expect(await order()).toEqual(['20', '10', '30'])
  })

  it('removes a merchant with everything that belongs to it, and returns whether the merchant existed', async () => {
    await using opened = await open()
    const { store, other } = opened
    const key = { mchid: '1', kind: 'sub_merchant', id: '30' } as const
    await store.swap(key, undefined, first)
    const version = (await store.read(key))?.version
    await append(store.journal, '1 a', '2 b')
    expect(await other.remove('1')).toBe(true)
    expect(await store.remove('1')).toBe(false)
    expect(await store.read(key)).toBeUndefined()
    expect(await store.readAll('1')).toBeUndefined()
    expect(await store.swap(key, version, first)).toBe(false)
    expect(await store.mchids()).toEqual(['2', '3', '4'])
    expect(await names(store.journal, '1', '2')).toEqual(['', 'b'])
  })

  it('creates a removed merchant again without its old data, and lists it last', async () => {
    await using opened = await open()
    const { store, other } = opened
    const signed = { mchid: '1', kind: 'signed' } as const
    await store.swap(signed, undefined, 7)
    const version = (await store.read({ mchid: '1', kind: 'tenant' }))?.version
    await other.remove('1')
    expect(await store.replace(version, tenantOf('1'))).toBe(false)
    expect(await store.replace(undefined, tenantOf('1', second))).toBe(true)
    expect(await other.read(signed)).toBeUndefined()
    expect(await other.readAll('1')).toEqual(tenantOf('1', second))
    expect(await other.mchids()).toEqual(['2', '3', '4', '1'])
  })

  it('adds a journal entry to the unclaimed entries when its merchant was removed or never existed', async () => {
    await using opened = await open()
    const { store, other } = opened
    await other.remove('1')
    await append(store.journal, '1 a', ' b', '9 c')
    expect(await names(other.journal, '1', '9', UNCLAIMED)).toEqual(['', '', 'c b a'])
  })

  it('never returns a number twice from `nextNumber`, not even to different servers or after every merchant was removed', async () => {
    await using opened = await open()
    const { store, other } = opened
    expect(await store.nextNumber()).toBe(0)
    const numbers = await Promise.all(Array.from({ length: 100 }, (_, index) => (index % 2 ? store : other).nextNumber()))
    expect(numbers.toSorted((one, another) => one - another)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1))
    for (const mchid of await store.mchids()) await store.remove(mchid)
    expect(await other.nextNumber()).toBe(101)
  })

  it('passes `check` while the store can be used', async () => {
    await using opened = await open()
    await expect(opened.store.check()).resolves.toBeUndefined()
  })
}
