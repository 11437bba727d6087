import type { FollowedEntry, FollowedJournal } from '../store/store.ts'
import { createFollowers, type Followers, followed } from './followers.ts'

/** Reports the IDs of the entries in a journal that several servers share. */
export interface NewsSource {
  /**
   * Listens to the IDs that servers publish.
   *
   * @param hear Called with the ID of a new entry, or of an entry that got its diagnosis. The IDs of new entries have no gaps.
   * @param onReady Called each time listening begins, also after a lost connection. Earlier messages may have been missed.
   */
  listen(hear: (id: number) => void, onReady: () => void): Promise<void>
  /** The ID of the last entry; 0 when there has been no entry. */
  lastId(): Promise<number>
  /** The IDs of the entries after the one with this ID. */
  idsAfter(id: number): Promise<readonly number[]>
  /** Returns those of the given IDs whose diagnoses are still being made. */
  undiagnosed(ids: readonly number[]): Promise<readonly number[]>
}

/**
 * An entry is `pending` while its diagnosis is being made. It is `absent` when it was dropped, or when another client of Redis made up its
 * ID.
 */
type ReadState = 'absent' | 'pending' | 'complete'

/** Tells the followers that are connected to this server about the entries that all servers add. */
export interface JournalNews {
  /** Notes the state in which an entry was read. */
  noteRead(id: number, state: ReadState): void
  /**
   * Follows the journal from the entry after this ID; `undefined` begins with the next new entry.
   *
   * @returns `undefined` when the limit of followers is reached.
   */
  follow(after: number | undefined, find: (ids: readonly number[]) => Promise<FollowedEntry[]>): Promise<FollowedJournal | undefined>
}

/** Creates the news of a journal. Listening begins with the first follower. */
export function createJournalNews(source: NewsSource): JournalNews {
  const followers = createFollowers()
  const read = createRead()
  const teller = createTeller(source, followers, read)
  let listening: Promise<void> | undefined
  const listen = () => {
    listening ??= source.listen(teller.hear, teller.catchUp).catch((error) => {
      listening = undefined
      throw error
    })
    return listening
  }
  return {
    noteRead: read.note,
    async follow(after, find) {
      if (followers.isFull()) return undefined
      // `lastId` comes first, because it fails at once when Redis is away; `listen` would wait for Redis.
      teller.beginAfter(await source.lastId())
      await listen()
      const last = await source.lastId()
      // An ID beyond the last one is from before Redis was emptied, so every entry is new to the follower.
      const first = after === undefined ? last : after > last ? 0 : after
      return followed(followers.add(await source.idsAfter(first)), find, last)
    },
  }
}

/** At most this many pending entries are remembered, and as many absent ones. They are checked again after messages were missed. */
const NOTED_LIMIT = 1_000

/** The states in which entries were read. */
interface Read {
  readonly note: (id: number, state: ReadState) => void
  readonly pending: () => number[]
  readonly absent: () => number[]
  /** The highest ID of the entries that were read and were not absent. */
  readonly highest: () => number
  /** Forgets the highest ID, because the journal was emptied. */
  readonly restart: () => void
}

function createRead(): Read {
  const noted = { pending: new Set<number>(), absent: new Set<number>() }
  let highest = 0
  return {
    pending: () => [...noted.pending],
    absent: () => [...noted.absent],
    highest: () => highest,
    restart() {
      highest = 0
    },
    note(id, state) {
      if (state !== 'absent') highest = Math.max(highest, id)
      for (const [name, ids] of Object.entries(noted)) {
        if (name === state) ids.add(id)
        else ids.delete(id)
        if (ids.size > NOTED_LIMIT) ids.delete([...ids][0] ?? 0)
      }
    },
  }
}

/**
 * Tells the followers the IDs that servers publish. When an ID is skipped, messages were missed, so the missing IDs are read from the source.
 * Another client of Redis may publish an ID before an entry has it. After missed messages, the followers are therefore told the IDs of
 * absent entries again.
 */
function createTeller(source: NewsSource, followers: Followers, read: Read) {
  /** The highest ID that the followers were told. Another client of Redis may have made it up. */
  let told = 0
  /** The last ID that the source has returned. */
  let known = 0
  /** The highest published ID that waits until the missing IDs have been read. */
  let heard = 0
  let isCatchingUp = false
  const tell = (id: number) => {
    told = Math.max(told, id)
    followers.tell(id)
  }
  const tellDiagnosed = async () => {
    const pending = await source.undiagnosed(read.pending())
    for (const id of read.pending().filter((each) => !pending.includes(each))) tell(id)
  }
  const tellMissing = async () => {
    await tellDiagnosed()
    do {
      const last = await source.lastId()
      // If the last ID has become smaller, Redis has lost its data and counts from 1 again.
      const isEmptied = last < Math.max(known, read.highest())
      if (isEmptied) read.restart()
      if (last < told) told = isEmptied ? 0 : Math.max(known, read.highest())
      known = last
      // An ID above the last one belongs to no entry.
      heard = Math.min(heard, last)
      for (const id of read.absent().filter((each) => each <= told)) followers.tell(id)
      for (const id of await source.idsAfter(told)) tell(id)
      // `idsAfter` leaves out dropped entries, and the last entries may be among them.
      told = Math.max(told, last)
    } while (heard > told)
  }
  const catchUp = async () => {
    if (isCatchingUp) return
    isCatchingUp = true
    try {
      await tellMissing()
    } catch {
      // The connection is lost again. The next message or the next connection leads to another attempt.
    } finally {
      isCatchingUp = false
    }
  }
  return {
    catchUp: () => void catchUp(),
    beginAfter(id: number) {
      known = Math.max(known, id)
      told = Math.max(told, id)
    },
    hear(id: number) {
      // Any client of Redis can publish a message, so the ID may be invalid.
      if (!Number.isSafeInteger(id) || id < 1) return
      // The ID of an entry is published a second time when the entry has got its diagnosis.
      if (id <= told || (id === told + 1 && !isCatchingUp)) return tell(id)
      heard = Math.max(heard, id)
      void catchUp()
    },
  }
}
