import { clearInterval, setInterval } from 'node:timers'

/**
 * Does some work at once and then regularly, but not while the previous run is still going on. Does not keep the process alive.
 *
 * @param work Its errors are ignored.
 * @returns A function that stops the repetition.
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
