/** Whether a timestamp looks like seconds since 1970. */
export function isSeconds(timestamp: string): boolean {
  return /^\d{9,10}$/.test(timestamp)
}

/**
 * Yields the timestamps that are at least `nearest` and at most `farthest` seconds before or after `sent`, the closest first. Yields none
 * when `sent` is not in seconds.
 */
export function* otherSeconds(sent: string, nearest: number, farthest: number): Generator<string, void> {
  if (!isSeconds(sent)) return
  const second = Number(sent)
  for (let distance = nearest; distance <= farthest; distance += 1) {
    yield String(second - distance)
    yield String(second + distance)
  }
}
