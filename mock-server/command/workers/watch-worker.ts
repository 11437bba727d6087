const PAUSE_MILLISECONDS = 1_000

/** A worker that leaves this many questions in a row unanswered counts as hung. A busy worker answers between two requests. */
const QUESTIONS = 10

/** The limit before the first answer is higher, because a worker on a busy machine may take long to load its code. */
const FIRST_QUESTIONS = 60

/** A watch over a worker. */
export interface Watch {
  /** Notes that the worker has answered. */
  readonly answered: () => void
  readonly end: () => void
}

/**
 * Asks a worker every second whether it still runs. Questions are counted, not seconds, because this process may stop together with its workers,
 * for example when the machine is suspended.
 *
 * @param ask Sends the question.
 * @param onSilent Called when the worker hangs, for example after SIGSTOP. The watch has ended by then.
 */
export function watchWorker(ask: () => void, onSilent: () => void): Watch {
  let left = FIRST_QUESTIONS
  const end = () => clearInterval(timer)
  const look = () => {
    if (left > 0) {
      left -= 1
      return ask()
    }
    end()
    onSilent()
  }
  const timer = setInterval(look, PAUSE_MILLISECONDS).unref()
  return {
    answered() {
      left = QUESTIONS
    },
    end,
  }
}
