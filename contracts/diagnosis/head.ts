/** A line of the signature message (待签名串). */
export type Line = 'method' | 'target' | 'timestamp' | 'nonce' | 'body'

/** The lines in their order. */
export const LINES: readonly Line[] = ['method', 'target', 'timestamp', 'nonce', 'body']

/** All of a signature message but its body, as a client may have put it together; a character is a byte. */
export interface Head {
  readonly method: string
  readonly target: string
  readonly timestamp: string
  readonly nonce: string
  readonly lines: readonly Line[]
  /** What stands between two lines. */
  readonly lineFeed: string
  /** What stands behind the last line. */
  readonly lastLineFeed: string
}

/** What stands before and behind the body of a message. */
export interface Frame {
  readonly before: string
  readonly after: string
}

/** Puts the lines together. */
export function frameOf(head: Head): Frame {
  const { lines, lineFeed, lastLineFeed } = head
  let before = ''
  let after = ''
  let isAfter = false
  // Thousands of times in a search: one pass, without arrays.
  for (const line of lines) {
    if (line === 'body') isAfter = true
    else if (isAfter) after += lineFeed + head[line]
    else before += head[line] + lineFeed
  }
  return { before, after: after + lastLineFeed }
}
