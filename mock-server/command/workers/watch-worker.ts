const PAUSE_MILLISECONDS = 1_000

/** A worker that leaves this many questions in a row unanswered stands still. A busy one answers between two requests. */
const QUESTIONS = 10

/** The same before the first answer, because a worker on a busy machine may load its code for long. */
const FIRST_QUESTIONS = 60

/** A watch over a worker. */
export interface Watch {
  /** Notes that the worker has answered. */
  readonly answered: () => void
  readonly end: () => void
}

/**
 * Asks a worker every second whether it still runs. Questions are counted, not seconds, because this process may stand still together with its workers,
 * as in a suspended machine.
 *
 * @param ask Sends the question.
 * @param onSilent Called when the worker stands still, for example by SIGSTOP. The watch has ended then.
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
