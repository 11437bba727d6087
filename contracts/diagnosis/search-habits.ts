import type { Buffer } from 'node:buffer'
import type { Body } from './body.ts'
import type { Budgets } from './budget.ts'
import type { SentCircumstances } from './circumstances.ts'
import { type Combination, type Drafts, inRareWays, withOneMore } from './combine.ts'
import type { CandidateMessage, Comparison } from './compare-message.ts'
import type { Frame, Head } from './head.ts'
import type { Axis } from './mistake.ts'

// Habits are mistakes in the code that joins the lines of the signature message. A client repeats its habit in every request, so a habit
// can occur together with another mistake, even a rare one.

type HeadCombination = Combination<Head, Frame>
type HeadDrafts = Drafts<Head, Frame>

/** Builds heads that have one habit each, in its usual way. A head is the lines around the body. */
export function habitHeads(
  right: CandidateMessage,
  heads: HeadDrafts,
  habits: readonly Axis<Head>[],
  circumstances: SentCircumstances,
  budgets: Budgets,
): Generator<void, HeadCombination[]> {
  return withOneMore([right.head], only(heads, idsOf(habits)), circumstances, budgets.heads, true)
}

/** Returns the drafts with only these mistakes. The list of mistakes keeps its length, because combinations hold indexes into it. */
function only(drafts: HeadDrafts, ids: ReadonlySet<string>): HeadDrafts {
  const none = () => []
  const mistakes = drafts.mistakes.map(({ mistake, next }) => ({
    mistake: ids.has(mistake.id) ? mistake : { ...mistake, signedInstead: none, rare: none },
    next,
  }))
  return { ...drafts, mistakes }
}

function idsOf(axes: readonly Axis<Head>[]): Set<string> {
  return new Set(axes.flatMap(({ mistakes }) => mistakes.map(({ id }) => id)))
}

/** The input of the search for a rare mistake together with a habit. */
export interface HabitSearch {
  readonly right: CandidateMessage
  readonly heads: HeadDrafts
  /** Heads with one rare mistake each. */
  readonly rareHeads: readonly HeadCombination[]
  /** Bodies with one rare mistake each. */
  readonly rareBodies: readonly Combination<Body, Buffer>[]
  readonly habits: readonly Axis<Head>[]
  readonly circumstances: SentCircumstances
}

/** Tries rare mistakes in the target and in the body, each together with a habit. */
export function* considerHabits(search: HabitSearch, comparison: Comparison, budgets: Budgets): Generator<void, void> {
  const { right, heads, rareBodies, habits, circumstances } = search
  const digestMethods = [right.digesting]
  const withHabit = yield* habitHeads(right, heads, habits, circumstances, budgets)
  const rareHeads = search.rareHeads.filter(({ draft }) => draft.target !== right.head.draft.target)
  const rareIds = new Set(rareHeads.flatMap(({ last }) => last?.mistake.id ?? []))
  // Mistakes can be added only in the order of their axes. The axis of a rare mistake may come after the axis of a habit or before it, so
  // both orders are tried.
  const habitFirst = yield* withOneMore(withHabit, inRareWays(only(heads, rareIds)), circumstances, budgets.heads)
  const usual = rareHeads.map((head) => ({ ...head, usual: true }))
  const rareFirst = yield* withOneMore(usual, only(heads, idsOf(habits)), circumstances, budgets.heads, true)
  yield* comparison.consider({ heads: [...habitFirst, ...rareFirst], bodies: [right.body], digestMethods }, budgets.messages)
  yield* comparison.consider({ heads: withHabit, bodies: rareBodies, digestMethods }, budgets.messages)
}
