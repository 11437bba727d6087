/** A piece of a line in one of two compared messages. `differs` says whether the other message differs in this place. */
export interface Piece {
  readonly text: string
  readonly differs: boolean
}

/** A line of the left message, and the line of the right message beside it. A side is `undefined` when its message has no such line. */
export interface LinePair {
  readonly left: readonly Piece[] | undefined
  readonly right: readonly Piece[] | undefined
}

/** If the product of both line counts exceeds the square of this limit, lines are paired by position instead of by content. */
const LINES_LIMIT = 300
/** A difference with more characters than this is marked as a whole. */
const CHARACTERS_LIMIT = 600

/**
 * Compares two messages by lines, and different lines by characters. A line feed that ends one of the messages but not the other is a
 * difference.
 */
export function compareMessages(left: string, right: string): LinePair[] {
  const [ours, theirs] = [linesOf(left), linesOf(right)]
  return pairs(ours, theirs).map(([one, other]) => {
    if (one === undefined || other === undefined)
      return {
        left: one === undefined ? undefined : [{ text: one, differs: true }],
        right: other === undefined ? undefined : [{ text: other, differs: true }],
      }
    const [leftPieces, rightPieces] = comparePair(one, other)
    return { left: leftPieces, right: rightPieces }
  })
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

type Pair = readonly [string | undefined, string | undefined]

/** Pairs equal lines, and pairs the lines between them in order. */
function pairs(left: readonly string[], right: readonly string[]): Pair[] {
  const kept = left.length * right.length > LINES_LIMIT ** 2 ? [] : commonOf(left, right)
  const result: Pair[] = []
  let [i, j] = [0, 0]
  for (const [toI, toJ] of [...kept, [left.length, right.length] as const]) {
    while (i < toI || j < toJ) result.push([i < toI ? left[i++] : undefined, j < toJ ? right[j++] : undefined])
    if (toI < left.length || toJ < right.length) result.push([left[i++], right[j++]])
  }
  return result
}

/** Finds a longest common subsequence of two lists. Returns the positions of each common item in both lists. */
function commonOf<Item>(left: readonly Item[], right: readonly Item[]): (readonly [number, number])[] {
  const width = right.length + 1
  const lengths = new Uint16Array((left.length + 1) * width)
  for (let i = left.length - 1; i >= 0; i -= 1)
    for (let j = right.length - 1; j >= 0; j -= 1)
      lengths[i * width + j] =
        left[i] === right[j]
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0)
  const found: (readonly [number, number])[] = []
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    if (left[i] === right[j]) found.push([i++, j++])
    else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0)) i += 1
    else j += 1
  }
  return found
}

function comparePair(left: string, right: string): [Piece[], Piece[]] {
  const [one, other] = [[...left], [...right]]
  let start = 0
  while (start < one.length && start < other.length && one[start] === other[start]) start += 1
  let end = 0
  while (end < one.length - start && end < other.length - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end += 1
  const [head, tail] = [one.slice(0, start), one.slice(one.length - end)]
  const [middle, otherMiddle] = [one.slice(start, one.length - end), other.slice(start, other.length - end)]
  const isShort = middle.length <= CHARACTERS_LIMIT && otherMiddle.length <= CHARACTERS_LIMIT
  const common = isShort ? commonOf(middle, otherMiddle) : []
  return [
    joined(head, marked(middle, new Set(common.map(([i]) => i))), tail),
    joined(head, marked(otherMiddle, new Set(common.map(([, j]) => j))), tail),
  ]
}

function marked(characters: readonly string[], common: ReadonlySet<number>): Piece[] {
  return characters.map((text, index) => ({ text, differs: !common.has(index) }))
}

/** Joins neighbouring pieces that have the same value of `differs`. */
function joined(head: readonly string[], middle: readonly Piece[], tail: readonly string[]): Piece[] {
  const result: { text: string; differs: boolean }[] = []
  for (const piece of [{ text: head.join(''), differs: false }, ...middle, { text: tail.join(''), differs: false }]) {
    const last = result.at(-1)
    if (last?.differs === piece.differs) last.text += piece.text
    else if (piece.text !== '') result.push({ ...piece })
  }
  return result
}
