/** At most this many shorter requests are tried, because each try may start a server. */
const TRIES = 200

/**
 * Shortens a request for which `isWrong` is true. Removes halves, then ever shorter parts, and keeps each removal after which `isWrong` is
 * still true.
 *
 * @returns The shortest request found for which `isWrong` is true.
 */
export async function smallest(request: Buffer, isWrong: (shorter: Buffer) => Promise<boolean>): Promise<Buffer> {
  let tries = 0
  let least = request
  for (let length = Math.ceil(request.length / 2); length >= 1; length = length === 1 ? 0 : Math.ceil(length / 2)) {
    for (let at = 0; at < least.length && tries < TRIES; tries++) {
      const shorter = Buffer.concat([least.subarray(0, at), least.subarray(at + length)])
      if (await isWrong(shorter)) least = shorter
      else at += length
    }
  }
  return least
}
