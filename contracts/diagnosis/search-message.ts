import { Buffer } from 'node:buffer'
import { hash } from 'node:crypto'
import { type Body, bytesOf, readBody } from './body.ts'
import { type Budget, createBudget } from './budget.ts'
import { type Digesting, digesting } from './catalogue/digesting.ts'
import { BODY_AXES, HEAD_AXES } from './catalogue/signing-axes.ts'
import type { Circumstances } from './circumstances.ts'
import { type Combination, combine, type Drafts, type Found, foundIn, MOST_MISTAKES } from './combine.ts'
import { type Frame, frameOf, type Head } from './head.ts'

/** What was signed, and which mistakes make that of the request. */
export interface Explanation {
  readonly found: readonly Found[]
  /** Other mistakes that make the same of it, by their IDs. */
  readonly sameAs: string[][]
  readonly message: Buffer
  /** What was handed to the signing function: the message, or a digest of it. */
  readonly signed: Buffer
}

/** What the search looks for. */
export interface Sought {
  readonly head: Head
  readonly body: Uint8Array
  /** Says whether this is what was signed. */
  readonly isOf: (message: Uint8Array) => boolean
}

/** In nanoseconds: together well under the 50 milliseconds that a diagnosis may take. */
const BUDGETS = { heads: 6_000_000, bodies: 8_000_000, messages: 20_000_000 }
const HEAD_COST = 500
const BODY_COST = { each: 2_000, byte: 15 }
const MESSAGE_COST = { each: 700, byte: 0.6 }

/** What a search came to. */
export interface Searched {
  /** `undefined` when none of the known mistakes explain the signature. */
  readonly explanation: Explanation | undefined
  /** Whether all was tried that there is to try: not for long messages. */
  readonly isComplete: boolean
}

/** Looks for the fewest mistakes that explain a signature. Yields between its steps. */
export function* searchMessage({ head, body, isOf }: Sought, circumstances: Circumstances): Generator<void, Searched> {
  const budgets = [createBudget(BUDGETS.heads), createBudget(BUDGETS.bodies), createBudget(BUDGETS.messages)] as const
  const candidates = {
    heads: yield* combine(headDrafts(head), circumstances, budgets[0]),
    bodies: yield* combine(bodyDrafts(body), circumstances, budgets[1]),
    digestings: yield* combine(DIGESTING_DRAFTS, circumstances, budgets[1]),
  }
  const comparison = createComparison(isOf, budgets[2])
  for (let count = 0; count < MOST_MISTAKES && !comparison.isRight(); count += 1) yield* considerTogether(candidates, count, comparison)
  // So many that they come late: in a long message all would be too many.
  if (!comparison.result()) yield* considerAlone(candidates, comparison)
  if (!comparison.result()) yield* considerTogether(candidates, MOST_MISTAKES, comparison)
  return { explanation: comparison.result(), isComplete: !budgets.some(({ ranOut }) => ranOut()) }
}

/** All that may have been signed, by the number of mistakes. */
interface Candidates {
  readonly heads: Levels<Head, Frame>
  readonly bodies: Levels<Body, Buffer>
  readonly digestings: Levels<Digesting, Digesting>
}

type Levels<Draft, Rendered> = readonly (readonly Combination<Draft, Rendered>[])[]

/** So many mistakes in all, those in the head first. */
function* considerTogether({ heads, bodies, digestings }: Candidates, count: number, { consider }: Comparison): Generator<void, void> {
  for (const [inHead, inBody, inDigesting] of partsOf(count)) {
    const [bodiesBeside, digestingsBeside] = [together(bodies[inBody], count), together(digestings[inDigesting], count)]
    for (const head of together(heads[inHead], count)) {
      for (const body of bodiesBeside) for (const digesting of digestingsBeside) consider(head, body, digesting)
      yield
    }
  }
}

/** What is looked for alone, or beside one axis alone. */
function* considerAlone({ heads, bodies, digestings }: Candidates, { consider }: Comparison): Generator<void, void> {
  for (const head of heads.flat()) {
    if (head.beside === undefined) continue
    for (const body of bodies[0] ?? []) for (const digesting of digestings[0] ?? []) consider(head, body, digesting)
    yield
  }
}

