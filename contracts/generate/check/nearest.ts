import leven from 'leven'

/** Returns the end of a message: ` Did you mean …?` with the name most similar to `text`. Returns '' when no name is similar. */
export function nearest(text: string, names: readonly string[]): string {
  const [near] = names
    .filter((name) => leven(text, name) <= text.length / 3)
    .toSorted((one, other) => leven(text, one) - leven(text, other))
  return near === undefined ? '' : ` Did you mean ${near}?`
}
