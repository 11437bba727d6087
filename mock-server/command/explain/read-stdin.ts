import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import { Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { readBytes } from '../settings/read-file.ts'
import type { ExplainOptions } from './explain-options.ts'

/** The largest body of a request, in bytes. */
export const BODY_LIMIT: number = 1024 * 1024

/** The largest file or stdin that `explain` reads, in bytes. It is enough for the HAR of a long session. */
export const PASTE_LIMIT: number = 32 * 1024 * 1024

/** How long {@link readOptionalStdin} waits for the first bytes on a pipe, in milliseconds. */
const FIRST_BYTES_MILLISECONDS = 1_000

/**
 * Reads what is to be explained: the file that the command line names, or else stdin. When stdin is a terminal, returns no bytes.
 *
 * @throws {Error} When the file or stdin can't be read, or has more bytes than {@link PASTE_LIMIT}.
 */
export async function readPasted({ file }: ExplainOptions): Promise<Buffer> {
  if (file !== undefined) return readBytes('The file', file, PASTE_LIMIT / 1024 / 1024)
  return process.stdin.isTTY ? Buffer.alloc(0) : readStdin(PASTE_LIMIT)
}

/**
 * Reads stdin when the input is optional. When stdin is a pipe and no bytes come within a second, returns no bytes: a build server may keep
 * stdin open without ever writing to it.
 */
export async function readOptionalStdin(): Promise<Buffer> {
  // When stdin is a pipe, process.stdin is a Socket. When stdin is a file, process.stdin is another kind of stream.
  if (!(process.stdin instanceof Socket)) return readStdin(PASTE_LIMIT)
  const isUsed = await Promise.race([once(process.stdin, 'readable').then(() => true), setTimeout(FIRST_BYTES_MILLISECONDS, false)])
  if (isUsed) return readStdin(PASTE_LIMIT)
  process.stdin.destroy()
  return Buffer.alloc(0)
}

/**
 * Reads stdin to its end, up to a limit. Without the limit, an endless stdin would fill the memory.
 *
 * @param limit The largest number of bytes.
 * @throws {Error} When stdin has more bytes than the limit.
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
