/** The exit code after Ctrl-C, SIGTERM or SIGHUP. */
export const INTERRUPTED = 130

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Calls `act` on Ctrl-C, SIGTERM or SIGHUP, at most once for each of them, until the returned object is disposed of. */
export function whenInterrupted(act: () => void): Disposable {
  for (const signal of SIGNALS) process.once(signal, act)
  return {
    [Symbol.dispose]() {
      for (const signal of SIGNALS) process.off(signal, act)
    },
  }
}

/** Says whether a run was interrupted and should end after its current case. */
export interface Interruption extends Disposable {
  /** Whether Ctrl-C, SIGTERM or SIGHUP has come. */
  readonly hasCome: () => boolean
}

/** Listens for Ctrl-C, SIGTERM and SIGHUP until the returned object is disposed of. */
export function stopWhenInterrupted(): Interruption {
  let hasCome = false
  const listening = whenInterrupted(() => {
    hasCome = true
  })
  return { ...listening, hasCome: () => hasCome }
}
