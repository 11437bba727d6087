/** Where a value comes again that came before; -1 when none does. */
export function indexOfDouble(values: readonly string[]): number {
  const seen = new Set<string>()
  return values.findIndex((value) => {
    const before = seen.size
    return seen.add(value).size === before
  })
}
