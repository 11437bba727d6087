import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import type { Socket } from 'node:net'

/**
 * Reads `count` bytes from a connection, and leaves the bytes after them to be read.
 *
 * @throws {Error} When the other side ends the connection earlier.
 */
export async function take(client: Socket, count: number): Promise<Buffer> {
  const taken = await takeUntil(client, ({ length }) => length >= count)
  if (taken.length > count) client.unshift(taken.subarray(count))
  return taken.subarray(0, count)
}

/**
 * Reads from a connection until the bytes are enough. May return more bytes than needed.
 *
 * @throws {Error} When the other side ends the connection earlier.
 */
export async function takeUntil(client: Socket, isEnough: (taken: Buffer) => boolean): Promise<Buffer> {
  let taken = Buffer.alloc(0)
  while (!isEnough(taken)) {
    // Reads all the bytes, because unread ones would emit `readable` again at once and keep the process busy.
    const bytes: Buffer | null = client.read()
    if (bytes) taken = Buffer.concat([taken, bytes])
    else if (client.readableEnded || client.destroyed) throw new Error('The client left')
    else await once(client, 'readable')
  }
  return taken
}
