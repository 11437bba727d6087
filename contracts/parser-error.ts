import type { Buffer } from 'node:buffer'

/** The error of Node's HTTP parser for bytes that are not a request. */
export interface ParserError extends NodeJS.ErrnoException {
  /** The last packet that the parser received. */
  readonly rawPacket?: Buffer
  /** The offset in this packet at which the parser failed. */
  readonly bytesParsed?: number
  /** What the parser found, in words. */
  readonly reason?: string
}

/**
 * The most bytes between the end of a body and the place where the parser failed. Before the parser fails, it skips line breaks, and it
 * reads letters as long as they could be the beginning of a method.
 */
const LONGEST_BEGINNING = 32

/** Returns the bytes that follow a body in the last packet; `undefined` when the end of the body is not found in that packet. */
export function bytesAfter(body: Uint8Array, { rawPacket, bytesParsed = 0 }: ParserError): Buffer | undefined {
  for (let end = bytesParsed; rawPacket && end >= Math.max(0, bytesParsed - LONGEST_BEGINNING); end -= 1) {
    const inPacket = body.subarray(-Math.min(body.length, end))
    if (end === 0 || rawPacket.subarray(end - inPacket.length, end).equals(inPacket)) return rawPacket.subarray(end)
  }
  return undefined
}
