import type { Writable } from 'node:stream'

/** Writes text that ends in a line feed. */
export type WriteLine = (text: string) => void

/** How much may wait while nobody reads, in bytes: some 5,000 lines. */
const WAITING_LIMIT = 1024 * 1024

/**
 * Writes lines to a stream that perhaps nobody reads. What waits to be read has a limit: lines beyond it are dropped, and counted in one line
 * once somebody reads again.
 */
export function createLineWriter(stream: Writable): WriteLine {
  let dropped = 0
  return (text) => {
    if (stream.writableLength < WAITING_LIMIT) {
      stream.write(text)
      return
    }
    dropped += 1
    if (dropped > 1) return
    stream.once('drain', () => {
      stream.write(`${dropped} lines are missing here: nobody read the log in time (日志未被及时读取，缺少 ${dropped} 行)\n`)
      dropped = 0
    })
  }
}
