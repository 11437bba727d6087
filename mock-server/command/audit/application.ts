import { errorMessage, messageOfCause } from '../../../contracts/error-message.ts'
import { runChild } from '../run/run-child.ts'

/** What an application did with one answer. */
export interface Tried {
  /** Whether the application accepted the answer as genuine. */
  readonly believed: boolean
  /** Whether the application did not finish in time. In this case, nobody knows what it did with the answer. */
  readonly timedOut: boolean
  /** How the application ended, in English and in Chinese, such as `exit code 1`. */
  readonly end: readonly [string, string]
  /** The last characters that the application printed or answered, or the reason why it gave no answer. */
  readonly output: string
}

/** Lets an application call WeChat Pay, and waits at most this many milliseconds. Returns what the application did with the answer. */
export type Application = (milliseconds: number) => Promise<Tried>

const OUTPUT_CHARACTERS = 2_000

/**
 * What to do about an application that does not finish in time, in English and in Chinese. In Java, a thread that an SDK started can keep a
 * program running.
 */
export const WHEN_TIMED_OUT = [
  'Make the application end or answer after an error, too (in Java, with System.exit), or give it more time with --timeout.',
  '请让它出错后也能结束或应答（Java 用 System.exit 退出），或用 --timeout 放宽时限。',
] as const

/** Creates an application that is started with a command. Exit code 0 means that it believed the answer. */
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
    if (!limit.aborted || code === 0) return { believed: code === 0, timedOut: false, end: [`exit code ${code}`, `退出码 ${code}`], output }
    return { ...notFinished('end', '结束', milliseconds), output }
  }
}

/** Creates an application that is already running and is called at `url`. A status from 200 to 299 means that it believed the answer. */
export function runningApplication(url: string, request: Pick<RequestInit, 'method' | 'headers' | 'body'>): Application {
  return async (milliseconds) => {
    try {
      const answer = await fetch(url, { ...request, redirect: 'manual', signal: AbortSignal.timeout(milliseconds) })
      return {
        believed: answer.ok,
        timedOut: false,
        end: [`status ${answer.status}`, `状态码 ${answer.status}`],
        output: await endOf(answer),
      }
    } catch (error) {
      const output = messageOfCause(error)
      if (error instanceof Error && error.name === 'TimeoutError') return { ...notFinished('answer', '应答', milliseconds), output }
      return { believed: false, timedOut: false, end: ['no answer', '没有应答'], output }
    }
  }
}

/** Returns the last characters of an answer's body. The whole body is not kept, because it may not fit into memory. */
async function endOf({ body }: Response): Promise<string> {
  let output = ''
  for await (const text of body?.pipeThrough(new TextDecoderStream()) ?? []) output = (output + text).slice(-OUTPUT_CHARACTERS)
  return output
}

function notFinished(verb: string, chineseVerb: string, milliseconds: number): Omit<Tried, 'output'> {
  const seconds = milliseconds / 1000
  return { believed: false, timedOut: true, end: [`it did not ${verb} within ${seconds} s`, `${seconds} 秒内没有${chineseVerb}`] }
}
