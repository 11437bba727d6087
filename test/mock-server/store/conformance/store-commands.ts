import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Store } from '../../../../mock-server/store/store.ts'
import { newSubMerchant } from '../../../../mock-server/tenant/sub-merchant.ts'
import { tenantOf } from '../stored-tenant.ts'
import { recordNamed } from './store-cases.ts'

/** A simple model to compare a real store with. Each write has a number, which shows whether a value that was read is still current. */
export interface Model {
  /** In the order of creation. */
  readonly merchants: Map<string, ModelMerchant>
  /** The names of the journal entries that belong to no merchant, the oldest first. */
  unclaimed: string[]
  numbers: number
  writes: number
  entries: number
}

interface ModelMerchant {
  write: number
  /** In the order of creation. */
  records: Map<string, { readonly punished: boolean; readonly write: number }>
  /** The names of the entries in the merchant's journal, the oldest first. */
  journal: string[]
}

/** Two views of a real store. For each record and merchant, `seen` has its version and the number of its write when it was last read. */
export interface Real {
  readonly views: readonly [Store, Store]
  readonly seen: Map<string, { readonly version: number | undefined; readonly write: number | undefined }>
}

/** How many entries the journal keeps for each merchant. */
export const ENTRIES = 3

type Step = (model: Model, store: Store, seen: Real['seen']) => Promise<void>

const view = fc.constantFrom(0 as const, 1 as const)
const mchids = fc.constantFrom('1', '2', '3')
const ids = fc.constantFrom('7', '8', '9')
const unseen = { version: undefined, write: undefined }

function command(name: string, steps: fc.Arbitrary<Step>): fc.Arbitrary<fc.AsyncCommand<Model, Real>> {
  return fc.tuple(view, steps).map(([on, step]) => ({
    check: () => true,
    run: (model, { views, seen }) => step(model, views[on], seen),
    toString: () => `${name} by ${on}`,
  }))
}

function recordsOf(model: Model, given: readonly string[]): ModelMerchant['records'] {
  model.writes += 1
  return new Map(given.map((id) => [id, { punished: false, write: model.writes }]))
}

function replaced(model: Model, mchid: string, given: readonly string[]): void {
  const records = recordsOf(model, given)
  model.merchants.set(mchid, { journal: model.merchants.get(mchid)?.journal ?? [], records, write: model.writes })
}

const readRecord = fc.tuple(mchids, ids).map(
  ([mchid, id]): Step =>
    async (model, store, seen) => {
      const expected = model.merchants.get(mchid)?.records.get(id)
      const stored = await store.read({ mchid, kind: 'sub_merchant', id })
      assert.equal(stored?.value.punished, expected?.punished)
      seen.set(`${mchid}/${id}`, { version: stored?.version, write: expected?.write })
    },
)

const swap = fc.tuple(mchids, ids, fc.constantFrom(true, false, undefined)).map(
  ([mchid, id, punished]): Step =>
    async (model, store, seen) => {
      const { version, write } = seen.get(`${mchid}/${id}`) ?? unseen
      const merchant = model.merchants.get(mchid)
      const value = punished === undefined ? undefined : { ...newSubMerchant(id), punished }
      const isWritten = merchant !== undefined && merchant.records.get(id)?.write === write
      assert.equal(await store.swap({ mchid, kind: 'sub_merchant', id }, version, value), isWritten)
      if (!isWritten) return
      model.writes += 1
      if (punished === undefined) merchant.records.delete(id)
      else merchant.records.set(id, { punished, write: model.writes })
    },
)

const readMerchant = mchids.map(
  (mchid): Step =>
    async (model, store, seen) => {
      const expected = model.merchants.get(mchid)
      const [state, stored] = [await store.readAll(mchid), await store.read({ mchid, kind: 'tenant' })]
      const records = state?.sub_merchants.map(({ sub_mchid, punished }) => [sub_mchid, punished])
      assert.deepEqual(records, expected && [...expected.records].map(([id, { punished }]) => [id, punished]))
      assert.deepEqual(stored?.value, state?.tenant)
      seen.set(mchid, { version: stored?.version, write: expected?.write })
    },
)

const create = fc.tuple(mchids, fc.uniqueArray(ids)).map(
  ([mchid, given]): Step =>
    async (model, store) => {
      const isNew = !model.merchants.has(mchid)
      assert.equal(await store.replace(undefined, tenantOf(mchid, ...given.map((id) => newSubMerchant(id)))), isNew)
      if (isNew) replaced(model, mchid, given)
    },
)

const replace = fc.tuple(mchids, fc.uniqueArray(ids)).map(
  ([mchid, given]): Step =>
    async (model, store, seen) => {
      const { version, write } = seen.get(mchid) ?? unseen
      const isWritten = model.merchants.get(mchid)?.write === write
      assert.equal(await store.replace(version, tenantOf(mchid, ...given.map((id) => newSubMerchant(id)))), isWritten)
      if (isWritten) replaced(model, mchid, given)
    },
)

const remove = mchids.map(
  (mchid): Step =>
    async (model, store) => {
      assert.equal(await store.remove(mchid), model.merchants.delete(mchid))
    },
)

const append = fc.oneof(mchids, fc.constant('')).map(
  (mchid): Step =>
    async (model, store) => {
      model.entries += 1
      await store.journal.append(mchid, recordNamed(`${model.entries}`))
      const merchant = model.merchants.get(mchid)
      const kept = [...(merchant?.journal ?? model.unclaimed), `${model.entries}`].slice(-ENTRIES)
      if (merchant) merchant.journal = kept
      else model.unclaimed = kept
    },
)

const readJournal = fc.oneof(mchids, fc.constant('')).map(
  (mchid): Step =>
    async (model, store) => {
      const expected = mchid === '' ? model.unclaimed : (model.merchants.get(mchid)?.journal ?? [])
      assert.deepEqual(
        (await store.journal.entries(mchid)).map(({ target }) => target),
        expected.toReversed(),
      )
    },
)

const clear = mchids.map(
  (mchid): Step =>
    async (model, store) => {
      await store.journal.clear(mchid)
      const merchant = model.merchants.get(mchid)
      if (merchant) merchant.journal = []
    },
)

const list = fc.constant<Step>(async (model, store) => {
  assert.deepEqual(await store.mchids(), [...model.merchants.keys()])
})

const number = fc.constant<Step>(async (model, store) => {
  assert.equal(await store.nextNumber(), model.numbers)
  model.numbers += 1
})

export const STORE_COMMANDS: fc.Arbitrary<fc.AsyncCommand<Model, Real>>[] = [
  command('read record', readRecord),
  command('swap', swap),
  command('read merchant', readMerchant),
  command('create', create),
  command('replace', replace),
  command('remove', remove),
  command('append', append),
  command('read journal', readJournal),
  command('clear', clear),
  command('list', list),
  command('number', number),
]
