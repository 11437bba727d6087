import { Buffer } from 'node:buffer'
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

/**
 * Reads a regular file. Refuses anything else at once, such as a pipe that nobody writes to or a device that never ends.
 *
 * @param limit The largest file, in bytes.
 * @throws {Error} When `file` is not a regular file, is larger than the limit, or can't be read. The message does not begin with the path.
 */
export async function readRegularFile(file: string, limit: number): Promise<Buffer> {
  // Without O_NONBLOCK, opening a pipe that nobody writes to would wait forever.
  await using handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK)
  const status = await handle.stat()
  if (!status.isFile()) throw new Error('it is not a regular file')
  if (status.size > limit) throw new Error(`it has ${status.size} bytes; the limit is ${limit}`)
  const bytes = await bytesWithin(limit, handle)
  if (bytes.length > limit) throw new Error(`it has more than ${limit} bytes`)
  return bytes
}

/**
 * Reads a file, and stops soon after the limit. The result may be a little longer than the limit. The reported size can't be relied on: a
 * file in /proc may have the size 0 and never end.
 */
export async function bytesWithin(limit: number, handle: FileHandle): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of handle.createReadStream({ autoClose: false })) {
    chunks.push(chunk)
    size += chunk.length
    if (size > limit) break
  }
  return Buffer.concat(chunks)
}
