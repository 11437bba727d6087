/** The merchant ID of a sub-merchant in the benchmark. Number 0 is the sub-merchant that a server has at its start. */
export function subMchidAt(at: number): string {
  return String(1_900_000_109 + at)
}
