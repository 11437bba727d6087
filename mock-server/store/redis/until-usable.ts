import { setTimeout } from 'node:timers/promises'
import { errorMessage } from '../../../contracts/error-message.ts'
import type { Library } from './redis-client.ts'
import { MERCHANTS } from './redis-keys.ts'

const PAUSE_MILLISECONDS = 100
/** Answers of a server that will take commands later: it loads its data, runs a long script, or waits for the rest of its cluster. */
const IS_PASSING = /^(?:LOADING|BUSY|CLUSTERDOWN|MASTERDOWN|TRYAGAIN)\b/

/**
 * Waits until a server takes commands. A server that starts answers every command with LOADING until it has read its data. The waiting also ends when
 * it has taken too long, and when the server refuses the command for a reason that does not pass: the next command then fails with the reason.
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
