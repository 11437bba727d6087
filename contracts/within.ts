/**
 * The result of a promise, unless it takes too long.
 *
 * @param milliseconds How long to wait.
 * @param reason The message of the error when the time is over.
 * @throws {Error} When the time is over, or with the error of the promise.
 */
export function within<Value>(milliseconds: number, waiting: Promise<Value>, reason: string): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(reason)), milliseconds)
    waiting.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
