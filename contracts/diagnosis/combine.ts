import type { Budget } from './budget.ts'
import type { Circumstances } from './circumstances.ts'
import type { Axis, Mistake, Placeholders, SigningMistake } from './mistake.ts'

/** A mistake, and what was seen of it. */
export interface Found {
  readonly mistake: Mistake & { readonly lastResort?: boolean }
  readonly placeholders: Placeholders | undefined
}

/** What is signed when some mistakes are made together. */
export interface Combination<Draft, Rendered> {
  readonly draft: Draft
  readonly rendered: Rendered
  /** The last of its mistakes, and what it was without that; `undefined` when it has none. */
  readonly last: { readonly mistake: SigningMistake<Draft>; readonly without: Combination<Draft, Rendered> } | undefined
  /** The mistakes from this one on may be added. */
  readonly next: number
  /** Whether each mistake is made in its most usual way. */
  readonly usual: boolean
}

/** The mistakes of a combination, in the order in which they are made. */
export function foundIn<Draft>({ last, draft }: Combination<Draft, unknown>): Found[] {
  if (!last) return []
  const { mistake, without } = last
  return [...foundIn(without), { mistake, placeholders: mistake.seen?.(draft, without.draft) }]
}

/** The drafts that are combined. */
export interface Drafts<Draft, Rendered> {
  readonly mistakes: readonly OrderedMistake<Draft>[]
  readonly start: Draft
  readonly render: (draft: Draft) => Rendered
  readonly isSame: (one: Rendered, other: Rendered) => boolean
  /** What making a draft and rendering it costs, in bytes hashed. */
  readonly cost: (rendered: Rendered, draft: Draft) => number
}

/** A mistake, and which one of the list is the first of the axis behind its own. */
interface OrderedMistake<Draft> {
  readonly mistake: SigningMistake<Draft>
  readonly next: number
}

/** The mistakes of all axes in one list. */
export function inOrder<Draft>(axes: readonly Axis<Draft>[]): OrderedMistake<Draft>[] {
  const ordered: OrderedMistake<Draft>[] = []
  for (const { mistakes } of axes) {
    const next = ordered.length + mistakes.length
    ordered.push(...mistakes.map((mistake) => ({ mistake, next })))
  }
  return ordered
}

/** The draft without a mistake. */
export function withoutMistakes<Draft, Rendered>({ start, render }: Drafts<Draft, Rendered>): Combination<Draft, Rendered> {
  return { draft: start, rendered: render(start), last: undefined, next: 0, usual: true }
}

/**
 * Adds one mistake to each of these combinations, of an axis behind theirs; a mistake that changes nothing is none. Yields where everything
 * else should have its turn. Plain loops, since it makes hundreds of them in a search, of thousands that it looks at.
 *
 * @param isUsualOnly Whether the most usual way to make each mistake is all that is wanted.
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
    for (let at = without.next; at < mistakes.length; at += 1) {
      const { mistake, next } = mistakes[at] as OrderedMistake<Draft>
      let { usual } = without
      for (const draft of mistake.signs(without.draft, circumstances)) {
        const rendered = render(draft)
        if (!budget.spend(cost(rendered, draft))) return all
        if (!isSame(rendered, without.rendered)) all.push({ draft, rendered, last: { mistake, without }, next, usual })
        if (budget.takePause()) yield
        if (isUsualOnly) break
        usual = false
      }
    }
  }
  return all
}

/** From so many mistakes together on, each is looked for in its most usual way alone. */
const USUAL_FROM = 3

/** All that may have been signed of one part of a message, by the number of mistakes in it. */
export interface Candidates<Draft, Rendered> {
  /**
   * Those with so many mistakes, as many as the budget allows; made when they are first asked for. Yields where everything else should have
   * its turn.
   *
   * @param all How many mistakes there are in all parts together.
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
