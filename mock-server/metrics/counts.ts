/** Numbers by combinations of label values. */
export interface Counts<Label extends string> {
  readonly add: (labels: Readonly<Record<Label, string>>) => void
  readonly entries: () => readonly { readonly labels: Readonly<Record<Label, string>>; readonly value: number }[]
}

/** The most combinations that are counted separately. There is a limit, because a test may script any code. */
const COMBINATIONS = 1_000

/**
 * Creates counts that begin at zero.
 *
 * @param rest The labels for combinations beyond the limit.
 */
export function createCounts<Label extends string>(rest: Readonly<Record<Label, string>>): Counts<Label> {
  const counts = new Map<string, { readonly labels: Readonly<Record<Label, string>>; value: number }>()
  function countOf(labels: Readonly<Record<Label, string>>): { value: number } {
    const key = Object.values(labels).join('\n')
    const known = counts.get(key)
    if (known) return known
    if (counts.size >= COMBINATIONS && labels !== rest) return countOf(rest)
    const count = { labels, value: 0 }
    counts.set(key, count)
    return count
  }
  return {
    add(labels) {
      countOf(labels).value += 1
    },
    entries: () => [...counts.values()],
  }
}
