import { clearInterval, setInterval } from 'node:timers'

/**
 * Calls `work` at once, and then at this interval. Skips a call while the previous one is still running. The timer does not keep the
 * process alive.
 *
 * @param work A function whose errors are ignored.
 * @returns A function that stops the calls.
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
