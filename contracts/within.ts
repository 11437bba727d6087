/**
 * The result of a promise, unless it takes too long.
 *
 * @param milliseconds How long to wait.
 * @param reason The message of the error when the time is over.
 * @throws {Error} When the promise is neither fulfilled nor rejected in time, or with the error of the promise.
 */
export async function within<Value>(milliseconds: number, waiting: Promise<Value>, reason: string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(reason)), milliseconds)
  })
  return Promise.race([waiting, silence]).finally(() => clearTimeout(timer))
}
