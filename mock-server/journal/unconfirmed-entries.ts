import { setImmediate } from 'node:timers/promises'

/** The entries that were sent to Redis, but that Redis has not confirmed yet. */
export interface UnconfirmedEntries {
  /** Keeps an entry until its promise settles; returns the promise. */
  add<Id>(bytes: number, entry: Promise<Id>): Promise<Id>
  /** Waits until the entries that were added so far are handed to the operating system. When that may not be enough, waits as `confirmed` does. */
  sent(): Promise<void>
  /** Waits until Redis has confirmed the entries that were added so far, or the connection is lost. */
  confirmed(): Promise<void>
}

/** When more bytes of entries than this are on their way to Redis, answers wait until Redis has confirmed them. */
const UNCONFIRMED_BYTES = 65_536

/** Creates the list of the entries that are on their way to Redis. */
export function createUnconfirmedEntries(): UnconfirmedEntries {
  const entries = new Set<Promise<unknown>>()
  let total = 0
  // Before the first confirmation, and after an entry was lost, Redis may not know the script that adds entries. It then asks for the script, so only
  // a confirmation shows that an entry has arrived.
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
      // The client of Redis hands a command to the operating system in its own setImmediate, which it schedules some microtasks later in a cluster.
      await setImmediate()
      await setImmediate()
    },
  }
}
