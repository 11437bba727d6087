/** The exit code after Ctrl-C. */
export const INTERRUPTED = 130

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Calls a function on Ctrl-C or a signal, once for each signal, until it is disposed of. */
export function whenInterrupted(act: () => void): Disposable {
  for (const signal of SIGNALS) process.once(signal, act)
  return {
    [Symbol.dispose]() {
      for (const signal of SIGNALS) process.off(signal, act)
    },
  }
}

/** Tells a run to end after its current case. */
export interface Interruption extends Disposable {
  /** Whether Ctrl-C or a signal came. */
  readonly hasCome: () => boolean
}

/** Listens for Ctrl-C and signals until it is disposed of. */
export function stopWhenInterrupted(): Interruption {
  let hasCome = false
  const listening = whenInterrupted(() => {
    hasCome = true
  })
  return { ...listening, hasCome: () => hasCome }
}
