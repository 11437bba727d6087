import { setImmediate } from 'node:timers/promises'

/** The journal entries that were sent to Redis and that Redis has not confirmed yet. */
export interface UnconfirmedEntries {
  /** Adds an entry of this many bytes, and removes it when its promise settles. Returns the promise. */
  add<Id>(bytes: number, entry: Promise<Id>): Promise<Id>
  /**
   * Waits until the entries that were added so far are handed to the operating system. Waits as `confirmed` does in three cases: before the
   * first confirmation, after an entry was lost, and when too many bytes are unconfirmed.
   */
  sent(): Promise<void>
  /** Waits until Redis has confirmed the entries that were added so far, or the connection is lost. */
  confirmed(): Promise<void>
}

/** When the unconfirmed entries have more bytes than this, `sent` waits until Redis has confirmed them. */
const UNCONFIRMED_BYTES = 65_536

/** Creates an empty list of unconfirmed entries. */
export function createUnconfirmedEntries(): UnconfirmedEntries {
  const entries = new Set<Promise<unknown>>()
  let total = 0
  // Whether Redis confirmed the entry that settled last. If not, Redis may not know the script that adds entries. Redis then refuses the
  // next entry, and the entry is sent again with the script. So only a confirmation shows that the entry has arrived.
  let isReliable = false
  const confirmed = async () => void (await Promise.allSettled(entries))
  return {
    confirmed,
    add(bytes, entry) {
      entries.add(entry)
      total += bytes
      const end = (isConfirmed: boolean) => {
        isReliable = isConfirmed
        total -= bytes
        entries.delete(entry)
      }
      entry.then(
        () => end(true),
        () => end(false),
      )
      return entry
    },
    async sent() {
      if (!isReliable || total > UNCONFIRMED_BYTES) return confirmed()
      // The Redis client hands its commands to the operating system in a callback of setImmediate. In a cluster, the client schedules this
      // callback some microtasks late, so it may come after the first setImmediate here, but before the second.
      await setImmediate()
      await setImmediate()
    },
  }
}
