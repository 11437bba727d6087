/** The index of the first value that also occurs earlier in the list; -1 when there is none. */
export function indexOfDuplicate(values: readonly string[]): number {
  const seen = new Set<string>()
  return values.findIndex((value) => {
    const before = seen.size
    return seen.add(value).size === before
  })
}
