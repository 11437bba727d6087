/** Works on so many items at once, and gives the results in the order of the items. */
export async function* inOrder<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = []
  for (const item of items) {
    begun.push(work(item))
    if (begun.length >= atOnce) yield* begun.splice(0, 1)
  }
  yield* begun
}
