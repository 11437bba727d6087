/**
 * Formats a time as the gateway does: RFC 3339 in whole seconds with Beijing's offset.
 *
 * @param time Milliseconds since 1970.
 */
export function beijingTime(time: number): string {
  const shifted = new Date(time + 8 * 3_600_000)
  return shifted.toISOString().replace(/\.\d+Z$/, '+08:00')
}
