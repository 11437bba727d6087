import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import { Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { readBytes } from '../settings/read-file.ts'
import type { ExplainOptions } from './explain-options.ts'

/** The largest body of a request, in bytes. */
export const BODY_LIMIT: number = 1024 * 1024

/** The largest paste, in bytes: enough for the HAR of a long session. */
export const PASTE_LIMIT: number = 32 * 1024 * 1024

/** A program that starts this command has this much time to write the first bytes to a pipe. */
const FIRST_BYTES_MILLISECONDS = 1_000

/**
 * Reads what is to be explained: the file that the command line names, or stdin. Nothing is read from a terminal.
 *
 * @throws {Error} When it can't be read, or has more bytes than {@link PASTE_LIMIT}.
 */
export async function readPasted({ file }: ExplainOptions): Promise<Buffer> {
  if (file !== undefined) return readBytes('The file', file, PASTE_LIMIT / 1024 / 1024)
  return process.stdin.isTTY ? Buffer.alloc(0) : readStdin(PASTE_LIMIT)
}

/**
 * Like {@link readStdin}, for input that may be left out. A pipe on which nothing comes within a second counts as empty, because a build server may
 * keep stdin open without sending anything.
 */
export async function readOptionalStdin(): Promise<Buffer> {
  // Node gives a pipe as a socket, and a file as another kind of stream.
  if (!(process.stdin instanceof Socket)) return readStdin(PASTE_LIMIT)
  const isUsed = await Promise.race([once(process.stdin, 'readable').then(() => true), setTimeout(FIRST_BYTES_MILLISECONDS, false)])
  if (isUsed) return readStdin(PASTE_LIMIT)
  process.stdin.destroy()
  return Buffer.alloc(0)
}

/**
 * Reads all of stdin, within a limit, because stdin may never end.
 *
 * @param limit In bytes.
 * @throws {Error} When stdin has more bytes.
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
