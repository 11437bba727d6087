import { clearInterval, setInterval } from 'node:timers'

/**
 * Does some work now and then, but never twice at the same time. Does not keep the process alive.
 *
 * @param work What it throws is its own matter.
 * @returns A function that ends it.
 */
export function regularly(milliseconds: number, work: () => Promise<void>): () => void {
  let isWorking = false
  async function start(): Promise<void> {
    if (isWorking) return
    isWorking = true
    await work().catch(() => undefined)
    isWorking = false
  }
  void start()
  const timer = setInterval(() => void start(), milliseconds).unref()
  return () => clearInterval(timer)
}
