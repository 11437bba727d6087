import { type Store, UNCLAIMED } from '../store/store.ts'
import { restartCount } from '../tenant/next-signer.ts'
import { notFound } from './control-error.ts'
import type { ControlHandlers } from './control-handler.ts'

export const reset: ControlHandlers<'resetMerchant' | 'resetAll'> = {
  async resetMerchant({ path }, { store }) {
    await resetTenant(path.mchid, store)
    return undefined
  },
  async resetAll(_, { store }) {
    for (const mchid of await store.mchids()) {
      const permanent = (await store.read(mchid, 'tenant'))?.value.permanent
      await (permanent ? resetTenant(mchid, store) : store.remove(mchid))
    }
    await store.journal.clear(UNCLAIMED)
    return undefined
  },
}

async function resetTenant(mchid: string, store: Store): Promise<void> {
  for (;;) {
    const [stored, made] = await Promise.all([store.read(mchid, 'tenant'), store.read(mchid, 'made')])
    if (!stored || !made) throw notFound('merchant', mchid)
    if (await store.replace(stored.version, made.value)) break
  }
  await restartCount(mchid, store)
  await store.journal.clear(mchid)
}
