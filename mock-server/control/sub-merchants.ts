import type { Store } from '../store/store.ts'
import { newSubMerchant, type SubMerchant } from '../tenant/sub-merchant.ts'
import { readTenant } from './change-tenant.ts'
import { notFound, refused } from './control-error.ts'
import type { ControlHandlers } from './control-handler.ts'

export const subMerchants: ControlHandlers<'listSubMerchants' | 'readSubMerchant' | 'putSubMerchant' | 'removeSubMerchant'> = {
  async listSubMerchants({ path }, { store }) {
    const state = await store.readAll(path.mchid)
    if (!state) throw notFound('merchant', path.mchid)
    return { sub_merchants: [...state.sub_merchants] }
  },
  async readSubMerchant({ path }, { store }) {
    await readTenant(path.mchid, store)
    const stored = await store.readSubMerchant(path.mchid, path.sub_mchid)
    if (!stored) throw notFound('sub-merchant', path.sub_mchid)
    return stored.value
  },
  async putSubMerchant({ path, body }, { store }) {
    const { sub_mchid } = path
    if (body?.sub_mchid !== undefined && body.sub_mchid !== sub_mchid)
      throw refused('/body/sub_mchid', body.sub_mchid, `be that of the path, ${sub_mchid}, or left out`)
    for (const [scene, { status, closed_at }] of Object.entries(body?.gold_plan ?? {}))
      if (status === 'OPEN' && (closed_at ?? null) !== null)
        throw refused(`/body/gold_plan/${scene}/closed_at`, closed_at, 'be null or left out while the status is OPEN')
    const record = newSubMerchant(sub_mchid, body)
    await swapUntilDone(path.mchid, sub_mchid, record, store)
    return record
  },
  async removeSubMerchant({ path }, { store }) {
    await readTenant(path.mchid, store)
    if (!(await swapUntilDone(path.mchid, path.sub_mchid, undefined, store))) throw notFound('sub-merchant', path.sub_mchid)
    return undefined
  },
}

/** Whether there was a record before. */
async function swapUntilDone(mchid: string, subMchid: string, record: SubMerchant | undefined, store: Store): Promise<boolean> {
  for (;;) {
    await readTenant(mchid, store)
    const stored = await store.readSubMerchant(mchid, subMchid)
    if (await store.swapSubMerchant(mchid, subMchid, stored?.version, record)) return stored !== undefined
  }
}
