import { Buffer } from 'node:buffer'
import type { Placeholders } from './mistake.ts'

/** A line of the signature message (待签名串). */
export type Line = 'method' | 'target' | 'timestamp' | 'nonce' | 'body'

/** The lines of the signature message in the correct order. */
export const LINES: readonly Line[] = ['method', 'target', 'timestamp', 'nonce', 'body']

/** The signature message without its body, as a client may have built it. Each character is one byte. */
export interface Head {
  readonly method: string
  readonly target: string
  readonly timestamp: string
  readonly nonce: string
  readonly lines: readonly Line[]
  /** The text between two lines. */
  readonly lineFeed: string
  /** The text after the last line. */
  readonly lastLineFeed: string
}

/** The text before and after the body of a message. */
export interface Frame {
  readonly before: string
  readonly after: string
}

export function frameOf(head: Head): Frame {
  const { lines, lineFeed, lastLineFeed } = head
  let before = ''
  let after = ''
  let isAfter = false
  // This is one pass without arrays, because a search calls this function thousands of times.
  for (const line of lines) {
    if (line === 'body') isAfter = true
    else if (isAfter) after += lineFeed + head[line]
    else before += head[line] + lineFeed
  }
  return { before, after: after + lastLineFeed }
}

/** Makes the placeholders for a mistake in this line: `signed` is the line that was signed, and `sent` is the line that was sent. */
export function seenLine(line: Exclude<Line, 'body'>): (signed: Head, sent: Head) => Placeholders {
  // A head has one character for each byte. Decoding the bytes as UTF-8 makes the line readable.
  const text = (head: Head) => Buffer.from(head[line], 'latin1').toString()
  return (signed, sent) => ({ signed: text(signed), sent: text(sent) })
}

/** All orders of these items. The first is the given order. */
export function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]))
}
