import { regularly } from '../store/regularly.ts'
import type { ControlContext } from './control-handler.ts'

const LOOK_MILLISECONDS = 2_000

/**
 * Creates the configured service providers again when the first of them is gone from the shared store. The control API never removes that one, so
 * the store must have lost its data. Of several failures in a row, reports only the first.
 *
 * @param seed Creates the configured service providers.
 * @param pause The time between two looks at the store, in milliseconds.
 * @returns A function that stops this.
 */
export function seedAgain(
  seed: () => Promise<unknown>,
  { store, ownMchid, onFailure }: Pick<ControlContext, 'store' | 'ownMchid' | 'onFailure'>,
  pause: number = LOOK_MILLISECONDS,
): () => void {
  let hasFailed = false
  async function look(): Promise<void> {
    try {
      await store.check()
      if (!(await store.read({ mchid: ownMchid, kind: 'tenant' }))) await seed()
      hasFailed = false
    } catch (error) {
      if (!hasFailed) onFailure(error)
      hasFailed = true
    }
  }
  const end = regularly(pause, look)
  return () => {
    // If the store is closed during the last look, that failure is not reported.
    hasFailed = true
    end()
  }
}
