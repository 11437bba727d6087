import type { FollowedEntry, FollowedJournal } from '../../../../mock-server/store/store.ts'

/** Yields the entries of a followed journal one by one. */
export async function* entriesOf(followed: FollowedJournal | undefined): AsyncGenerator<FollowedEntry, undefined> {
  if (!followed) throw new Error('there are too many readers')
  for await (const together of followed) yield* together
}
