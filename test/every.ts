/** Whether to run all cases, except those that take more than an hour (see {@link ALL}). If `false`, tests run a sample. */
export const EVERY: boolean = process.env['EVERY'] === '1' || process.env['EVERY'] === 'all'

/** Whether to also run the cases that take more than an hour. */
export const ALL: boolean = process.env['EVERY'] === 'all'

/** Returns the whole list if {@link EVERY} is `true`. Otherwise returns at most `count` items, spread evenly over the list. */
export function sampleOf<Item>(items: readonly Item[], count: number): readonly Item[] {
  const step = EVERY ? 1 : Math.ceil(items.length / count)
  return items.filter((_, index) => index % step === 0)
}
