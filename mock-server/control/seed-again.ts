import { regularly } from '../store/regularly.ts'
import type { ControlContext } from './control-handler.ts'

const LOOK_MILLISECONDS = 2_000

/**
 * Looks at the shared store regularly. When the first configured service provider is missing, creates all configured service providers
 * again. The control API never removes the first one, so the store must have lost its data. Of several failures in a row, reports only the
 * first failure.
 *
 * @param seed Creates the configured service providers.
 * @param pause The time between two looks at the store, in milliseconds.
 * @returns A function that stops looking at the store.
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
    // The store may be closed during the last look. This keeps the look from reporting a failure.
    hasFailed = true
    end()
  }
}
