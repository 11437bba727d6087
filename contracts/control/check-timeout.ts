import { shownValue } from '../shown-value.ts'

/** The longest wait, in milliseconds, about 25 days: as long as the longest timer of Node.js. */
const LONGEST = 2 ** 31 - 1

/**
 * Checks how long to wait. Without an end, a test would hang instead of naming what is missing.
 *
 * @throws {TypeError} When the timeout is not a number of milliseconds in the range; the message names the range.
 */
export function checkTimeout(timeout: number): void {
  if (typeof timeout !== 'number' || !(timeout >= 0 && timeout <= LONGEST))
    throw new TypeError(`timeout must be milliseconds from 0 to ${LONGEST}; got ${shownValue(timeout)}`)
}
