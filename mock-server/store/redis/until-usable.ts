import { setTimeout } from 'node:timers/promises'
import { errorMessage } from '../../../contracts/error-message.ts'
import type { Library } from './redis-client.ts'
import { MERCHANTS } from './redis-keys.ts'

const PAUSE_MILLISECONDS = 100
/** Answers of a server that will take commands later. It loads its data, runs a long script, or waits for its master or cluster. */
const IS_PASSING = /^(?:LOADING|BUSY|CLUSTERDOWN|MASTERDOWN|TRYAGAIN)\b/

/**
 * Waits until a server takes commands. A server that starts answers LOADING until it has read its data. The wait also ends when it
 * takes too long, or when the server refuses the command for a lasting reason: the next command then fails with that reason.
 *
 * @param send Sends a command to the server.
 * @param late Aborted when waiting has taken too long.
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
