const PAUSE_MILLISECONDS = 1_000

/**
 * A question asks a worker whether it still runs. After this many unanswered questions in a row, the worker counts as hung. Even a busy
 * worker answers between two requests.
 */
const QUESTIONS = 10

/** The limit before the first answer is higher, because a worker on a busy machine may take long to load its code. */
const FIRST_QUESTIONS = 60

export interface Watch {
  /** To be called when the worker has answered a question. */
  readonly answered: () => void
  /** Stops the questions. */
  readonly end: () => void
}

/**
 * Asks a worker every second whether it still runs. Counts unanswered questions instead of seconds, because this process may stop together
 * with its workers, for example when the machine is suspended.
 *
 * @param ask Sends the question.
 * @param onSilent Called when the worker counts as hung, for example after SIGSTOP. The worker gets no more questions after that.
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
