import { setTimeout } from 'node:timers/promises'
import { LONGEST_TIMER } from '../longest-timer.ts'
import { shownValue } from '../shown-value.ts'

const POLL_MILLISECONDS = 20

/**
 * Returns the time of a clock in milliseconds. The function is bound at import, before a test can replace the clock with a fake one. With
 * a fake clock that stands still, `poll` would never time out.
 */
const realTime: () => number = performance.now.bind(performance)

/**
 * Reads a value every 20 milliseconds until `isWanted` accepts it, and returns it. A control client has to poll: its `SendControl` function
 * returns only whole answers, so the client can't follow a stream.
 *
 * @param timeout How long to poll, in milliseconds.
 * @param why Makes the message of the timeout error from the last value that was read.
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

/**
 * Refuses a timeout that is not a number of milliseconds from 0 to the longest that a timer can wait. `Infinity` is refused too: a test
 * would hang, instead of failing with a message that says what it waited for.
 */
function checkTimeout(timeout: number): void {
  if (typeof timeout !== 'number' || !(timeout >= 0 && timeout <= LONGEST_TIMER))
    throw new TypeError(`timeout must be milliseconds from 0 to ${LONGEST_TIMER}; got ${shownValue(timeout)}`)
}
