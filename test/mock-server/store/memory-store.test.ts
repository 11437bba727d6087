import { describe, expect, it } from 'vitest'
import { UNCLAIMED } from '../../../mock-server/store/store.ts'
import { newSubMerchant } from '../../../mock-server/tenant/sub-merchant.ts'
import { storeWith, tenantOf } from './stored-tenant.ts'

const record = newSubMerchant('1900000109')
const KEY = { mchid: '1', kind: 'sub_merchant', id: '1900000109' } as const

describe('a store in memory', () => {
  it('has only what was written', async () => {
    const store = await storeWith()
    expect(await store.read(KEY)).toBeUndefined()
    expect(await store.read({ mchid: '1', kind: 'faults' })).toMatchObject({ value: { faults: [] } })
    expect(await store.read({ mchid: '2', kind: 'tenant' })).toBeUndefined()
    expect(await store.readAll('2')).toBeUndefined()
  })

  it('creates a record once', async () => {
    const store = await storeWith()
    expect(await store.swap(KEY, undefined, record)).toBe(true)
    expect(await store.swap(KEY, undefined, record)).toBe(false)
  })

  it('accepts only one of two writes over the same version', async () => {
    const store = await storeWith(record)
    const version = (await store.read(KEY))?.version
    const swaps = await Promise.all([1, 2].map(() => store.swap(KEY, version, { ...record, punished: true })))
    expect(swaps).toEqual([true, false])
  })

  it('treats a record that was removed and created again as a different one', async () => {
    const store = await storeWith(record)
    const version = (await store.read(KEY))?.version
    await store.swap(KEY, version, undefined)
    await store.swap(KEY, undefined, record)
    expect(await store.swap(KEY, version, record)).toBe(false)
  })

  it('keeps the sub-merchants of two service providers apart', async () => {
    const store = await storeWith(record)
    await store.replace(undefined, tenantOf('11'))
    expect(await store.read({ ...KEY, mchid: '11' })).toBeUndefined()
    expect(await store.read({ ...KEY, id: '900000109' })).toBeUndefined()
  })

  it('writes nothing for an unknown service provider', async () => {
    const store = await storeWith()
    expect(await store.swap({ ...KEY, mchid: '2' }, undefined, record)).toBe(false)
    expect(await store.swap({ mchid: '2', kind: 'signed' }, undefined, 1)).toBe(false)
    expect(await store.mchids()).toEqual(['1'])
  })

  it('replaces the given parts of a tenant, and only over the version that was read', async () => {
    const store = await storeWith(record)
    const version = (await store.read({ mchid: '1', kind: 'tenant' }))?.version
    const { tenant } = tenantOf('1')
    expect(await store.replace(undefined, { tenant })).toBe(false)
    expect(await store.replace(version, { tenant: { ...tenant, punished: true } })).toBe(true)
    expect(await store.replace(version, { tenant })).toBe(false)
    expect(await store.readAll('1')).toMatchObject({ tenant: { punished: true }, sub_merchants: [record] })
  })

  it('adds a request to the unclaimed ones when its tenant is gone', async () => {
    const store = await storeWith(record)
    await store.remove('1')
    await store.journal.append('1', { bytes: 1, text: '{"method":"POST"}', isDiagnosed: false })
    expect(await store.journal.entries('1')).toEqual([])
    expect(await store.journal.entries(UNCLAIMED)).toMatchObject([{ method: 'POST' }])
  })

  it('removes a tenant, and returns whether it existed', async () => {
    const store = await storeWith(record)
    expect(await store.remove('1')).toBe(true)
    expect(await store.remove('1')).toBe(false)
    expect(await store.read(KEY)).toBeUndefined()
  })
})
