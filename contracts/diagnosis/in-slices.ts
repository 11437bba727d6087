import { setImmediate } from 'node:timers/promises'

/** How long one slice of the work may hold up everything else, in milliseconds. */
const SLICE_MILLISECONDS = 1.5

/** Does work that yields between its steps, and lets everything else go on after each slice of it. */
export async function inSlices<Result>(work: Generator<void, Result>): Promise<Result> {
  for (;;) {
    const end = performance.now() + SLICE_MILLISECONDS
    do {
      const { done, value } = work.next()
      if (done) return value
    } while (performance.now() < end)
    await setImmediate()
  }
}
