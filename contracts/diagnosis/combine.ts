import { type Budget, isYieldDue } from './budget.ts'
import type { Circumstances } from './circumstances.ts'
import type { Axis, Mistake, Placeholders, SigningMistake } from './mistake.ts'

/** A mistake that was found, and the values for the placeholders in its texts. */
export interface Found {
  readonly mistake: Mistake & Pick<SigningMistake<never>, 'likelihood'>
  readonly placeholders: Placeholders | undefined
}

/** One part of a signature message, with zero or more mistakes in it. `rendered` is built from `draft`. */
export interface Combination<Draft, Rendered> {
  readonly draft: Draft
  readonly rendered: Rendered
  /** The mistake that was added last, and the combination before it was added; `undefined` when there is no mistake. */
  readonly last: { readonly mistake: SigningMistake<Draft>; readonly without: Combination<Draft, Rendered> } | undefined
  /** The index in `Drafts.mistakes` of the first mistake that may still be added. */
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

/** One part of a signature message: its correct form, `start`, and the mistakes that can be made in it. */
export interface Drafts<Draft, Rendered> {
  readonly mistakes: readonly OrderedMistake<Draft>[]
  readonly start: Draft
  readonly render: (draft: Draft) => Rendered
  readonly isSame: (one: Rendered, other: Rendered) => boolean
  /** The cost of building and rendering a draft, in bytes hashed, the unit of a {@link Budget}. */
  readonly cost: (rendered: Rendered, draft: Draft) => number
}

/** A mistake, and the index of the first mistake on the next axis. An axis is a group of mistakes that exclude each other. */
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
 * Returns a copy of `drafts` in which each mistake can be made only in its rare or its rarest ways. A mistake without such ways stays in
 * the list, because combinations hold indexes into the list.
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
 * Adds one mistake to each combination, in every way in which the mistake can be made, until the budget is spent. Each added mistake is on
 * a later axis than the mistakes already in the combination. Leaves out ways that change nothing. Yields regularly. Uses plain loops,
 * because a search looks at thousands of combinations and keeps hundreds.
 *
 * @param isUsualOnly Whether to make each mistake in its most usual way only. If `true`, combinations with a mistake made in another way
 *   are skipped.
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

/** When a message has this many mistakes or more, each mistake is tried only in its most usual way. */
const USUAL_FROM = 3

/** The combinations to try for one part of a message, by the number of mistakes in the part. */
export interface Candidates<Draft, Rendered> {
  /**
   * Returns the combinations with `count` mistakes, as many as the budget allows. The first call builds them. Yields regularly.
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
