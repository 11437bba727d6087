import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import type { Socket } from 'node:net'

/**
 * Reads exactly `count` bytes from a connection. The bytes after them can still be read.
 *
 * @throws {Error} When the connection ends before `count` bytes have arrived.
 */
export async function take(client: Socket, count: number): Promise<Buffer> {
  const taken = await takeUntil(client, ({ length }) => length >= count)
  if (taken.length > count) client.unshift(taken.subarray(count))
  return taken.subarray(0, count)
}

/**
 * Reads from a connection until `isEnough` returns true. May return more bytes than `isEnough` needs.
 *
 * @param isEnough Called with all the bytes read so far.
 * @throws {Error} When the connection ends before the bytes are enough.
 */
export async function takeUntil(client: Socket, isEnough: (taken: Buffer) => boolean): Promise<Buffer> {
  let taken = Buffer.alloc(0)
  while (!isEnough(taken)) {
    // Reads all the bytes that have arrived. Otherwise, the connection would emit `readable` again at once and keep the process busy.
    const bytes: Buffer | null = client.read()
    if (bytes) taken = Buffer.concat([taken, bytes])
    else if (client.readableEnded || client.destroyed) throw new Error('The client left')
    else await once(client, 'readable')
  }
  return taken
}
