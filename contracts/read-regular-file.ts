import type { Buffer } from 'node:buffer'
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'

/**
 * Reads a regular file. Refuses anything else at once, such as a pipe that nobody writes to or a device that never ends.
 *
 * @param limit The largest file, in bytes.
 * @throws {Error} When it is not a regular file, is larger than the limit, or can't be read. The message does not begin with the path.
 */
export async function readRegularFile(file: string, limit: number): Promise<Buffer> {
  // Without O_NONBLOCK, opening a pipe that nobody writes to would wait forever.
  await using handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK)
  const status = await handle.stat()
  if (!status.isFile()) throw new Error('it is not a regular file')
  if (status.size > limit) throw new Error(`it has ${status.size} bytes; the limit is ${limit}`)
  return handle.readFile()
}
