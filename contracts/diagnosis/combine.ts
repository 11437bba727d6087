import type { Budget } from './budget.ts'
import type { Circumstances } from './circumstances.ts'
import type { Axis, Mistake, Places, SigningMistake } from './mistake.ts'

/** A mistake, and what was seen of it. */
export interface Found {
  readonly mistake: Mistake & { readonly lastResort?: boolean }
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
  /** What it costs to make a draft and to render it. */
  readonly cost: (rendered: Rendered, draft: Draft) => number
}

/** The draft without a mistake. */
export function withoutMistakes<Draft, Rendered>({ start, render }: Drafts<Draft, Rendered>): Combination<Draft, Rendered> {
  return { draft: start, rendered: render(start), last: undefined, next: 0, usual: true }
}

/**
 * Adds one mistake to each of these combinations, of an axis behind theirs; a mistake that changes nothing is none.
 *
 * @param count How many mistakes there are then.
 */
export function* withOneMore<Draft, Rendered>(
  combinations: readonly Combination<Draft, Rendered>[],
  count: number,
  drafts: Drafts<Draft, Rendered>,
  circumstances: Circumstances,
  budget: Budget,
): Generator<Combination<Draft, Rendered>, void> {
  for (const combination of combinations) {
    for (let at = combination.next; at < drafts.axes.length; at += 1) {
      for (const mistake of drafts.axes[at]?.mistakes ?? []) {
        if (budget.ranOut()) return
        const signs = mistake.signs(combination.draft, circumstances)
        yield* made({ combination, mistake, signs, next: at + 1, isUsualOnly: count === MOST_MISTAKES }, drafts, budget)
      }
    }
  }
}

/** The rare ways to make one mistake. */
export function* madeRarely<Draft, Rendered>(
  drafts: Drafts<Draft, Rendered>,
  circumstances: Circumstances,
  budget: Budget,
): Generator<Combination<Draft, Rendered>, void> {
  const combination = withoutMistakes(drafts)
  for (const mistake of drafts.axes.flatMap(({ mistakes }) => mistakes)) {
    const signs = mistake.alone?.(combination.draft, circumstances) ?? []
    yield* made({ combination, mistake, signs, next: drafts.axes.length }, drafts, budget)
  }
}

/** A mistake to be made. */
interface ToMake<Draft, Rendered> {
  readonly combination: Combination<Draft, Rendered>
  readonly mistake: SigningMistake<Draft>
  /** The ways to make it. */
  readonly signs: Iterable<Draft>
  readonly next: number
  readonly isUsualOnly?: boolean
}

/** Makes a mistake in each way, as long as the budget allows it. */
function* made<Draft, Rendered>(
  { combination, mistake, signs, next, isUsualOnly = false }: ToMake<Draft, Rendered>,
  { render, isSame, cost }: Drafts<Draft, Rendered>,
  { spend }: Budget,
): Generator<Combination<Draft, Rendered>, void> {
  if (isUsualOnly && !combination.usual) return
  let usual = true
  for (const draft of signs) {
    const rendered = render(draft)
    if (!spend(cost(rendered, draft))) return
    if (!isSame(rendered, combination.rendered))
      yield { draft, rendered, last: { mistake, without: combination }, next, usual: usual && combination.usual }
    if (isUsualOnly) return
    usual = false
  }
}
