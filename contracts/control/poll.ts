import { setTimeout } from 'node:timers/promises'
import { LONGEST_TIMER } from '../longest-timer.ts'
import { shownValue } from '../shown-value.ts'

const POLL_MILLISECONDS = 20

/** Bound at import, so that the fake timers of a test don't stop this clock. With a stopped clock, `poll` would not time out. */
const realTime: () => number = performance.now.bind(performance)

/**
 * Reads a value again and again until it is the wanted one. A control client polls, because `SendControl` can't follow a stream.
 *
 * @param timeout How long to poll, in milliseconds.
 * @param why The message of the error when the time is over, made from the last value.
 * @throws {TypeError} When the timeout is not a number of milliseconds from 0 to 2,147,483,647.
 * @throws {Error} When the time is over.
 */
export async function poll<Value, Wanted extends Value>(
  read: () => Promise<Value>,
  isWanted: (value: Value) => value is Wanted,
  timeout: number,
  why: (value: Value) => string | Promise<string>,
): Promise<Wanted> {
  checkTimeout(timeout)
  const end = realTime() + timeout
  for (;;) {
    const value = await read()
    if (isWanted(value)) return value
    if (realTime() >= end) throw new Error(await why(value))
    await setTimeout(POLL_MILLISECONDS)
  }
}

/** Refuses `Infinity` too: without an end, a test would hang instead of failing with a message that says what it waited for. */
function checkTimeout(timeout: number): void {
  if (typeof timeout !== 'number' || !(timeout >= 0 && timeout <= LONGEST_TIMER))
    throw new TypeError(`timeout must be milliseconds from 0 to ${LONGEST_TIMER}; got ${shownValue(timeout)}`)
}
