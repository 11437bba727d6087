import { expect, it } from 'vitest'
import { updateRecord } from '../../../../mock-server/store/update-record.ts'
import { newSubMerchant } from '../../../../mock-server/tenant/sub-merchant.ts'
import type { Open } from './store-cases.ts'

const record = newSubMerchant('1900000109')
const KEY = { mchid: '1', kind: 'sub_merchant', id: '1900000109' } as const

/**
 * Declares the tests for the records in a store. In each test, `store` and `other` are two views of the same store, such as those of two
 * processes.
 */
export function recordCases(open: Open): void {
  it('returns nothing for a record or merchant that was never written', async () => {
    await using opened = await open()
    const { store, other } = opened
    expect(await store.read(KEY)).toBeUndefined()
    expect(await store.read({ mchid: '1', kind: 'faults' })).toMatchObject({ value: { faults: [] } })
    expect(await store.read({ mchid: '1', kind: 'signed' })).toBeUndefined()
    expect(await other.read({ mchid: '9', kind: 'tenant' })).toBeUndefined()
    expect(await other.readAll('9')).toBeUndefined()
  })

  it('creates a record only once, and both views of the store return it', async () => {
    await using opened = await open()
    const { store, other } = opened
    expect(await store.swap(KEY, undefined, record)).toBe(true)
    expect(await other.swap(KEY, undefined, record)).toBe(false)
    expect(await other.read(KEY)).toEqual(await store.read(KEY))
    expect((await other.read(KEY))?.value).toEqual(record)
  })

  it('returns several records in the order in which they were requested, if the store can read several at once', async () => {
    await using opened = await open()
    const { store, other } = opened
    await store.swap(KEY, undefined, record)
    if (!other.readSeveral) return
    const keys = [KEY, { mchid: '1', kind: 'signed' }, { mchid: '1', kind: 'tenant' }] as const
    expect(await other.readSeveral(keys)).toEqual([await store.read(KEY), undefined, await store.read(keys[2])])
    expect(await other.readSeveral([{ mchid: '9', kind: 'tenant' }])).toEqual([undefined])
  })

  it('accepts only one of two writes over the same version', async () => {
    await using opened = await open()
    const { store, other } = opened
    await store.swap(KEY, undefined, record)
    const version = (await other.read(KEY))?.version
    const swaps = await Promise.all([store, other].map((view) => view.swap(KEY, version, { ...record, punished: true })))
    expect(swaps.toSorted()).toEqual([false, true])
    expect((await store.read(KEY))?.value.punished).toBe(true)
  })

  it('refuses a write over an old version, even when the present value equals the old value', async () => {
    await using opened = await open()
    const { store, other } = opened
    await store.swap(KEY, undefined, record)
    const old = (await store.read(KEY))?.version
    await other.swap(KEY, old, { ...record, punished: true })
    await other.swap(KEY, (await other.read(KEY))?.version, record)
    expect(await store.swap(KEY, old, { ...record, punished: true })).toBe(false)
    expect((await store.read(KEY))?.value).toEqual(record)
  })

  it('refuses a write over the version that a record had before it was removed and created again', async () => {
    await using opened = await open()
    const { store, other } = opened
    await store.swap(KEY, undefined, record)
    const version = (await store.read(KEY))?.version
    expect(await other.swap(KEY, version, undefined)).toBe(true)
    expect(await store.read(KEY)).toBeUndefined()
    expect(await other.swap(KEY, undefined, record)).toBe(true)
    expect(await store.swap(KEY, version, record)).toBe(false)
  })

  it('writes nothing over a record that was removed', async () => {
    await using opened = await open()
    const { store, other } = opened
    await store.swap(KEY, undefined, record)
    const version = (await store.read(KEY))?.version
    await other.swap(KEY, version, undefined)
    expect(await store.swap(KEY, version, record)).toBe(false)
    expect(await other.read(KEY)).toBeUndefined()
  })

  it('keeps all 40 changes that are made at the same time', async () => {
    await using opened = await open()
    const { store, other } = opened
    const addOne = (view: typeof store) => updateRecord(view, { mchid: '1', kind: 'signed' }, (count = 0) => count + 1)
    await Promise.all(Array.from({ length: 40 }, (_, index) => addOne(index % 2 ? store : other)))
    expect((await store.read({ mchid: '1', kind: 'signed' }))?.value).toBe(40)
  })

  it('keeps the records of different merchants and of different sub-merchants apart', async () => {
    await using opened = await open()
    const { store, other } = opened
    await store.swap(KEY, undefined, record)
    expect(await other.read({ ...KEY, mchid: '2' })).toBeUndefined()
    expect(await other.read({ ...KEY, id: '900000109' })).toBeUndefined()
    expect(await other.read({ ...KEY, id: '1900000109 ' })).toBeUndefined()
  })

  it('writes nothing for an unknown merchant', async () => {
    await using opened = await open()
    const { store, other } = opened
    expect(await store.swap({ ...KEY, mchid: '9' }, undefined, record)).toBe(false)
    expect(await store.swap({ mchid: '9', kind: 'signed' }, undefined, 1)).toBe(false)
    expect(await other.mchids()).toEqual(['1', '2', '3', '4'])
    expect(await other.readAll('9')).toBeUndefined()
  })

  it('gives up a change to a record when the merchant is unknown', async () => {
    await using opened = await open()
    let runs = 0
    const change = () => {
      runs += 1
      if (runs > 3) throw new Error('The change is repeated without end')
      return runs
    }
    expect(await updateRecord(opened.store, { mchid: '9', kind: 'signed' }, change)).toEqual({ before: undefined, after: undefined })
    expect(await opened.other.mchids()).toEqual(['1', '2', '3', '4'])
  })

  it.each([
    ['Chinese', '特约商户再次开通点金计划需间隔24小时'],
    ['emoji and combined characters', '👩‍👩‍👧 🇨🇳 é'],
    ['control characters', 'a\u0000b\r\n\t\u0007\u001b\u2028'],
    ['half a surrogate pair', '\ud800'],
    ['a text that looks like a version', '12 3 {"4":5}'],
    ['a megabyte', '点'.repeat(2 ** 20 / 3)],
    ['an empty text', ''],
  ])('stores %s unchanged', async (_, text) => {
    await using opened = await open()
    const { store, other } = opened
    const fault = { id: 1, seen: 0, hits: 0, status: 500, body: { message: text, [text]: [null, 1.5, { text }] } }
    await updateRecord(store, { mchid: '1', kind: 'faults' }, () => ({ last_id: 1, faults: [fault] }))
    expect((await other.read({ mchid: '1', kind: 'faults' }))?.value.faults).toEqual([fault])
    expect((await other.readAll('1'))?.faults.faults).toEqual([fault])
  })
}
