/** Whether to run all cases. Otherwise tests run a sample. */
export const EVERY: boolean = process.env['EVERY'] === '1' || process.env['EVERY'] === 'all'

/** Whether to also run the cases that take more than an hour. */
export const ALL: boolean = process.env['EVERY'] === 'all'

/** The whole list with `EVERY=1` or `EVERY=all`, otherwise about `count` items spread evenly over it. */
export function sampleOf<Item>(items: readonly Item[], count: number): readonly Item[] {
  const step = EVERY ? 1 : Math.ceil(items.length / count)
  return items.filter((_, index) => index % step === 0)
}
