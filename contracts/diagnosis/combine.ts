import type { Budget } from './budget.ts'
import type { Circumstances } from './circumstances.ts'
import type { Axis, Mistake, Places, SigningMistake } from './mistake.ts'

/** A mistake, and what was seen of it. */
export interface Found {
  readonly mistake: Mistake
  readonly places: Places | undefined
}

/** What is signed when some mistakes are made together. */
export interface Combination<Draft, Rendered> {
  readonly draft: Draft
  readonly rendered: Rendered
  /** The last of its mistakes, and what it was without that; `undefined` when it has none. */
  readonly last: { readonly mistake: SigningMistake<Draft>; readonly without: Combination<Draft, Rendered> } | undefined
  /** The axes from this one on may add a mistake. */
  readonly next: number
  /** Whether each mistake is made in its most usual way. */
  readonly usual: boolean
  /** The one axis that may add a mistake; `undefined` for all of them. */
  readonly beside: string | undefined
}

/** The mistakes of a combination, in the order in which they are made. */
export function foundIn<Draft>({ last, draft }: Combination<Draft, unknown>): Found[] {
  if (!last) return []
  const { mistake, without } = last
  return [...foundIn(without), { mistake, places: mistake.seen?.(draft, without.draft) }]
}

/** How many mistakes are looked for together; three of them in their most usual ways alone. */
export const MOST_MISTAKES = 3

/** The drafts that are combined. */
export interface Drafts<Draft, Rendered> {
  readonly axes: readonly Axis<Draft>[]
  readonly start: Draft
  readonly render: (draft: Draft) => Rendered
  readonly isSame: (one: Rendered, other: Rendered) => boolean
  /** What a rendering costs. */
  readonly cost: (rendered: Rendered) => number
}

/**
 * Combines mistakes of different axes; one that changes nothing is none. Yields between its steps.
 *
 * @returns By how many mistakes they are; as many as the budget allows.
 */
export function* combine<Draft, Rendered>(
  drafts: Drafts<Draft, Rendered>,
  circumstances: Circumstances,
  budget: Budget,
): Generator<void, Combination<Draft, Rendered>[][]> {
  const { start, render } = drafts
  const first = { draft: start, rendered: render(start), last: undefined, next: 0, usual: true, beside: undefined }
  const levels: Combination<Draft, Rendered>[][] = [[first]]
  for (let count = 0; count < MOST_MISTAKES; count += 1) {
    const level: Combination<Draft, Rendered>[] = []
    levels.push(level)
    for (const combination of levels[count] ?? []) {
      if (combination.beside === NOTHING) continue
      if (!(yield* extend(combination, count, drafts, circumstances, budget, level))) return levels
      yield
    }
  }
  return levels
}

/** In the place of an axis: what is looked for alone. */
const NOTHING = ''

/** Adds a combination of so many mistakes with one more to a level; says whether the budget allowed all of it. */
function* extend<Draft, Rendered>(
  combination: Combination<Draft, Rendered>,
  count: number,
  { axes, render, isSame, cost }: Drafts<Draft, Rendered>,
  circumstances: Circumstances,
  budget: Budget,
  level: Combination<Draft, Rendered>[],
): Generator<void, boolean> {
  const { beside, usual: isUsual } = combination
  for (let at = combination.next; at < axes.length; at += 1) {
    const axis = axes[at]
    if (!axis || (beside !== undefined && beside !== axis.id)) continue
    for (const { mistake, drafts, usual, besideNext } of ways(axis, combination.draft, circumstances, count)) {
      if (count === MOST_MISTAKES - 1 && !(isUsual && usual)) continue
      // Of what has few combinations each is much work.
      if (count === 0) yield
      for (const draft of drafts) {
        const rendered = render(draft)
        if (!budget.spend(cost(rendered))) return false
        if (isSame(rendered, combination.rendered)) continue
        const last = { mistake, without: combination }
        level.push({ draft, rendered, last, next: at + 1, usual: isUsual && usual, beside: beside === undefined ? besideNext : NOTHING })
      }
    }
  }
  return true
}

/** The ways to make a mistake of this axis beside so many others. */
function* ways<Draft>({ mistakes }: Axis<Draft>, draft: Draft, circumstances: Circumstances, others: number) {
  for (const mistake of mistakes) {
    const [first, ...more] = mistake.signs(draft, circumstances)
    if (first !== undefined) yield { mistake, drafts: [first], usual: true, besideNext: undefined }
    if (more.length > 0) yield { mistake, drafts: more, usual: false, besideNext: undefined }
    if (others > 0 || !mistake.alone) continue
    const { signs, beside = NOTHING } = mistake.alone
    yield { mistake, drafts: signs(draft, circumstances), usual: false, besideNext: beside }
  }
}
