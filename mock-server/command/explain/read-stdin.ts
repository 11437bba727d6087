import { Buffer } from 'node:buffer'

/** The largest body of a request, in bytes. */
export const BODY_LIMIT: number = 1024 * 1024

/** The most that is read from stdin, in bytes: enough for the HAR of a long session. */
export const PASTE_LIMIT: number = 32 * 1024 * 1024

/**
 * Reads stdin up to a limit.
 *
 * @param limit The most bytes that are read.
 * @throws {Error} When stdin has more bytes. The rest is not read, because what a pipe sends may never end.
 */
export async function readStdin(limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of process.stdin) {
    size += chunk.length
    if (size > limit) throw new Error(`stdin has more than ${limit} bytes: explain reads at most ${limit / 1024 / 1024} MB`)
    chunks.push(Buffer.from(chunk))
  }
  return Buffer.concat(chunks)
}
