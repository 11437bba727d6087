import { StoreAway } from '../store/store-away.ts'

/**
 * An error after which the command exits with 2. Either the settings of the state or of the workers contradict each other, or a worker
 * reported an error with the exit code 2.
 */
export class StateUnusable extends Error {
  override readonly name = 'StateUnusable'
}

/**
 * Returns the exit code of the command for an error. It is 2 when another server uses the state file, when the store can't be used, and for
 * {@link StateUnusable}. Otherwise it is 1.
 */
export function exitCodeOf(error: unknown): 1 | 2 {
  const cause = error instanceof Error ? error.cause : undefined
  const isTaken = (cause as { code?: unknown } | undefined)?.code === 'STATE_FILE_IN_USE'
  return isTaken || cause instanceof StoreAway || error instanceof StateUnusable ? 2 : 1
}
