import { regularly } from '../store/regularly.ts'
import { StoreAway } from '../store/store-away.ts'
import type { ControlContext } from './control-handler.ts'

const LOOK_MILLISECONDS = 2_000

/**
 * Regularly looks for the first service provider, which can't be removed. If it is gone, somebody has emptied the shared store, or the store has
 * started again without its data. In both cases, the configured service providers are created again.
 *
 * @param seed Creates the configured service providers.
 * @returns A function that stops this.
 */
export function seedAgain(seed: () => Promise<unknown>, { store, ownMchid, onFailure }: ControlContext): () => void {
  async function look(): Promise<void> {
    await store.check()
    if (!(await store.read({ mchid: ownMchid, kind: 'tenant' }))) await seed()
  }
  // An unreachable store is reported elsewhere.
  return regularly(LOOK_MILLISECONDS, () => look().catch((error) => void (error instanceof StoreAway || onFailure(error))))
}
