/** The upper ends of the buckets, in seconds. */
const ENDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1]

/** Counts how long some work took, as a Prometheus histogram does. */
export interface Histogram {
  /** Runs the work, and measures how long it takes, even when it fails. */
  readonly time: <Value>(work: () => Promise<Value>) => Promise<Value>
  /**
   * Each bucket counts the measurements of at most `end` seconds. The outer `count` is the number of all measurements, and `sum` is their
   * total in seconds.
   */
  readonly read: () => {
    readonly buckets: readonly { readonly end: number; readonly count: number }[]
    readonly sum: number
    readonly count: number
  }
}

/** @param elapsed Returns the milliseconds since any fixed moment. */
export function createHistogram(elapsed: () => number): Histogram {
  const counts = ENDS.map(() => 0)
  let sum = 0
  let count = 0
  function observe(seconds: number): void {
    const bucket = ENDS.findIndex((end) => seconds <= end)
    if (bucket >= 0) counts[bucket] = (counts[bucket] ?? 0) + 1
    sum += seconds
    count += 1
  }
  return {
    async time(work) {
      const start = elapsed()
      try {
        return await work()
      } finally {
        observe((elapsed() - start) / 1_000)
      }
    },
    read() {
      let below = 0
      const buckets = ENDS.map((end, index) => {
        below += counts[index] ?? 0
        return { end, count: below }
      })
      return { buckets, sum, count }
    },
  }
}
