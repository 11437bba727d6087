import { errorMessage } from '../../contracts/error-message.ts'
import { printable } from './printable.ts'

/**
 * Ends the process when its output can't be written, without a stack trace: in silence when the reader went away, as `head -1` does, and with one
 * line when, for example, the disk is full. The exit code is 1, since the rest of the output is missing.
 */
export function endOfOutput(error: NodeJS.ErrnoException): never {
  if (error.code !== 'EPIPE') process.stderr.write(`The output can't be written: ${printable(errorMessage(error))}\n`)
  process.exit(1)
}

/** Lets the server run on when the reader of its output goes away. */
export function outliveReader(): void {
  for (const stream of [process.stdout, process.stderr]) stream.off('error', endOfOutput).off('error', ignore).on('error', ignore)
}

function ignore(): void {}
