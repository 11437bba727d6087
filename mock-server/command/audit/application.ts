import { errorMessage } from '../../../contracts/error-message.ts'
import { runChild } from '../run/run-child.ts'

/** What an application did with one answer. */
export interface Tried {
  readonly believed: boolean
  /** Whether the application had not finished when the time was up. */
  readonly hung: boolean
  /** Its exit code or status in a few words. */
  readonly end: string
  /** The end of what it printed or answered. */
  readonly output: string
}

/** Makes the application under audit do its one call. */
export type Application = (milliseconds: number) => Promise<Tried>

const OUTPUT_CHARACTERS = 2_000

/** An application that is a program: exit code 0 means that it believed the answer. */
export function programApplication(command: readonly string[], environment: NodeJS.ProcessEnv): Application {
  return async (milliseconds) => {
    const limit = AbortSignal.timeout(milliseconds)
    let output = ''
    const onOutput = (text: string) => {
      output = (output + text).slice(-OUTPUT_CHARACTERS)
    }
    const code = await runChild(command, environment, { onOutput, signal: limit }).catch((error) => {
      throw new Error(`${command[0]} can't be started: ${errorMessage(error)}`, { cause: error })
    })
    const hung = limit.aborted && code !== 0
    return { believed: code === 0, hung, end: hung ? timeOver(milliseconds) : `exit code ${code}`, output }
  }
}

/**
 * An application that runs already: a status from 200 to 299 means that it believed the answer.
 *
 * @param request What is sent to its address.
 */
export function runningApplication(url: string, request: Pick<RequestInit, 'method' | 'headers' | 'body'>): Application {
  return async (milliseconds) => {
    try {
      const answer = await fetch(url, { ...request, redirect: 'manual', signal: AbortSignal.timeout(milliseconds) })
      const output = (await answer.text()).slice(-OUTPUT_CHARACTERS)
      return { believed: answer.ok, hung: false, end: `status ${answer.status}`, output }
    } catch (error) {
      const hung = error instanceof Error && error.name === 'TimeoutError'
      return { believed: false, hung, end: hung ? timeOver(milliseconds) : 'no answer', output: reasonOf(error) }
    }
  }
}

function timeOver(milliseconds: number): string {
  return `no end within ${milliseconds / 1000} s`
}

/** The message of fetch only says that it failed; the reason is in its cause. */
function reasonOf(error: unknown): string {
  return errorMessage(error instanceof Error && error.cause ? error.cause : error)
}
