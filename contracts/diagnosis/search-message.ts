import type { Buffer } from 'node:buffer'
import { type Body, bytesOf, readBody } from './body.ts'
import { type Budget, createBudget } from './budget.ts'
import { type Candidates, candidatesOf } from './candidates.ts'
import { type Digesting, digesting } from './catalogue/digesting.ts'
import { BODY_AXES, HEAD_AXES } from './catalogue/signing-axes.ts'
import type { Circumstances } from './circumstances.ts'
import { type Drafts, MOST_MISTAKES, madeRarely, withoutMistakes } from './combine.ts'
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

/** In nanoseconds of a processor of 2.5 GHz: together under the 50 milliseconds that a diagnosis may take, once it is compiled. */
const LIMITS = { heads: 3_000_000, bodies: 6_000_000, messages: 13_500_000, rare: 9_500_000, third: 3_000_000 }
const HEAD_COST = { each: 650, byte: 6 }
const BODY_COST = { each: 2_000, byte: 8, jsonByte: 25 }

/** After how many messages the search yields: a yield costs a tenth of a comparison, unless the body is long. */
const PACE = 8
const LONG_BODY = 4_096

/** What a search came to. */
export interface Searched {
  /** `undefined` when none of the known mistakes explain the signature. */
  readonly explanation: Explanation | undefined
  /** Whether all was tried that there is to try, alone and two together: not for long messages, and not in a body whose layout is not known. */
  readonly isComplete: boolean
}

/** Looks for the fewest mistakes that explain a signature. Yields between its steps. */
export function* searchMessage({ head, body: sent, blocks, share }: Sought, circumstances: Circumstances): Generator<void, Searched> {
  const body = readBody(sent)
  const budgetOf = (limit: number) => createBudget(limit * share)
  const parts = {
    heads: candidatesOf(headDrafts(head), circumstances),
    bodies: candidatesOf(bodyDrafts(body), circumstances),
    digestings: candidatesOf(DIGESTING_DRAFTS, circumstances),
  }
  const budgets = { heads: budgetOf(LIMITS.heads), bodies: budgetOf(LIMITS.bodies), messages: budgetOf(LIMITS.messages) }
  const rare = budgetOf(LIMITS.rare)
  const comparison = createComparison(blocks)
  for (let count = 0; count < MOST_MISTAKES && !comparison.isRight(); count += 1) yield* considerTogether(parts, count, comparison, budgets)
  if (!comparison.result()) yield* considerRare(headDrafts(head), bodyDrafts(body), circumstances, comparison, rare)
  const isTried = ![...Object.values(budgets), rare].some(({ ranOut }) => ranOut())
  const third = budgetOf(LIMITS.third)
  if (!comparison.result()) yield* considerTogether(parts, MOST_MISTAKES, comparison, { heads: third, bodies: third, messages: third })
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

/** So many mistakes in all, those in the head first. */
function* considerTogether(parts: Parts, count: number, { consider }: Comparison, budgets: Budgets): Generator<void, void> {
  for (const [inHead, inBody, inDigesting] of partsOf(count)) {
    const heads = yield* parts.heads.level(inHead, count, budgets.heads)
    const bodies = yield* parts.bodies.level(inBody, count, budgets.bodies)
    const digestings = yield* parts.digestings.level(inDigesting, count, budgets.bodies)
    for (const head of heads) {
      for (const [index, body] of bodies.entries()) {
        for (const digesting of digestings) consider({ head, body, digesting }, budgets.messages)
        if (index % PACE === 0 || body.rendered.length > LONG_BODY) yield
      }
    }
  }
}

/** What is not combined with every other mistake. */
function* considerRare(
  heads: Drafts<Head, Frame>,
  bodies: Drafts<Body, Buffer>,
  circumstances: Circumstances,
  comparison: Comparison,
  budget: Budget,
): Generator<void, void> {
  const right = { head: withoutMistakes(heads), body: withoutMistakes(bodies), digesting: withoutMistakes(DIGESTING_DRAFTS) }
  for (const head of madeRarely(heads, circumstances, budget)) {
    comparison.consider({ ...right, head }, budget)
    yield
  }
  yield* considerTimestamps(right, circumstances, comparison, budget)
}

function headDrafts(start: Head): Drafts<Head, Frame> {
  const isSame = (one: Frame, other: Frame) => one.before === other.before && one.after === other.after
  const cost = ({ before, after }: Frame) => HEAD_COST.each + (before.length + after.length) * HEAD_COST.byte
  return { axes: HEAD_AXES, start, render: frameOf, isSame, cost }
}

function bodyDrafts(start: Body): Drafts<Body, Buffer> {
  const cost = ({ length }: Buffer, { json }: Body) => BODY_COST.each + length * (json === undefined ? BODY_COST.byte : BODY_COST.jsonByte)
  return { axes: BODY_AXES, start, render: bytesOf, isSame: (one, other) => one.equals(other), cost }
}

const DIGESTING_DRAFTS: Drafts<Digesting, Digesting> = {
  axes: [digesting],
  start: 'none',
  render: (draft) => draft,
  isSame: (one, other) => one === other,
  cost: () => 0,
}

function partsOf(count: number): [head: number, body: number, digesting: number][] {
  const numbers = Array.from({ length: count + 1 }, (_, number) => number)
  return numbers.flatMap((body) =>
    numbers.flatMap((digesting): [number, number, number][] =>
      body + digesting <= count ? [[count - body - digesting, body, digesting]] : [],
    ),
  )
}
