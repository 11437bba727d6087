/** Whether to try everything that can be tried, which takes minutes. Without it a part is tried, always the same. */
export const EVERY: boolean = process.env['EVERY'] === '1'

/** All of a list with `EVERY=1`, else about so many of it, spread over the whole. */
export function sampleOf<Item>(items: readonly Item[], count: number): readonly Item[] {
  const step = EVERY ? 1 : Math.ceil(items.length / count)
  return items.filter((_, index) => index % step === 0)
}
