/**
 * A worker dies quickly if it dies within this time after its start. A worker that waits in vain for the store lives longer, so its death
 * does not count as quick.
 */
const QUICK_MILLISECONDS = 5_000
/** The primary process ends after this many quick deaths in a row. */
export const QUICK_DEATHS = 5
const FIRST_PAUSE_MILLISECONDS = 100

/**
 * Counts the deaths of workers.
 *
 * @returns A function to call when a worker has died. It takes the lifetime of the worker and returns the pause before the start of a new
 * worker, both in milliseconds. It returns `undefined` when no new worker should start.
 */
export function createRestarts(): (lived: number) => number | undefined {
  let quick = 0
  return (lived) => {
    quick = lived < QUICK_MILLISECONDS ? quick + 1 : 0
    return quick < QUICK_DEATHS ? FIRST_PAUSE_MILLISECONDS * 2 ** quick : undefined
  }
}
