import { StoreAway } from './store-away.ts'

const PAUSE_MILLISECONDS = 1_000

/**
 * Returns a function that reports failures. It reports {@link StoreAway} at most once a second, because every request that needs the store
 * fails with it.
 *
 * @param elapsed Milliseconds since any fixed moment.
 */
export function reportSeldom(report: (error: unknown) => void, elapsed: () => number): (error: unknown) => void {
  let last = Number.NEGATIVE_INFINITY
  return (error) => {
    if (error instanceof StoreAway) {
      const now = elapsed()
      if (now - last < PAUSE_MILLISECONDS) return
      last = now
    }
    report(error)
  }
}
