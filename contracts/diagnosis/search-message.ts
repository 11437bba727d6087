import type { Buffer } from 'node:buffer'
import type { Body } from './body.ts'
import type { BodySearch } from './body-search.ts'
import { type Budgets, headCost, searchBudgets } from './budget.ts'
import type { Digesting } from './catalogue/key-and-algorithm.ts'
import type { Circumstances, SentCircumstances } from './circumstances.ts'
import { type Candidates, candidatesOf, type Drafts, inOrder, inRareWays, withOneMore, withoutMistakes } from './combine.ts'
import { type CandidateMessage, type Comparison, createComparison, type Explanation } from './compare-message.ts'
import { type Frame, frameOf, type Head } from './head.ts'
import type { Axis, MistakeCatalogue } from './mistake.ts'
import type { SignedBlock } from './open-signature.ts'
import { considerHabits, type HabitSearch, habitHeads } from './search-habits.ts'
import { considerOrders } from './search-orders.ts'
import { considerTimestamps, considerTimestampsBeside } from './search-timestamps.ts'

/** A message whose signature is to be explained. */
export interface Sought {
  readonly head: Head
  readonly bodies: BodySearch
  /** The possible readings of the signature. */
  readonly blocks: readonly SignedBlock[]
  /** The part of the diagnosis's budget that this search may spend, from 0 to 1. */
  readonly share: number
  readonly catalogue: MistakeCatalogue<Head, Body, Digesting>
}

export interface Searched {
  /** `undefined` when no known mistakes explain the signature. */
  readonly explanation: Explanation | undefined
  /** Whether the search tried each mistake alone, and each pair of mistakes in their usual ways. Meaningless beside an explanation. */
  readonly isComplete: boolean
}

/** Searches for the mistakes that explain a signature. Yields regularly. */
export function* searchMessage(
  { head, bodies, blocks, share, catalogue }: Sought,
  circumstances: SentCircumstances,
): Generator<void, Searched> {
  const heads = headDrafts(head, catalogue.heads)
  const digestMethods = digestingDrafts(catalogue.digestMethods)
  const parts = partsOf(heads, bodies, digestMethods, circumstances)
  const right = { head: withoutMistakes(heads), body: bodies.right, digesting: withoutMistakes(digestMethods) }
  const budgets = searchBudgets(share, circumstances.form?.whole.length ?? 0)
  const usual = { ...budgets.usual, bodies: bodies.budget }
  const comparison = createComparison(blocks)
  yield* considerTogether(parts, countsOf(0), comparison, usual)
  if (!comparison.isRight()) yield* considerTogether(parts, countsOf(1), comparison, usual)
  const rare = comparison.result() ? NO_RARE : yield* considerRare(right, heads, bodies, circumstances, comparison, budgets.rare)
  if (!comparison.isRight()) yield* considerTogether(parts, countsOf(2), comparison, usual)
  const timestamps = budgets.timestamps()
  if (!comparison.result()) yield* considerTimestamps(right, circumstances, catalogue, comparison, timestamps)
  const { habits = [], keyOrder } = catalogue
  if (!comparison.result()) {
    yield* considerHabits({ right, heads, ...rare, habits, circumstances }, comparison, budgets.habits)
  }
  if (!comparison.result()) {
    const withOne = yield* parts.heads.level(1, 2, budgets.orders.heads)
    const usualHeads = withOne.filter(({ usual }) => usual)
    const headsWithHabit = yield* habitHeads(right, heads, habits, circumstances, budgets.orders)
    const others = { bodies: bodies.drafts, heads: usualHeads, headsWithHabit, keyOrder, circumstances }
    yield* considerOrders({ right, ...others }, comparison, budgets.orders)
  }
  if (!comparison.result()) yield* considerTogether(parts, THREE, comparison, budgets.three)
  if (!comparison.result()) yield* considerRarest(right, heads, bodies, circumstances, comparison, budgets.rarest)
  if (!comparison.result()) {
    const usualBodies = yield* parts.bodies.level(1, 1, usual.bodies)
    yield* considerTimestampsBeside(right, likelyOf(usualBodies, catalogue), circumstances, catalogue, comparison, budgets.beside())
  }
  const spent = [
    ...Object.values(usual),
    budgets.rare.messages,
    budgets.orders.messages,
    ...Object.values(budgets.rarest),
    timestamps,
  ].some(({ ranOut }) => ranOut())
  return {
    explanation: comparison.result(),
    isComplete: !spent && (bodies.right.rendered.length === 0 || bodies.body.layout !== undefined),
  }
}

