/**
 * Waits for a promise and returns its result. Rejects if the promise takes too long.
 *
 * @param milliseconds How long to wait.
 * @param waiting The promise.
 * @param reason The message of the error when the promise takes too long.
 * @throws {Error} When the promise takes too long. If the promise is rejected, throws the error of the promise.
 */
export function within<Value>(milliseconds: number, waiting: Promise<Value>, reason: string): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(reason)), milliseconds)
    waiting.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
