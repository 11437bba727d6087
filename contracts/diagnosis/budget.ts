/** What a search may cost at most. */
export interface Budget {
  /** Pays for a step; says whether there was enough left for it. */
  readonly spend: (cost: number) => boolean
  /** What is left of it. */
  readonly left: () => number
  /** Whether a step could not be paid for. */
  readonly ranOut: () => boolean
  /** Takes the pause that is due once so much was spent that everything else should have its turn; says whether one was. */
  readonly takePause: () => boolean
}

/** In nanoseconds: a search that is not compiled yet takes five to ten times as long for it, a millisecond at most. */
const BETWEEN_PAUSES = 100_000

/** @param amount In nanoseconds, as a machine of 2026 takes them. */
export function createBudget(amount: number): Budget {
  let left = amount
  let nextPause = amount - BETWEEN_PAUSES
  return {
    spend(cost) {
      left -= cost
      return left >= 0
    },
    left: () => Math.max(0, left),
    ranOut: () => left < 0,
    takePause() {
      if (left > nextPause) return false
      nextPause = left - BETWEEN_PAUSES
      return true
    },
  }
}

/**
 * Does something so many times, as far as the budget allows. The loop that runs thousands of times is a plain one: a generator's takes ten
 * times as long to compile.
 *
 * @param act Told which time it is, from 0 on.
 */
export function* repeat(times: number, act: (time: number) => void, budget: Budget): Generator<void, void> {
  for (let time = 0; time < times && !budget.ranOut(); ) {
    time = repeatFrom(time, times, act, budget)
    // Before the last time it took a pause; behind it none was asked for.
    if (time < times || budget.takePause()) yield
  }
}

/** Up to the next pause, at least once; gives which time is next. */
function repeatFrom(first: number, times: number, act: (time: number) => void, { takePause }: Budget): number {
  let time = first
  do {
    act(time)
    time += 1
  } while (time < times && !takePause())
  return time
}
