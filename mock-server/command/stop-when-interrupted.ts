/** The exit code after Ctrl-C. */
export const INTERRUPTED = 130

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Tells a run to end after its current case. */
export interface Interruption extends Disposable {
  /** Whether Ctrl-C or a signal came. */
  readonly hasCome: () => boolean
}

/** Listens for Ctrl-C and signals until it is disposed of. */
export function stopWhenInterrupted(): Interruption {
  let hasCome = false
  const note = () => {
    hasCome = true
  }
  for (const signal of SIGNALS) process.once(signal, note)
  return {
    hasCome: () => hasCome,
    [Symbol.dispose]() {
      for (const signal of SIGNALS) process.off(signal, note)
    },
  }
}
