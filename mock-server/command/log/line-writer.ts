import type { Writable } from 'node:stream'

/** Writes text that ends in a line feed. */
export type WriteLine = (text: string) => void

/** While nobody reads the stream, about this many bytes are kept for it. That is enough for some 5,000 lines. */
const WAITING_LIMIT = 1024 * 1024

/**
 * Creates a function that writes lines to a stream. It writes the lines of one turn of the event loop together. If nobody reads the stream, the
 * function keeps about 1 MB and drops further lines. Once somebody reads again, one line says how many lines are missing.
 *
 * @param toLine Turns the message about missing lines into a line in the format of the other lines, such as JSON.
 */
export function createLineWriter(stream: Writable, toLine: (text: string) => string = (text) => `${text}\n`): WriteLine {
  let lines = ''
  let dropped = 0

  function flush(): void {
    stream.write(lines)
    lines = ''
  }
  function drop(): void {
    dropped += 1
    if (dropped > 1) return
    stream.once('drain', () => {
      const missing = dropped === 1 ? '1 line is' : `${dropped} lines are`
      stream.write(toLine(`${missing} missing here: nobody read the log in time (日志未被及时读取，缺少 ${dropped} 行)`))
      dropped = 0
    })
  }

  // Writes the last lines even if the process exits before the next turn of the event loop.
  process.once('exit', flush)
  return (text) => {
    if (stream.writableLength + lines.length >= WAITING_LIMIT) return drop()
    if (lines === '') setImmediate(flush)
    lines += text
  }
}
