import { within } from '../../../contracts/within.ts'

/**
 * Waits for an answer of Redis. The client's own limit applies only to silence: a server that sends a few bytes now and then never exceeds it, even
 * if the answer never comes.
 *
 * @param milliseconds How long to wait.
 * @throws {Error} When there is no answer within this time.
 */
export function answerWithin<Value>(milliseconds: number, answer: Promise<Value>): Promise<Value> {
  return within(milliseconds, answer, `no answer for ${milliseconds / 1_000} seconds`)
}
