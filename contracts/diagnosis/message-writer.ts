import { Buffer } from 'node:buffer'
import type { Frame } from './head.ts'

/** Writes messages one after the other, thousands in a search: all in one place, and what stands before the bodies once for many. */
export interface MessageWriter {
  /** What stands before and behind the bodies from now on. */
  readonly begin: (frame: Frame) => void
  /** How long the message with this body is, in bytes. */
  readonly lengthWith: (body: Uint8Array) => number
  /** The message with this body; the next one is written over it. */
  readonly write: (body: Uint8Array) => Uint8Array
}

export function createMessageWriter(): MessageWriter {
  let space = new Uint8Array(1_024)
  let before: Uint8Array = new Uint8Array(0)
  let after: Uint8Array = before
  let lastAfter = ''
  const lengthWith = (body: Uint8Array) => before.length + body.length + after.length
  return {
    begin(frame) {
      before = Buffer.from(frame.before, 'latin1')
      // Most often the same as before, a line feed.
      if (frame.after !== lastAfter) after = Buffer.from(frame.after, 'latin1')
      lastAfter = frame.after
      if (before.length > space.length) space = new Uint8Array(2 * before.length)
      space.set(before)
    },
    lengthWith,
    write(body) {
      const length = lengthWith(body)
      if (length > space.length) {
        space = new Uint8Array(2 * length)
        space.set(before)
      }
      space.set(body, before.length)
      space.set(after, before.length + body.length)
      return space.subarray(0, length)
    },
  }
}
