import { setTimeout } from 'node:timers/promises'

/** How long one slice of the work may hold up everything else, and how long everything else then has, in milliseconds. */
const SLICE_MILLISECONDS = 1
// Longer than a slice: another request takes several turns of the event loop, and would else wait for a slice at each.
const PAUSE_MILLISECONDS = 2

/** Does work that yields between its steps, and lets everything else go on after each slice of it. */
export async function inSlices<Result>(work: Generator<void, Result>): Promise<Result> {
  for (;;) {
    const end = performance.now() + SLICE_MILLISECONDS
    do {
      const { done, value } = work.next()
      if (done) return value
    } while (performance.now() < end)
    await setTimeout(PAUSE_MILLISECONDS)
  }
}
