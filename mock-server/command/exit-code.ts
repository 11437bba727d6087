import { StoreAway } from '../store/store-away.ts'

/** An error after which the command exits with 2: the state can't be kept where the settings say, or they do not allow several workers. */
export class StateUnusable extends Error {
  override readonly name = 'StateUnusable'
}

/** The exit code for an error: 2 when the state can't be kept where the settings say, or they do not allow several workers; otherwise 1. */
export function exitCodeOf(error: unknown): 1 | 2 {
  const cause = error instanceof Error ? error.cause : undefined
  const isTaken = (cause as { code?: unknown } | undefined)?.code === 'STATE_FILE_IN_USE'
  return isTaken || cause instanceof StoreAway || error instanceof StateUnusable ? 2 : 1
}
