import { describe, expect, it } from 'vitest'
import { UNCLAIMED } from '../../../mock-server/store/store.ts'
import { newSubMerchant } from '../../../mock-server/tenant/sub-merchant.ts'
import { storeWith, tenantOf } from './stored-tenant.ts'

const record = newSubMerchant('1900000109')

describe('a store in memory', () => {
  it('has nothing that was not written', async () => {
    const store = await storeWith()
    expect(await store.readSubMerchant('1', '1900000109')).toBeUndefined()
    expect(await store.read('1', 'faults')).toMatchObject({ value: { faults: [] } })
    expect(await store.read('2', 'tenant')).toBeUndefined()
    expect(await store.readAll('2')).toBeUndefined()
  })

  it('makes a record once', async () => {
    const store = await storeWith()
    expect(await store.swapSubMerchant('1', '1900000109', undefined, record)).toBe(true)
    expect(await store.swapSubMerchant('1', '1900000109', undefined, record)).toBe(false)
  })

  it('lets one of two writers who read the same version write', async () => {
    const store = await storeWith(record)
    const version = (await store.readSubMerchant('1', '1900000109'))?.version
    const swaps = await Promise.all([1, 2].map(() => store.swapSubMerchant('1', '1900000109', version, { ...record, punished: true })))
    expect(swaps).toEqual([true, false])
  })

  it('takes a record that was removed and made again for another one', async () => {
    const store = await storeWith(record)
    const version = (await store.readSubMerchant('1', '1900000109'))?.version
    await store.swapSubMerchant('1', '1900000109', version, undefined)
    await store.swapSubMerchant('1', '1900000109', undefined, record)
    expect(await store.swapSubMerchant('1', '1900000109', version, record)).toBe(false)
  })

  it('keeps the sub-merchants of two service providers apart', async () => {
    const store = await storeWith(record)
    await store.replace(undefined, tenantOf('11'))
    expect(await store.readSubMerchant('11', '1900000109')).toBeUndefined()
    expect(await store.readSubMerchant('1', '900000109')).toBeUndefined()
  })

  it('writes nothing for a service provider that it has not', async () => {
    const store = await storeWith()
    expect(await store.swapSubMerchant('2', '1900000109', undefined, record)).toBe(false)
    expect(await store.swap('2', 'signed', undefined, 1)).toBe(false)
    expect(await store.mchids()).toEqual(['1'])
  })

  it('replaces what is given of a tenant, and only over the version that was read', async () => {
    const store = await storeWith(record)
    const version = (await store.read('1', 'tenant'))?.version
    const { tenant } = tenantOf('1')
    expect(await store.replace(undefined, { tenant })).toBe(false)
    expect(await store.replace(version, { tenant: { ...tenant, punished: true } })).toBe(true)
    expect(await store.replace(version, { tenant })).toBe(false)
    expect(await store.readAll('1')).toMatchObject({ tenant: { punished: true }, sub_merchants: [record] })
  })

  it('keeps what comes late for a tenant that is gone among the requests of nobody', async () => {
    const store = await storeWith(record)
    await store.remove('1')
    await store.journal.append('1', { bytes: 1, write: () => ({ method: 'POST' }) as never })
    expect(await store.journal.entries('1')).toEqual([])
    expect(await store.journal.entries(UNCLAIMED)).toMatchObject([{ method: 'POST' }])
  })

  it('forgets a tenant, and says whether there was one', async () => {
    const store = await storeWith(record)
    expect(await store.remove('1')).toBe(true)
    expect(await store.remove('1')).toBe(false)
    expect(await store.readSubMerchant('1', '1900000109')).toBeUndefined()
  })
})
