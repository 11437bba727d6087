import { setTimeout } from 'node:timers/promises'
import { errorMessage } from '../../../contracts/error-message.ts'
import type { Library } from './redis-client.ts'
import { MERCHANTS } from './redis-keys.ts'

const PAUSE_MILLISECONDS = 100
/**
 * Matches the errors of a Redis server that will accept commands later. Such a server is loading its data, running a long script, or
 * waiting for its master or cluster.
 */
const IS_PASSING = /^(?:LOADING|BUSY|CLUSTERDOWN|MASTERDOWN|TRYAGAIN)\b/

/**
 * Waits until a Redis server accepts commands. After its start, a server refuses commands with the error `LOADING` until it has read its
 * data. The wait also ends when `late` is aborted. It ends too when the server refuses a command for a lasting reason, and the next command
 * then fails for that reason.
 *
 * @param send Sends a command to the server.
 * @param late A signal that is aborted when the wait has taken too long.
 */
export async function untilUsable(
  { ErrorReply }: Pick<Library, 'ErrorReply'>,
  send: (words: string[]) => Promise<unknown>,
  late: AbortSignal,
): Promise<void> {
  const isUsable = () =>
    send(['ZCARD', MERCHANTS]).then(
      () => true,
      (error) => error instanceof ErrorReply && !IS_PASSING.test(errorMessage(error)),
    )
  while (!late.aborted && !(await isUsable())) await setTimeout(PAUSE_MILLISECONDS)
}
