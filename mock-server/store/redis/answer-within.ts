import { within } from '../../../contracts/within.ts'

/**
 * Waits for an answer of Redis, but not longer than `milliseconds`. The client's `socketTimeout` is not enough: it never ends a
 * connection on which a few bytes arrive now and then.
 *
 * @throws {Error} When there is no answer within this time, or when `answer` is rejected.
 */
export function answerWithin<Value>(milliseconds: number, answer: Promise<Value>): Promise<Value> {
  return within(milliseconds, answer, `no answer for ${milliseconds / 1_000} seconds`)
}
