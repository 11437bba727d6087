import type { FollowedEntry, FollowedJournal } from '../store/store.ts'

/** Reads the journal as it grows. */
export interface Follower extends AsyncIterableIterator<number, undefined> {
  /** Ends the iteration, even while it waits. */
  return(): Promise<IteratorReturnResult<undefined>>
}

/** Those who follow the journal. */
export interface Followers {
  /** Tells all of them that an entry was added or changed. */
  readonly tell: (id: number) => void
  /**
   * Adds one.
   *
   * @param first The IDs that it gets at once.
   */
  readonly add: (first: readonly number[]) => Follower
  /** Whether the limit of followers is reached. */
  readonly isFull: () => boolean
}

/** Each follower costs time for every request. */
const FOLLOWERS_LIMIT = 100

/** How many IDs wait for a slow follower. Beyond that the oldest are dropped, just as the journal drops its oldest entries. */
const WAITING_LIMIT = 2_000

/** Creates the list of followers. While there are none, adding an entry costs nothing extra. */
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
  /** The next ID, as soon as there is one; `undefined` after the end. */
  readonly take: () => Promise<number | undefined>
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
      return hasEnded ? undefined : waiting.shift()
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
      const id = await queue.take()
      return id === undefined ? { done: true, value: undefined } : { done: false, value: id }
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

/** Reads the entries that a follower is told about. An entry that was dropped in the meantime is left out. */
export function followed(follower: Follower, find: (id: number) => Promise<FollowedEntry | undefined>, last: number): FollowedJournal {
  return {
    last,
    async next() {
      for (;;) {
        const { value: id } = await follower.next()
        if (id === undefined) return { done: true, value: undefined }
        const value = await find(id)
        if (value) return { done: false, value }
      }
    },
    return: () => follower.return(),
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
