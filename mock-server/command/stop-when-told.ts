const PARENT_CHECK_MILLISECONDS = 250

/**
 * Stops on Ctrl-C, on SIGTERM, and when the npm script that started it is gone: npm tells its shell to end, and the shell tells nobody.
 *
 * @param parent The process that started this one, as it was at the start.
 */
export function stopWhenTold(close: () => Promise<void>, parent: number): void {
  // Waits for nothing else: a log that nobody reads would keep the process alive.
  const stop = () => void close().then(() => process.exit(0))
  process.once('SIGINT', stop).once('SIGTERM', stop)
  if (process.env['npm_lifecycle_event'] === undefined) return
  setInterval(() => process.ppid === parent || stop(), PARENT_CHECK_MILLISECONDS).unref()
}
