import type { Buffer } from 'node:buffer'
import { type Body, bytesOf, readBody } from './body.ts'
import { type Budget, createBudget } from './budget.ts'
import { type Candidates, candidatesOf } from './candidates.ts'
import { type Digesting, digesting } from './catalogue/digesting.ts'
import { BODY_AXES, HEAD_AXES } from './catalogue/signing-axes.ts'
import type { Circumstances } from './circumstances.ts'
import { type Drafts, inOrder, withOneMore, withoutMistakes } from './combine.ts'
import { type Comparison, createComparison, type Explanation } from './compare-message.ts'
import { type Frame, frameOf, type Head } from './head.ts'
import type { SignedBlock } from './read-block.ts'
import { considerTimestamps } from './search-timestamps.ts'

/** What the search looks for. */
export interface Sought {
  readonly head: Head
  readonly body: Uint8Array
  /** What the signature may hold. */
  readonly blocks: readonly SignedBlock[]
  /** How much of all that a diagnosis may cost this search may take. */
  readonly share: number
}

/** In nanoseconds of a processor of 2.5 GHz: together under the 50 milliseconds that a diagnosis may take. */
const LIMITS = { heads: 2_000_000, bodies: 3_000_000, messages: 10_500_000, rare: 6_800_000, third: 1_000_000 }
const HEAD_COST = { each: 650, byte: 6 }
const BODY_COST = { each: 2_000, byte: 8, jsonByte: 25 }

/** What a search came to. */
export interface Searched {
  /** `undefined` when none of the known mistakes explain the signature. */
  readonly explanation: Explanation | undefined
  /** Whether all was tried that there is to try, alone and two together: not for long messages, and not in a body whose layout is not known. */
  readonly isComplete: boolean
}

/** Looks for the fewest mistakes that explain a signature. Yields where everything else should have its turn. */
export function* searchMessage({ head, body: sent, blocks, share }: Sought, circumstances: Circumstances): Generator<void, Searched> {
  const body = readBody(sent)
  const drafts = { heads: headDrafts(head), bodies: bodyDrafts(body), digestings: DIGESTING_DRAFTS }
  const parts = {
    heads: candidatesOf(drafts.heads, circumstances),
    bodies: candidatesOf(drafts.bodies, circumstances),
    digestings: candidatesOf(drafts.digestings, circumstances),
  }
  const budgetOf = (limit: number) => createBudget(limit * share)
  const budgets = { heads: budgetOf(LIMITS.heads), bodies: budgetOf(LIMITS.bodies), messages: budgetOf(LIMITS.messages) }
  const comparison = createComparison(blocks)
  for (const count of [0, 1, 2]) if (!comparison.isRight()) yield* considerTogether(parts, partsOf(count), comparison, budgets)
  // Short messages leave something for these.
  const rare = createBudget(LIMITS.rare * share + budgets.messages.left())
  if (!comparison.result()) yield* considerRare(drafts, circumstances, comparison, rare)
  const isTried = ![...Object.values(budgets), rare].some(({ ranOut }) => ranOut())
  const third = budgetOf(LIMITS.third)
  if (!comparison.result()) yield* considerTogether(parts, THREE, comparison, { heads: third, bodies: third, messages: third })
  return { explanation: comparison.result(), isComplete: isTried && (sent.length === 0 || body.layout !== undefined) }
}

/** What making candidates and comparing messages may cost. */
interface Budgets {
  readonly heads: Budget
  readonly bodies: Budget
  readonly messages: Budget
}

interface Parts {
  readonly heads: Candidates<Head, Frame>
  readonly bodies: Candidates<Body, Buffer>
  readonly digestings: Candidates<Digesting, Digesting>
}

/** How many mistakes there are in each part. */
type Counts = readonly [inHead: number, inBody: number, inDigesting: number]

/** So many mistakes in all, those in the head first. */
function partsOf(count: number): Counts[] {
  const numbers = Array.from({ length: count + 1 }, (_, number) => number)
  return numbers.flatMap((body) =>
    numbers.flatMap((digesting): Counts[] => (body + digesting <= count ? [[count - body - digesting, body, digesting]] : [])),
  )
}

/** Three mistakes, as far as they are likely together: a serialiser with other habits makes several at once. */
const THREE: readonly Counts[] = [
  [0, 3, 0],
  [1, 2, 0],
  [2, 1, 0],
]

function* considerTogether(parts: Parts, counts: readonly Counts[], { consider }: Comparison, budgets: Budgets): Generator<void, void> {
  for (const [inHead, inBody, inDigesting] of counts) {
    const all = inHead + inBody + inDigesting
    const heads = yield* parts.heads.level(inHead, all, budgets.heads)
    const bodies = yield* parts.bodies.level(inBody, all, budgets.bodies)
    const digestings = yield* parts.digestings.level(inDigesting, all, budgets.bodies)
    yield* consider({ heads, bodies, digestings }, budgets.messages)
  }
}

interface AllDrafts {
  readonly heads: Drafts<Head, Frame>
  readonly bodies: Drafts<Body, Buffer>
  readonly digestings: Drafts<Digesting, Digesting>
}

/** What is not combined with every other mistake. */
function* considerRare(
  { heads, bodies, digestings }: AllDrafts,
  circumstances: Circumstances,
  comparison: Comparison,
  budget: Budget,
): Generator<void, void> {
  const right = { head: withoutMistakes(heads), body: withoutMistakes(bodies), digesting: withoutMistakes(digestings) }
  const rareHeads = yield* withOneMore([right.head], { ...heads, mistakes: alone(heads.mistakes) }, circumstances, budget)
  yield* comparison.consider({ heads: rareHeads, bodies: [right.body], digestings: [right.digesting] }, budget)
  const rareBodies = yield* withOneMore([right.body], { ...bodies, mistakes: alone(bodies.mistakes) }, circumstances, budget)
  yield* comparison.consider({ heads: [right.head], bodies: rareBodies, digestings: [right.digesting] }, budget)
  yield* considerTimestamps(right, circumstances, comparison, budget)
}

/** What each mistake adds to the ways that are combined with others. */
function alone<Draft>(mistakes: Drafts<Draft, unknown>['mistakes']): Drafts<Draft, unknown>['mistakes'] {
  return mistakes.flatMap(({ mistake, next }) => (mistake.alone ? [{ mistake: { ...mistake, signs: mistake.alone }, next }] : []))
}

const HEAD_MISTAKES = inOrder(HEAD_AXES)
const BODY_MISTAKES = inOrder(BODY_AXES)

function headDrafts(start: Head): Drafts<Head, Frame> {
  const isSame = (one: Frame, other: Frame) => one.before === other.before && one.after === other.after
  const cost = ({ before, after }: Frame) => HEAD_COST.each + (before.length + after.length) * HEAD_COST.byte
  return { mistakes: HEAD_MISTAKES, start, render: frameOf, isSame, cost }
}

function bodyDrafts(start: Body): Drafts<Body, Buffer> {
  const cost = ({ length }: Buffer, { json }: Body) => BODY_COST.each + length * (json === undefined ? BODY_COST.byte : BODY_COST.jsonByte)
  return { mistakes: BODY_MISTAKES, start, render: bytesOf, isSame: isSameBytes, cost }
}

function isSameBytes(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && one.equals(other)
}

const DIGESTING_DRAFTS: Drafts<Digesting, Digesting> = {
  mistakes: inOrder([digesting]),
  start: 'none',
  render: (draft) => draft,
  isSame: (one, other) => one === other,
  cost: () => 0,
}
