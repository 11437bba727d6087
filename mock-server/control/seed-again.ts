import { regularly } from '../store/regularly.ts'
import { StoreAway } from '../store/store-away.ts'
import type { ControlContext } from './control-handler.ts'

const LOOK_MILLISECONDS = 2_000

/**
 * Regularly looks for the first service provider, which can't be removed, and creates the configured ones again when it is gone: somebody has emptied
 * the shared store, or it has started again without its data.
 *
 * @param seed Creates them.
 * @returns A function that ends it.
 */
export function seedAgain(seed: () => Promise<unknown>, { store, ownMchid, onFailure }: ControlContext): () => void {
  async function look(): Promise<void> {
    await store.check()
    if (!(await store.read({ mchid: ownMchid, kind: 'tenant' }))) await seed()
  }
  // The absence of the store is reported elsewhere.
  return regularly(LOOK_MILLISECONDS, () => look().catch((error) => void (error instanceof StoreAway || onFailure(error))))
}
