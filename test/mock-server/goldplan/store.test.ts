import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../mock-server/goldplan/store.ts'
import { newSubMerchant } from '../../../mock-server/goldplan/sub-merchant.ts'

const record = newSubMerchant('1900000109')

describe('a store in memory', () => {
  it('has nothing that was not written', async () => {
    expect(await createMemoryStore().read('1', '1900000109')).toBeUndefined()
  })

  it('makes a record once', async () => {
    const store = createMemoryStore()
    expect(await store.swap('1', undefined, record)).toBe(true)
    expect(await store.swap('1', undefined, record)).toBe(false)
  })

  it('lets one of two writers who read the same version write', async () => {
    const store = createMemoryStore()
    await store.swap('1', undefined, record)
    const version = (await store.read('1', '1900000109'))?.version
    const swaps = await Promise.all([store.swap('1', version, record), store.swap('1', version, record)])
    expect(swaps).toEqual([true, false])
  })

  it('keeps the sub-merchants of two service providers apart', async () => {
    const store = createMemoryStore()
    await store.swap('1', undefined, record)
    expect(await store.read('11', '1900000109')).toBeUndefined()
    expect(await store.read('1', '900000109')).toBeUndefined()
  })
})
