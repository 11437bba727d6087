/** The numbers of the benchmark's sub-merchants, from that which the command starts with. */
export function subMchidAt(at: number): string {
  return String(1_900_000_109 + at)
}
