import { within } from '../../../contracts/within.ts'

/**
 * Waits for an answer of Redis. The client's `socketTimeout` limits only silence, and a server that sends a few bytes now and then is not silent.
 *
 * @param milliseconds How long to wait.
 * @throws {Error} When there is no answer within this time, or with the error of `answer`.
 */
export function answerWithin<Value>(milliseconds: number, answer: Promise<Value>): Promise<Value> {
  return within(milliseconds, answer, `no answer for ${milliseconds / 1_000} seconds`)
}
