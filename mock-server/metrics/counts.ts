/** Counts events, separately for each combination of label values. */
export interface Counts<Label extends string> {
  readonly add: (labels: Readonly<Record<Label, string>>) => void
  readonly entries: () => readonly { readonly labels: Readonly<Record<Label, string>>; readonly value: number }[]
}

/** At most this many combinations are counted separately. A test can script answers with any number of error codes. */
const COMBINATIONS = 1_000

/**
 * Creates counts that are all zero.
 *
 * @param rest The labels under which all combinations beyond the limit are counted together.
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
