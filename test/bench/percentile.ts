/** Returns the value below which the given share (0 to 1) of the values lies. Returns `undefined` when there are no values. */
export function percentile(values: readonly number[], share: number): number | undefined {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
}

/** Returns the middle value, or the larger of two middle values. Returns `NaN` when there are no values. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5) ?? Number.NaN
}
