import type { Placeholders } from './mistake.ts'

/** A line of the signature message (待签名串). */
export type Line = 'method' | 'target' | 'timestamp' | 'nonce' | 'body'

/** The lines in their order. */
export const LINES: readonly Line[] = ['method', 'target', 'timestamp', 'nonce', 'body']

/** A signature message without its body, as a client may have put it together; each character stands for one byte. */
export interface Head {
  readonly method: string
  readonly target: string
  readonly timestamp: string
  readonly nonce: string
  readonly lines: readonly Line[]
  /** What separates two lines. */
  readonly lineFeed: string
  /** What ends the last line. */
  readonly lastLineFeed: string
}

/** The text before and after the body of a message. */
export interface Frame {
  readonly before: string
  readonly after: string
}

/** Writes the lines around the body. */
export function frameOf(head: Head): Frame {
  const { lines, lineFeed, lastLineFeed } = head
  let before = ''
  let after = ''
  let isAfter = false
  // A search calls this thousands of times: one pass, without arrays.
  for (const line of lines) {
    if (line === 'body') isAfter = true
    else if (isAfter) after += lineFeed + head[line]
    else before += head[line] + lineFeed
  }
  return { before, after: after + lastLineFeed }
}

/** The placeholders of a mistake in this line: the line as it was signed and as it was sent. */
export function seenLine(line: Exclude<Line, 'body'>): (signed: Head, sent: Head) => Placeholders {
  return (signed, sent) => ({ signed: signed[line], sent: sent[line] })
}

/** All orders of these items, the given one among them. */
export function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]))
}
