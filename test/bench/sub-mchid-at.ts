/** The merchant IDs of the sub-merchants in the benchmark. The command starts with the first. */
export function subMchidAt(at: number): string {
  return String(1_900_000_109 + at)
}
