/** Formats a time as the gateway does: RFC 3339 in whole seconds with Beijing's offset. */
export function beijingTime(date: Date): string {
  const shifted = new Date(date.getTime() + 8 * 3_600_000)
  return shifted.toISOString().replace(/\.\d+Z$/, '+08:00')
}
