import { LONGEST_TIMER } from '../longest-timer.ts'
import { shownValue } from '../shown-value.ts'

/**
 * Checks a timeout. With an endless timeout, a test would hang instead of failing with a message that says what it waited for.
 *
 * @throws {TypeError} When the timeout is not a number of milliseconds from 0 to 2,147,483,647.
 */
export function checkTimeout(timeout: number): void {
  if (typeof timeout !== 'number' || !(timeout >= 0 && timeout <= LONGEST_TIMER))
    throw new TypeError(`timeout must be milliseconds from 0 to ${LONGEST_TIMER}; got ${shownValue(timeout)}`)
}
