import type { components } from '../../contracts/control/index.ts'
import type { SubMerchant } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { updateRecord } from '../store/update-record.ts'
import { newSubMerchant, withDefaultOpening } from '../tenant/sub-merchant.ts'
import { existing, readTenant } from './change-tenant.ts'
import { notFound, refused } from './control-error.ts'
import type { ControlHandlers } from './control-handler.ts'

export const subMerchants: ControlHandlers<'listSubMerchants' | 'readSubMerchant' | 'putSubMerchant' | 'removeSubMerchant'> = {
  async listSubMerchants({ path }, { store }) {
    const { sub_merchants } = existing(path.mchid, await store.readAll(path.mchid))
    return { sub_merchants: [...sub_merchants] }
  },
  async readSubMerchant({ path }, { store }) {
    await readTenant(path.mchid, store)
    const stored = await store.read({ mchid: path.mchid, kind: 'sub_merchant', id: path.sub_mchid })
    if (!stored) throw notFound('sub-merchant', path.sub_mchid)
    return stored.value
  },
  async putSubMerchant({ path, body }, { store }) {
    const { sub_mchid } = path
    if (body?.sub_mchid !== undefined && body.sub_mchid !== sub_mchid)
      throw refused('/body/sub_mchid', body.sub_mchid, `be ${sub_mchid}, as in the path, or left out`)
    checkScenes(body?.gold_plan, '/body')
    const record = withDefaultOpening(newSubMerchant(sub_mchid, body), await readTenant(path.mchid, store))
    await writeRecord(path.mchid, sub_mchid, record, store)
    return record
  },
  async removeSubMerchant({ path }, { store }) {
    const removed = await writeRecord(path.mchid, path.sub_mchid, undefined, store)
    if (!removed) throw notFound('sub-merchant', path.sub_mchid)
    return undefined
  },
}

/**
 * Checks the gold plan of a sub-merchant beyond what its schema can express.
 *
 * @param field The path of the sub-merchant in the request, such as `/body`.
 * @throws {ControlError} 400 when an open payment scene has a closing time.
 */
export function checkScenes(goldPlan: components['schemas']['GoldPlan'] | undefined, field: string): void {
  for (const [scene, { status, closed_at }] of Object.entries(goldPlan ?? {}))
    if (status === 'OPEN' && (closed_at ?? null) !== null)
      throw refused(`${field}/gold_plan/${scene}/closed_at`, closed_at, 'be null or left out while the status is OPEN')
}

async function writeRecord(mchid: string, id: string, record: SubMerchant | undefined, store: Store): Promise<SubMerchant | undefined> {
  const { before } = await updateRecord(store, { mchid, kind: 'sub_merchant', id }, async () => {
    await readTenant(mchid, store)
    return record
  })
  return before
}
