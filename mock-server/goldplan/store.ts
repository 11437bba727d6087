import type { SubMerchant } from './sub-merchant.ts'

/** A record and the version that a swap must name. */
export interface Stored {
  readonly record: SubMerchant
  readonly version: number
}

/** Where the state of sub-merchants lives, by service provider; the only thing that keeps state. */
export interface Store {
  /** The record of a sub-merchant of this service provider; `undefined` when it has none of this number. */
  read(mchid: string, subMchid: string): Promise<Stored | undefined>
  /**
   * Writes a record if nobody wrote it since it was read.
   *
   * @param version As read; `undefined` for a record that must not exist yet.
   * @returns Whether it was written.
   */
  swap(mchid: string, version: number | undefined, record: SubMerchant): Promise<boolean>
}

/** A store in the memory of this process. */
export function createMemoryStore(): Store {
  const records = new Map<string, Stored>()
  const keyOf = (mchid: string, subMchid: string) => `${mchid}/${subMchid}`
  return {
    async read(mchid, subMchid) {
      return records.get(keyOf(mchid, subMchid))
    },
    async swap(mchid, version, record) {
      const key = keyOf(mchid, record.sub_mchid)
      if (records.get(key)?.version !== version) return false
      records.set(key, { record, version: (version ?? 0) + 1 })
      return true
    },
  }
}
