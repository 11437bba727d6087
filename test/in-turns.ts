/** Runs `work` on all items, at most `atOnce` at a time. Returns the results in the order in which the work on the items finishes. */
export async function inTurns<Item, Result>(
  items: Iterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const queue = items[Symbol.iterator]()
  const results: Result[] = []
  const worker = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) results.push(await work(next.value))
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return results
}
