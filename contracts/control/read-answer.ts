import { Buffer } from 'node:buffer'
import { within } from '../within.ts'

/** The largest answer that is read, in bytes. */
const ANSWER_LIMIT = 64 * 1024 * 1024

/** How long to wait for each part of an answer, in milliseconds. */
const IDLE_TIMEOUT = 30_000
/** How long all parts together may take, in milliseconds. */
const WHOLE_TIMEOUT = 300_000

/**
 * Reads the body of an answer, within limits of size and time. The answer may come from another server than the mock server, and its body
 * may never end.
 *
 * @param idle How long to wait for each part, in milliseconds.
 * @throws {Error} When the body is too long, breaks off, or does not end in time. The message begins with the verb, such as
 *   `does not end`; the caller puts the subject before it.
 */
export async function readAnswer({ body }: Pick<Response, 'body'>, idle: number = IDLE_TIMEOUT): Promise<string> {
  if (!body) return ''
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  const end = performance.now() + WHOLE_TIMEOUT
  try {
    for (let bytes = 0; ; ) {
      const { done, value } = await within(Math.min(idle, end - performance.now()), reader.read(), 'does not end')
      if (done) return Buffer.concat(chunks).toString()
      bytes += value.length
      if (bytes > ANSWER_LIMIT) throw new Error(`is longer than ${ANSWER_LIMIT} bytes`)
      chunks.push(value)
    }
  } catch (error) {
    // Closes the connection, which would otherwise stay open.
    reader.cancel().catch(() => undefined)
    throw error
  }
}
