import { errorMessage } from '../../contracts/error-message.ts'
import { printable } from './printable.ts'

/**
 * Ends the process without a stack trace when its output can't be written. The exit code is 1, because the rest of the output is missing.
 * Prints one line about the error, for example that the disk is full. Prints nothing if the program that read the output, such as
 * `head -1`, has ended.
 */
export function endOfOutput(error: NodeJS.ErrnoException): never {
  if (error.code !== 'EPIPE') process.stderr.write(notWritten(error))
  process.exit(1)
}

/**
 * Keeps the server running when its output can't be written. Prints an error of stdout to stderr, unless the program that read stdout has
 * ended.
 */
export function outliveReader(): void {
  process.stdout.off('error', endOfOutput).off('error', tell).on('error', tell)
  process.stderr.off('error', endOfOutput).off('error', ignore).on('error', ignore)
}

function ignore(): void {}

function tell(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') process.stderr.write(notWritten(error))
}

function notWritten(error: Error): string {
  return `The output can't be written: ${printable(errorMessage(error))}\n`
}
