/**
 * The death of a worker that lived for fewer milliseconds than this counts as quick. A worker that waits in vain for the store lives longer, so its
 * death is not quick.
 */
const QUICK_MILLISECONDS = 5_000
/** The primary process ends after this many quick deaths in a row. */
export const QUICK_DEATHS = 5
const FIRST_PAUSE_MILLISECONDS = 100

/**
 * Counts the deaths of workers.
 *
 * @returns A function that takes the lifetime of a worker and returns the pause before the next worker starts, both in milliseconds; `undefined` when
 * no other worker should start.
 */
export function createRestarts(): (lived: number) => number | undefined {
  let quick = 0
  return (lived) => {
    quick = lived < QUICK_MILLISECONDS ? quick + 1 : 0
    return quick < QUICK_DEATHS ? FIRST_PAUSE_MILLISECONDS * 2 ** quick : undefined
  }
}
