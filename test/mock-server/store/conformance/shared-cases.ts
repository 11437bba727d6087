import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { NO_NOTIFICATIONS } from '../../../../mock-server/store/records.ts'
import { updateRecord } from '../../../../mock-server/store/update-record.ts'
import { type Open, recordNamed } from './store-cases.ts'

/** A time in milliseconds, longer than any test takes. */
const LONG = 60_000

/** Declares the tests for a store that several processes share. */
export function sharedCases(open: Open): void {
  it('lets one process at a time hold a merchant', async () => {
    await using opened = await open()
    const { store, other } = opened
    expect((await Promise.all([store.hold('1', LONG), other.hold('1', LONG)])).filter(Boolean)).toHaveLength(1)
    const [holder, waiting] = (await store.hold('1', LONG)) ? [store, other] : [other, store]
    expect(await waiting.hold('1', LONG)).toBe(false)
    expect(await waiting.hold('2', LONG)).toBe(true)
    await waiting.release('1')
    expect(await waiting.hold('1', LONG)).toBe(false)
    await holder.release('1')
    expect(await waiting.hold('1', LONG)).toBe(true)
    expect(await holder.hold('1', LONG)).toBe(false)
  })

  it('lets another process hold a merchant when the first hold has expired, and then ignores a release by the first process', async () => {
    await using opened = await open()
    const { store, other } = opened
    expect(await store.hold('1', 20)).toBe(true)
    while (!(await other.hold('1', LONG))) await setTimeout(5)
    await store.release('1')
    expect(await store.hold('1', LONG)).toBe(false)
  })

  it('lets a process that holds a merchant extend its hold', async () => {
    await using opened = await open()
    const { store, other } = opened
    await store.hold('1', 50)
    await store.hold('1', LONG)
    await setTimeout(100)
    expect(await other.hold('1', LONG)).toBe(false)
  })

  it('lists a merchant whose notifications were changed, until `rest` or `remove` is called for the merchant', async () => {
    await using opened = await open()
    const { store, other } = opened
    expect(await store.notifying()).toEqual([])
    for (const mchid of ['1', '2', '3'])
      await updateRecord(store, { mchid, kind: 'notifications' }, () => ({ ...NO_NOTIFICATIONS, made: 1 }))
    await updateRecord(store, { mchid: '4', kind: 'signed' }, () => 1)
    expect((await other.notifying()).toSorted()).toEqual(['1', '2', '3'])
    await other.rest('2')
    await store.remove('3')
    expect(await store.notifying()).toEqual(['1'])
  })

  it('lists the journal entries whose diagnoses another process has not finished', async () => {
    await using opened = await open()
    const { store, other } = opened
    const ids = [
      await store.journal.append('1', recordNamed('a', {}, true)),
      await store.journal.append('1', recordNamed('b')),
      await store.journal.append('', recordNamed('c', {}, true)),
    ]
    expect(await other.journal.undiagnosed(ids)).toEqual([ids[0], ids[2]])
    expect((await other.journal.entries('1')).map(({ diagnosis }) => diagnosis)).toEqual([null, null])
    await store.journal.addDiagnosis(ids[0] ?? 0, null)
    expect(await other.journal.undiagnosed(ids)).toEqual([ids[2]])
  })
}
