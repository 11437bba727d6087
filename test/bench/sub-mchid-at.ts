/** Returns the merchant ID of a sub-merchant in the benchmark, by its index. Every new server already has the sub-merchant at index 0. */
export function subMchidAt(at: number): string {
  return String(1_900_000_109 + at)
}