function headDrafts(start: Head): Drafts<Head, Frame> {
  const isSame = (one: Frame, other: Frame) => one.before === other.before && one.after === other.after
  return { axes: HEAD_AXES, start, render: frameOf, isSame, cost: () => HEAD_COST }
}

function bodyDrafts(body: Uint8Array): Drafts<Body, Buffer> {
  const cost = ({ length }: Buffer) => BODY_COST.each + length * BODY_COST.byte
  return { axes: BODY_AXES, start: readBody(body), render: bytesOf, isSame: (one, other) => one.equals(other), cost }
}

const DIGESTING_DRAFTS: Drafts<Digesting, Digesting> = {
  axes: [digesting],
  start: 'none',
  render: (draft) => draft,
  isSame: (one, other) => one === other,
  cost: () => 0,
}

/** Of these, the ones that may stand among so many mistakes in all. */
function together<Draft, Rendered>(
  level: readonly Combination<Draft, Rendered>[] = [],
  count: number,
): readonly Combination<Draft, Rendered>[] {
  return level.filter(({ beside, usual }) => beside === undefined && (usual || count < MOST_MISTAKES))
}

function partsOf(count: number): [head: number, body: number, digesting: number][] {
  const numbers = Array.from({ length: count + 1 }, (_, number) => number)
  return numbers.flatMap((body) =>
    numbers.flatMap((digesting): [number, number, number][] =>
      body + digesting <= count ? [[count - body - digesting, body, digesting]] : [],
    ),
  )
}

/** What was found so far. */
interface Best {
  readonly found: readonly Found[]
  readonly message: Buffer
  readonly digesting: Digesting
}

/** Compares messages with what was signed. */
interface Comparison {
  readonly consider: (head: Combination<Head, Frame>, body: Combination<Body, Buffer>, digesting: Combination<Digesting, Digesting>) => void
  readonly result: () => Explanation | undefined
  /** Whether the message is the one that is wanted. */
  readonly isRight: () => boolean
}

/** Once a message is what was signed, others are compared with that. */
function createComparison(isOf: Sought['isOf'], budget: Budget): Comparison {
  let best: Best | undefined
  const others: (readonly Found[])[] = []
  return {
    consider(head, body, digesting) {
      const length = head.rendered.before.length + body.rendered.length + head.rendered.after.length
      if ((best && length !== best.message.length) || !budget.spend(MESSAGE_COST.each + length * MESSAGE_COST.byte)) return
      const message = messageOf(head.rendered, body.rendered)
      if (best ? digesting.draft !== best.digesting || !message.equals(best.message) : !isOf(digested(message, digesting.draft))) return
      const found = [...foundIn(head), ...foundIn(body), ...foundIn(digesting)]
      if (best) others.push(found)
      else best = { found, message, digesting: digesting.draft }
    },
    result: () => best && { ...best, signed: digested(best.message, best.digesting), sameAs: sameAs(best.found, others) },
    isRight: () => best?.found.length === 0,
  }
}

function messageOf({ before, after }: Frame, body: Buffer): Buffer {
  const message = Buffer.allocUnsafe(before.length + body.length + after.length)
  message.write(before, 'latin1')
  body.copy(message, before.length)
  message.write(after, before.length + body.length, 'latin1')
  return message
}

function digested(message: Buffer, form: Digesting): Buffer {
  if (form === 'none') return message
  if (form === 'bytes') return hash('sha256', message, 'buffer')
  if (form === 'base64') return Buffer.from(hash('sha256', message, 'base64'))
  const digits = hash('sha256', message, 'hex')
  return Buffer.from(form === 'HEX' ? digits.toUpperCase() : digits)
}

/** Each once, and none that only adds a mistake to a simpler one. */
function sameAs(best: readonly Found[], others: readonly (readonly Found[])[]): string[][] {
  const kept: string[][] = [idsOf(best)]
  for (const found of others) {
    const ids = idsOf(found)
    if (!kept.some((simpler) => simpler.every((id) => ids.includes(id)))) kept.push(ids)
  }
  return kept.slice(1)
}

function idsOf(found: readonly Found[]): string[] {
  return found.map(({ mistake }) => mistake.id)
}
