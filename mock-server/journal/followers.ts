import { hash } from 'node:crypto'
import { createRecentlyUsed } from '../store/recently-used.ts'
import type { EntrySummary, FollowedEntry, FollowedJournal } from '../store/store.ts'

/** Follows a journal: yields the IDs of the entries that are added or changed. */
export interface Follower extends AsyncIterableIterator<readonly number[], undefined> {
  /** Ends the iteration, even while it waits. */
  return(): Promise<IteratorReturnResult<undefined>>
}

/** The followers of a journal. */
export interface Followers {
  /** Tells the followers that an entry was added or changed. */
  readonly tell: (id: number) => void
  /**
   * Adds a follower.
   *
   * @param first The IDs that the new follower gets first.
   */
  readonly add: (first: readonly number[]) => Follower
  readonly isFull: () => boolean
}

/** The highest number of followers. Each follower makes every request take a little longer. */
const FOLLOWERS_LIMIT = 100

/** The most IDs that a follower gets at once. */
const TOGETHER = 250

/** When this many IDs wait for a slow follower, a new ID replaces the oldest. */
const WAITING_LIMIT = 2_000

/** Creates the list of followers. */
export function createFollowers(): Followers {
  const all = new Set<(id: number) => void>()
  return {
    isFull: () => all.size >= FOLLOWERS_LIMIT,
    tell(id) {
      for (const tell of all) tell(id)
    },
    add(first) {
      const queue = createQueue(first)
      all.add(queue.put)
      return withEnd(queue, () => all.delete(queue.put))
    },
  }
}

interface Queue {
  readonly put: (id: number) => void
  /** Waits until there are IDs, and returns up to {@link TOGETHER} of them. Returns `undefined` after the end. */
  readonly take: () => Promise<readonly number[] | undefined>
  readonly end: () => void
}

function createQueue(first: readonly number[]): Queue {
  const waiting = [...first]
  let hasEnded = false
  let wake = () => {}
  return {
    put(id) {
      waiting.push(id)
      if (waiting.length > WAITING_LIMIT) waiting.shift()
      wake()
    },
    async take() {
      if (waiting.length === 0 && !hasEnded)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      return hasEnded ? undefined : waiting.splice(0, TOGETHER)
    },
    end() {
      hasEnded = true
      wake()
    },
  }
}

function withEnd(queue: Queue, onEnd: () => void): Follower {
  return {
    async next() {
      const ids = await queue.take()
      return ids === undefined ? { done: true, value: undefined } : { done: false, value: ids }
    },
    async return() {
      onEnd()
      queue.end()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

/**
 * Yields the entries whose IDs a follower yields. An entry is yielded again after its diagnosis was added.
 *
 * @param find Reads the entries with the given IDs. Leaves out entries that the journal no longer has.
 * @param last The ID of the last entry when following began.
 */
export function followed(follower: Follower, find: (ids: readonly number[]) => Promise<FollowedEntry[]>, last: number): FollowedJournal {
  const isNew = createGiven()
  return {
    last,
    async next() {
      for (;;) {
        const { value: ids } = await follower.next()
        if (ids === undefined) return { done: true, value: undefined }
        const value = (await find(ids)).filter(({ entry }) => isNew(entry))
        if (value.length > 0) return { done: false, value }
      }
    },
    return: () => follower.return(),
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

/** How many yielded entries are remembered. A forgotten entry may be yielded again. */
const GIVEN_LIMIT = 1_000

/**
 * Returns a function that remembers each entry. It returns `false` for an entry that it has already seen, unless the diagnosis was added
 * since.
 */
function createGiven(): (entry: EntrySummary) => boolean {
  const given = createRecentlyUsed<string>(GIVEN_LIMIT)
  return ({ id, time, request_id, target, diagnosis }) => {
    // The ID alone does not identify an entry, because a journal that was emptied gives the same IDs to other entries. A hash is kept
    // instead of the text, because a target may be long.
    const form = hash('sha1', JSON.stringify([time, request_id, target, Boolean(diagnosis)]))
    if (given.get(`${id}`) === form) return false
    given.use(`${id}`, form)
    return true
  }
}
