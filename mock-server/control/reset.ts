import { type Store, UNCLAIMED } from '../store/store.ts'
import { replaceTenant } from '../store/update-record.ts'
import { restartCount } from '../tenant/next-signer.ts'
import { existing } from './change-tenant.ts'
import type { ControlHandlers } from './control-handler.ts'

export const reset: ControlHandlers<'resetMerchant' | 'resetAll'> = {
  async resetMerchant({ path }, { store, notifier }) {
    await notifier.interrupt(path.mchid, () => resetTenant(path.mchid, store))
    return undefined
  },
  async resetAll(_, { store, notifier }) {
    for (const { mchid, permanent } of await resettable(store)) {
      await notifier.interrupt(mchid, async () => {
        await (permanent ? resetTenant(mchid, store) : store.remove(mchid))
      })
    }
    await store.journal.clear(UNCLAIMED)
    return undefined
  },
}

/**
 * Lists all merchants. Also reads the records that a reset needs. A shared store may have a record that can't be used: the reset then fails
 * here, before any merchant is changed.
 */
async function resettable(store: Store): Promise<{ readonly mchid: string; readonly permanent: boolean | undefined }[]> {
  const found = []
  for (const mchid of await store.mchids()) {
    const permanent = (await store.read({ mchid, kind: 'tenant' }))?.value.permanent
    if (permanent) await store.read({ mchid, kind: 'made' })
    found.push({ mchid, permanent })
  }
  return found
}

async function resetTenant(mchid: string, store: Store): Promise<void> {
  await replaceTenant(store, mchid, async (tenant) => {
    existing(mchid, tenant)
    return existing(mchid, await store.read({ mchid, kind: 'made' })).value
  })
  await restartCount(mchid, store)
  await store.journal.clear(mchid)
}
