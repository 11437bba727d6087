/**
 * Waits for an answer of Redis. The client's own limit applies only to silence: a server that sends a few bytes now and then never exceeds it, even
 * if the answer never comes.
 *
 * @param milliseconds How long to wait.
 * @throws {Error} When there is no answer within this time.
 */
export function answerWithin<Value>(milliseconds: number, answer: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer for ${milliseconds / 1_000} seconds`)), milliseconds)
    answer.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
