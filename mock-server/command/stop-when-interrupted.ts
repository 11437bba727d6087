/** The exit code after Ctrl-C. */
export const INTERRUPTED = 130

/** Ends a run after the case during which Ctrl-C or a signal comes. */
export function stopWhenInterrupted(): AbortSignal {
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interrupted.abort())
  return interrupted.signal
}
