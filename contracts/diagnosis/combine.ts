import { type Budget, isYieldDue } from './budget.ts'
import type { Circumstances } from './circumstances.ts'
import type { Axis, Mistake, Placeholders, SigningMistake } from './mistake.ts'

/** A mistake that was found, and the values for the placeholders in its texts. */
export interface Found {
  readonly mistake: Mistake & Pick<SigningMistake<never>, 'likelihood'>
  readonly placeholders: Placeholders | undefined
}

/** One part of a message with no, one or several mistakes in it. */
export interface Combination<Draft, Rendered> {
  readonly draft: Draft
  readonly rendered: Rendered
  /** The last mistake, and the combination without it; `undefined` when there is no mistake. */
  readonly last: { readonly mistake: SigningMistake<Draft>; readonly without: Combination<Draft, Rendered> } | undefined
  /** The index, in the list of mistakes, of the first mistake that may be added. */
  readonly next: number
  /** Whether every mistake is made in its most usual way. */
  readonly usual: boolean
}

/** The mistakes of a combination, in the order in which they were added. */
export function foundIn<Draft>({ last, draft }: Combination<Draft, unknown>): Found[] {
  if (!last) return []
  const { mistake, without } = last
  return [...foundIn(without), { mistake, placeholders: mistake.seen?.(draft, without.draft) }]
}

/** One part of a message: its correct draft, and the mistakes that can be made in it. */
export interface Drafts<Draft, Rendered> {
  readonly mistakes: readonly OrderedMistake<Draft>[]
  readonly start: Draft
  readonly render: (draft: Draft) => Rendered
  readonly isSame: (one: Rendered, other: Rendered) => boolean
  /** The cost of building and rendering a draft, in the unit of a budget: the time to hash one byte. */
  readonly cost: (rendered: Rendered, draft: Draft) => number
}

/** A mistake, and the index of the first mistake on the next axis. */
interface OrderedMistake<Draft> {
  readonly mistake: SigningMistake<Draft>
  readonly next: number
}

export function inOrder<Draft>(axes: readonly Axis<Draft>[]): OrderedMistake<Draft>[] {
  const ordered: OrderedMistake<Draft>[] = []
  for (const { mistakes } of axes) {
    const next = ordered.length + mistakes.length
    ordered.push(...mistakes.map((mistake) => ({ mistake, next })))
  }
  return ordered
}

/**
 * The drafts with only the rare or the rarest ways of each mistake. The list of mistakes keeps its length, because combinations hold indexes into it.
 */
export function inRareWays<Draft, Rendered>(drafts: Drafts<Draft, Rendered>, ways: 'rare' | 'rarest' = 'rare'): Drafts<Draft, Rendered> {
  const mistakes = drafts.mistakes.map(({ mistake, next }) => ({
    mistake: { ...mistake, signedInstead: mistake[ways] ?? (() => []) },
    next,
  }))
  return { ...drafts, mistakes }
}

export function withoutMistakes<Draft, Rendered>({ start, render }: Drafts<Draft, Rendered>): Combination<Draft, Rendered> {
  return { draft: start, rendered: render(start), last: undefined, next: 0, usual: true }
}

/**
 * Extends these combinations by one mistake on a later axis, in each of its ways, until the budget is spent. Leaves out ways that change
 * nothing. Yields regularly. Uses plain loops, because a search looks at thousands of combinations and keeps hundreds.
 *
 * @param isUsualOnly Whether to make each mistake in its most usual way only. Combinations with other ways are then skipped.
 */
export function* withOneMore<Draft, Rendered>(
  combinations: readonly Combination<Draft, Rendered>[],
  { mistakes, render, isSame, cost }: Drafts<Draft, Rendered>,
  circumstances: Circumstances,
  budget: Budget,
  isUsualOnly = false,
): Generator<void, Combination<Draft, Rendered>[]> {
  const all: Combination<Draft, Rendered>[] = []
  for (const without of combinations) {
    if (isUsualOnly && !without.usual) continue
    const isLong = isYieldDue(cost(without.rendered, without.draft))
    for (let at = without.next; at < mistakes.length; at += 1) {
      const { mistake, next } = mistakes[at] as OrderedMistake<Draft>
      let { usual } = without
      for (const draft of mistake.signedInstead(without.draft, circumstances)) {
        const rendered = draft === without.draft ? without.rendered : render(draft)
        if (!budget.spend(cost(rendered, draft))) return all
        if (!isSame(rendered, without.rendered)) all.push({ draft, rendered, last: { mistake, without }, next, usual })
        if (budget.shouldYield()) yield
        if (isUsualOnly) break
        usual = false
      }
      // Trying a mistake on a long text takes time even if the mistake does not apply.
      if (isLong) yield
    }
  }
  return all
}

/** With this many mistakes or more, each is tried only in its most usual way. */
const USUAL_FROM = 3

/** The candidates for one part of a message, by the number of mistakes in it. */
export interface Candidates<Draft, Rendered> {
  /**
   * The candidates with `count` mistakes, as many as the budget allows. They are built at the first call. Yields regularly.
   *
   * @param all The number of mistakes in all parts of the message together.
   */
  readonly level: (count: number, all: number, budget: Budget) => Generator<void, readonly Combination<Draft, Rendered>[]>
}

export function candidatesOf<Draft, Rendered>(drafts: Drafts<Draft, Rendered>, circumstances: Circumstances): Candidates<Draft, Rendered> {
  const levels: Combination<Draft, Rendered>[][] = [[withoutMistakes(drafts)]]
  return {
    *level(count, all, budget) {
      while (levels.length <= count) {
        const isUsualOnly = levels.length >= USUAL_FROM
        levels.push(yield* withOneMore(levels.at(-1) ?? [], drafts, circumstances, budget, isUsualOnly))
      }
      const level = levels[count] ?? []
      return all < USUAL_FROM ? level : level.filter(({ usual }) => usual)
    },
  }
}
