import type { FollowedEntry, FollowedJournal } from '../store/store.ts'
import { createFollowers, type Followers, followed } from './followers.ts'

/** The source of news about a journal that several servers share. */
export interface NewsSource {
  /**
   * Listens to the IDs that any server publishes.
   *
   * @param hear Called with each ID: of a new entry, or of one that got its diagnosis. IDs of new entries have no gaps.
   * @param onReady Called each time listening begins, even after a lost connection. Messages that were published while the connection was lost are
   * missing.
   */
  listen(hear: (id: number) => void, onReady: () => void): Promise<void>
  /** The ID of the last entry; 0 when there was none. */
  lastId(): Promise<number>
  /** The IDs of the entries after the one with this ID. */
  idsAfter(id: number): Promise<readonly number[]>
  /** Returns those of the given IDs whose diagnoses are still being made. */
  undiagnosed(ids: readonly number[]): Promise<readonly number[]>
}

/** Tells the followers at this server about the entries that any server adds. */
export interface JournalNews {
  /** Notes that a follower may have read this entry, and whether the entry's diagnosis was still being made then. */
  noteRead(id: number, isPending: boolean): void
  /**
   * Follows the journal from the entry after this ID; `undefined` begins with the next new entry.
   *
   * @returns `undefined` when the limit of followers is reached.
   */
  follow(after: number | undefined, find: (ids: readonly number[]) => Promise<FollowedEntry[]>): Promise<FollowedJournal | undefined>
}

/** Creates the news of a journal. It does not listen before there is a follower. */
export function createJournalNews(source: NewsSource): JournalNews {
  const followers = createFollowers()
  const awaited = createAwaited()
  const teller = createTeller(source, followers, awaited.ids)
  let listening: Promise<void> | undefined
  const listen = () => {
    listening ??= source.listen(teller.hear, teller.catchUp).catch((error) => {
      listening = undefined
      throw error
    })
    return listening
  }
  return {
    noteRead: awaited.note,
    async follow(after, find) {
      if (followers.isFull()) return undefined
      // This command comes first, because it fails at once when Redis is away; listening would wait for Redis.
      teller.beginAfter(await source.lastId())
      await listen()
      const last = await source.lastId()
      // An ID beyond the last one is from before Redis was emptied, so everything is new to the reader.
      const first = after === undefined ? last : after > last ? 0 : after
      return followed(followers.add(await source.idsAfter(first)), find, last)
    },
  }
}

/** The most entries without a diagnosis that are read again after the connection was lost. */
const AWAITED_LIMIT = 1_000

/** The entries whose diagnosis was still being made when a follower read them. */
function createAwaited() {
  const awaited = new Set<number>()
  return {
    ids: (): number[] => [...awaited],
    note(id: number, isPending: boolean) {
      if (isPending) awaited.add(id)
      else awaited.delete(id)
      if (awaited.size > AWAITED_LIMIT) awaited.delete([...awaited][0] ?? 0)
    },
  }
}

/**
 * Tells the followers about the IDs that are heard. An ID that skips others shows that messages are missing. The skipped entries are then looked up.
 */
function createTeller(source: NewsSource, followers: Followers, awaited: () => number[]) {
  let told = 0
  let heard = 0
  let isCatchingUp = false
  const tell = (id: number) => {
    told = Math.max(told, id)
    followers.tell(id)
  }
  const tellDiagnosed = async () => {
    const pending = await source.undiagnosed(awaited())
    for (const id of awaited().filter((each) => !pending.includes(each))) tell(id)
  }
  const tellMissing = async () => {
    await tellDiagnosed()
    do {
      const last = await source.lastId()
      // Redis has started again without its data, and counts from 1.
      if (last < told) told = 0
      // Any client of Redis can publish a higher ID, which no entry has.
      heard = Math.min(heard, last)
      for (const id of await source.idsAfter(told)) tell(id)
      // The last entries may have been dropped already.
      told = Math.max(told, last)
    } while (heard > told)
  }
  const catchUp = async () => {
    if (isCatchingUp) return
    isCatchingUp = true
    try {
      await tellMissing()
    } catch {
      // Redis is lost again. The next message or the next connection brings what is missing.
    } finally {
      isCatchingUp = false
    }
  }
  return {
    catchUp: () => void catchUp(),
    beginAfter(id: number) {
      told = Math.max(told, id)
    },
    hear(id: number) {
      // Any client of Redis can publish a message.
      if (!Number.isSafeInteger(id) || id < 1) return
      // An ID that was told before means that the request now has its diagnosis.
      if (id <= told || (id === told + 1 && !isCatchingUp)) return tell(id)
      heard = Math.max(heard, id)
      void catchUp()
    },
  }
}
