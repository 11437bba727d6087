/**
 * Waits for an answer of Redis. The client's own limit is on silence: a server that sends a few bytes now and then stays within it without an answer.
 *
 * @param milliseconds How long.
 * @throws {Error} When there is no answer within this time.
 */
export function answerWithin<Value>(milliseconds: number, answer: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer for ${milliseconds / 1_000} seconds`)), milliseconds)
    answer.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
