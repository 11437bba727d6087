/** At most this many shorter requests are tried, because each may start a server. */
const TRIES = 200

/**
 * Removes bytes without which a request stays wrong: first halves, then ever shorter parts.
 *
 * @returns The shortest wrong request that was found.
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
