import type { SubMerchant } from '../tenant/sub-merchant.ts'
import { type Journal, type Records, type Store, type Stored, UNCLAIMED } from './store.ts'

/** The records of one tenant. */
interface Shelf {
  readonly records: { [Kind in keyof Records]?: Stored<Records[Kind]> }
  readonly subMerchants: Map<string, Stored<SubMerchant>>
}

/** A store in the memory of this process. */
export function createMemoryStore(journal: Journal): Store {
  const shelves = new Map<string, Shelf>()
  let lastVersion = 0
  const stored = <Value>(value: Value): Stored<Value> => {
    lastVersion += 1
    return { value, version: lastVersion }
  }

  return {
    journal: { ...journal, append: (mchid, record) => journal.append(shelves.has(mchid) ? mchid : UNCLAIMED, record) },
    async read(mchid, kind) {
      return shelves.get(mchid)?.records[kind]
    },
    async swap(mchid, kind, version, value) {
      const records = shelves.get(mchid)?.records
      if (!records || records[kind]?.version !== version) return false
      Object.assign(records, { [kind]: stored(value) })
      return true
    },
    async readSubMerchant(mchid, subMchid) {
      return shelves.get(mchid)?.subMerchants.get(subMchid)
    },
    async swapSubMerchant(mchid, subMchid, version, record) {
      const subMerchants = shelves.get(mchid)?.subMerchants
      if (!subMerchants || subMerchants.get(subMchid)?.version !== version) return false
      if (record) subMerchants.set(subMchid, stored(record))
      else subMerchants.delete(subMchid)
      return true
    },
    async readAll(mchid) {
      const { records, subMerchants } = shelves.get(mchid) ?? {}
      if (!records?.tenant || !records.faults || !subMerchants) return undefined
      const sub_merchants = [...subMerchants.values()].map(({ value }) => value)
      return { tenant: records.tenant.value, sub_merchants, faults: records.faults.value }
    },
    async replace(version, { tenant, sub_merchants, faults }) {
      const { records, subMerchants = new Map() } = shelves.get(tenant.mchid) ?? {}
      if (records?.tenant?.version !== version) return false
      shelves.set(tenant.mchid, {
        records: { ...records, tenant: stored(tenant), ...(faults && { faults: stored(faults) }) },
        subMerchants: sub_merchants ? new Map(sub_merchants.map((record) => [record.sub_mchid, stored(record)])) : subMerchants,
      })
      return true
    },
    async remove(mchid) {
      await journal.clear(mchid)
      return shelves.delete(mchid)
    },
    async mchids() {
      return [...shelves.keys()]
    },
  }
}