/** Selects the bodies with one likely mistake, made in its usual way. The body with the likeliest mistake comes first. */
function likelyOf(bodies: readonly CandidateMessage['body'][], { likelyInBody = [] }: Sought['catalogue']): CandidateMessage['body'][] {
  const rank = ({ last }: CandidateMessage['body']) => likelyInBody.indexOf(last?.mistake.id ?? '')
  return bodies.filter((body) => body.usual && rank(body) >= 0).toSorted((one, other) => rank(one) - rank(other))
}

interface Parts {
  readonly heads: Candidates<Head, Frame>
  readonly bodies: Candidates<Body, Buffer>
  readonly digestMethods: Candidates<Digesting, Digesting>
}

function partsOf(
  heads: Drafts<Head, Frame>,
  { candidates }: BodySearch,
  digestMethods: Drafts<Digesting, Digesting>,
  circumstances: Circumstances,
): Parts {
  return { heads: candidatesOf(heads, circumstances), bodies: candidates, digestMethods: candidatesOf(digestMethods, circumstances) }
}

type Counts = readonly [inHead: number, inBody: number, inDigesting: number]

/** All ways to spread `count` mistakes over the head, the body and the digesting. The first way has all mistakes in the head. */
function countsOf(count: number): Counts[] {
  const numbers = Array.from({ length: count + 1 }, (_, number) => number)
  return numbers.flatMap((body) =>
    numbers.flatMap((digesting): Counts[] => (body + digesting <= count ? [[count - body - digesting, body, digesting]] : [])),
  )
}

/**
 * The likely ways to spread three mistakes over the parts. Serialising a body again can cause several mistakes in the body. Wrong code for
 * joining the lines can cause several mistakes in the head.
 */
const THREE: readonly Counts[] = [
  [0, 3, 0],
  [3, 0, 0],
  [1, 2, 0],
]

function* considerTogether(parts: Parts, counts: readonly Counts[], { consider }: Comparison, budgets: Budgets): Generator<void, void> {
  for (const [inHead, inBody, inDigesting] of counts) {
    const all = inHead + inBody + inDigesting
    const heads = yield* parts.heads.level(inHead, all, budgets.heads)
    const bodies = yield* parts.bodies.level(inBody, all, budgets.bodies)
    const digestMethods = yield* parts.digestMethods.level(inDigesting, all, budgets.heads)
    yield* consider({ heads, bodies, digestMethods }, budgets.messages)
  }
}

type Rare = Pick<HabitSearch, 'rareHeads' | 'rareBodies'>

const NO_RARE: Rare = { rareHeads: [], rareBodies: [] }

/** Tries each mistake by itself, in its rare ways. Returns the heads and bodies with these mistakes; `considerHabits` needs them. */
function* considerRare(
  right: CandidateMessage,
  heads: Drafts<Head, Frame>,
  bodies: BodySearch,
  circumstances: Circumstances,
  { consider }: Comparison,
  budgets: Omit<Budgets, 'bodies'>,
): Generator<void, Rare> {
  const others = { heads: [right.head], bodies: [right.body], digestMethods: [right.digesting] }
  const rareHeads = yield* withOneMore([right.head], inRareWays(heads), circumstances, budgets.heads)
  yield* consider({ ...others, heads: rareHeads }, budgets.messages)
  const rareBodies = yield* bodies.rare()
  yield* consider({ ...others, bodies: rareBodies }, budgets.messages)
  return { rareHeads, rareBodies }
}

/** Tries each mistake by itself, in its rarest ways. */
function* considerRarest(
  right: CandidateMessage,
  heads: Drafts<Head, Frame>,
  { drafts }: BodySearch,
  circumstances: SentCircumstances,
  { consider }: Comparison,
  budgets: Budgets,
): Generator<void, void> {
  const digestMethods = [right.digesting]
  const rarestHeads = yield* withOneMore([right.head], inRareWays(heads, 'rarest'), circumstances, budgets.heads)
  yield* consider({ heads: rarestHeads, bodies: [right.body], digestMethods }, budgets.messages)
  const rarestBodies = yield* withOneMore([right.body], inRareWays(drafts, 'rarest'), circumstances, budgets.bodies)
  yield* consider({ heads: [right.head], bodies: rarestBodies, digestMethods }, budgets.messages)
}

/** The lines before and after the body, and the mistakes that can be made in them. */
export function headDrafts(start: Head, axes: readonly Axis<Head>[]): Drafts<Head, Frame> {
  const isSame = (one: Frame, other: Frame) => one.before === other.before && one.after === other.after
  const cost = ({ before, after }: Frame) => headCost(before.length + after.length)
  return { mistakes: inOrder(axes), start, render: frameOf, isSame, cost }
}

function digestingDrafts(axes: readonly Axis<Digesting>[]): Drafts<Digesting, Digesting> {
  return { mistakes: inOrder(axes), start: 'none', render: (draft) => draft, isSame: (one, other) => one === other, cost: () => 0 }
}
