import type { Control } from '../../contracts/index.ts'
import { regularly } from '../store/regularly.ts'
import { StoreAway } from '../store/store-away.ts'
import type { OwnMerchant } from '../tenant/own-merchant.ts'
import type { ControlContext } from './control-handler.ts'
import { seedMerchants } from './seed-merchants.ts'

const LOOK_MILLISECONDS = 2_000

/**
 * Regularly looks for the first service provider, which can't be removed, and creates the configured ones again when it is gone: somebody has emptied
 * the shared store, or it has started again without its data.
 *
 * @returns A function that ends it.
 */
export function seedAgain(own: readonly OwnMerchant[], context: ControlContext, control: Control): () => void {
  const { store, ownMchid, onFailure } = context
  async function look(): Promise<void> {
    await store.check()
    if (!(await store.read({ mchid: ownMchid, kind: 'tenant' }))) await seedMerchants(own, context, control)
  }
  // The absence of the store is reported elsewhere.
  return regularly(LOOK_MILLISECONDS, () => look().catch((error) => void (error instanceof StoreAway || onFailure(error))))
}
