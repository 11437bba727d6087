/** The merchant IDs of the sub-merchants in the benchmark. The first is the one that the command starts with. */
export function subMchidAt(at: number): string {
  return String(1_900_000_109 + at)
}
