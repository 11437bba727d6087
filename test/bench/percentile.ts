/** The value below which this share (0 to 1) of the values lies; `undefined` when there are no values. */
export function percentile(values: readonly number[], share: number): number | undefined {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
}

/** The middle value; of an even number of values, the larger middle one; `NaN` when there are no values. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5) ?? Number.NaN
}
