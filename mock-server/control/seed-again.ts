import { regularly } from '../store/regularly.ts'
import { StoreAway } from '../store/store-away.ts'
import type { ControlContext } from './control-handler.ts'

const LOOK_MILLISECONDS = 2_000

/**
 * Creates the configured service providers again when the first one is gone. It can't be removed, so the shared store has lost its data.
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
