import { Buffer } from 'node:buffer'
import { hash } from 'node:crypto'
import type { Body } from './body.ts'
import { type Budget, comparisonCost, OTHER_LENGTH_COST, PSS_WEIGHT, repeat } from './budget.ts'
import type { Digesting } from './catalogue/key-and-algorithm.ts'
import { type Combination, type Found, foundIn } from './combine.ts'
import type { Frame, Head } from './head.ts'
import type { SignedBlock } from './open-signature.ts'

/** The message that was signed, and the mistakes that produce this message. */
export interface Explanation {
  readonly found: readonly Found[]
  /** Other combinations of mistakes that produce the same message, as lists of IDs. */
  readonly sameAs: string[][]
  readonly message: Buffer
  /** The input of the signing function: the message, or a digest of it. */
  readonly signed: Buffer
}

/**
 * The parts from which messages are built. A head is the lines around the body. Each head is combined with each body and each way of
 * digesting.
 */
export interface MessageParts {
  readonly heads: readonly Combination<Head, Frame>[]
  readonly bodies: readonly Combination<Body, Buffer>[]
  readonly digestMethods: readonly Combination<Digesting, Digesting>[]
}

export interface CandidateMessage {
  readonly head: Combination<Head, Frame>
  readonly body: Combination<Body, Buffer>
  readonly digesting: Combination<Digesting, Digesting>
}

/** A comparison of messages with a signature. */
export interface Comparison {
  /** Whether this message was signed; `false` when the budget is spent. */
  readonly isSigned: (message: Uint8Array, budget: Budget) => boolean
  /** Records a message that was signed, and the mistakes that produce it. */
  readonly accept: (message: Uint8Array, parts: CandidateMessage) => void
  /** Compares the messages that are built from these parts, until the budget is spent. Yields regularly. */
  readonly consider: (parts: MessageParts, budget: Budget) => Generator<void, void>
  /** `undefined` until a signed message is found. */
  readonly result: () => Explanation | undefined
  /** Whether the correct message was signed. */
  readonly isRight: () => boolean
}

interface Signed {
  readonly message: Buffer
  readonly digesting: Digesting
}

/**
 * Creates a comparison of messages with a signature. Once a message matches, later messages are compared with this message instead of the
 * signature.
 *
 * @param blocks The content of the signature, read with each key that may have signed.
 */
export function createComparison(blocks: readonly SignedBlock[]): Comparison {
  const { matches, costOf } = testOf(blocks)
  let signed: Signed | undefined
  const explanations: (readonly Found[])[] = []
  const writer = createMessageWriter()

  function accept(message: Uint8Array, { head, body, digesting }: CandidateMessage): void {
    signed ??= { message: Buffer.from(message), digesting: digesting.draft }
    explanations.push([...foundIn(head), ...foundIn(body), ...foundIn(digesting)])
  }

  function considerOne(
    head: CandidateMessage['head'],
    body: CandidateMessage['body'],
    digestMethods: MessageParts['digestMethods'],
    { spend }: Budget,
  ): void {
    const length = writer.lengthWith(body.rendered)
    const isOtherLength = signed !== undefined && length !== signed.message.length
    if (!spend(isOtherLength ? OTHER_LENGTH_COST : costOf(length) * digestMethods.length) || isOtherLength) return
    const message = writer.write(body.rendered)
    for (const digesting of digestMethods) {
      const form = digesting.draft
      const wasSigned = signed ? form === signed.digesting && signed.message.equals(message) : matches(digested(message, form))
      if (wasSigned) accept(message, { head, body, digesting })
    }
  }

  return {
    isSigned: (message, { spend }) => spend(costOf(message.length)) && matches(message),
    accept,
    consider({ heads, bodies, digestMethods }, budget) {
      const compare = (index: number) => {
        const bodyIndex = index % bodies.length
        const head = heads[(index - bodyIndex) / bodies.length]
        const body = bodies[bodyIndex]
        if (head && bodyIndex === 0) writer.begin(head.rendered)
        if (head && body) considerOne(head, body, digestMethods, budget)
      }
      return repeat(heads.length * bodies.length, compare, budget)
    },
    result: () => signed && explained(signed, explanations),
    isRight: () => explanations[0]?.length === 0,
  }
}

function testOf(blocks: readonly SignedBlock[]): Pick<SignedBlock, 'matches'> & { readonly costOf: (bytes: number) => number } {
  const [first] = blocks
  const weight = blocks.reduce((sum, { padding }) => sum + (padding === 'PSS' ? PSS_WEIGHT : 1), 0)
  return {
    matches: first && blocks.length === 1 ? first.matches : (message) => blocks.some((block) => block.matches(message)),
    costOf: (bytes) => weight * comparisonCost(bytes),
  }
}

function digested<Message extends Uint8Array>(message: Message, form: Digesting): Message | Buffer {
  if (form === 'none') return message
  if (form === 'bytes') return hash('sha256', message, 'buffer')
  if (form === 'base64') return Buffer.from(hash('sha256', message, 'base64'))
  const digits = hash('sha256', message, 'hex')
  return Buffer.from(form === 'HEX' ? digits.toUpperCase() : digits)
}

/** @param explanations One or more explanations of this message. */
function explained({ message, digesting }: Signed, explanations: readonly (readonly Found[])[]): Explanation {
  const [found = [], ...others] = explanations.toSorted((one, other) => rank(one) - rank(other))
  return { found, sameAs: sameAs(found, others), message, signed: digested(message, digesting) }
}

/**
 * Returns the rank of an explanation; the explanation with the lowest rank is the best. The rank is the number of mistakes, plus a penalty
 * for the least likely of them.
 */
function rank(found: readonly Found[]): number {
  return found.length + Math.max(0, ...found.map(({ mistake }) => RANK_PENALTY[mistake.likelihood ?? 'usual']))
}

const RANK_PENALTY = { usual: 0, less: 0.5, last: 100 } as const

/** Returns a list of mistake IDs for each other explanation. Leaves out an explanation that has all mistakes of an earlier explanation. */
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

/** Writes thousands of messages into the same memory, one after another. The text before the body is written once for many bodies. */
interface MessageWriter {
  /** Sets the text before and after the body, for the messages that follow. */
  readonly begin: (frame: Frame) => void
  /** The length of the message with this body, in bytes. */
  readonly lengthWith: (body: Uint8Array) => number
  /** Writes the message with this body and returns it. The next call overwrites the message. */
  readonly write: (body: Uint8Array) => Uint8Array
}

function createMessageWriter(): MessageWriter {
  let space = Buffer.allocUnsafe(1_024)
  /** Views of the beginning of `space`, by length. They are kept, because thousands of messages have the same few lengths. */
  const views = new Map<number, Uint8Array>()
  let start = 0
  let after = Buffer.alloc(0)
  let lastAfter = ''
  const lengthWith = (body: Uint8Array) => start + body.length + after.length
  const reserve = (length: number) => {
    if (length <= space.length) return
    const larger = Buffer.allocUnsafe(2 * length)
    larger.set(space.subarray(0, start))
    space = larger
    views.clear()
  }
  return {
    begin(frame) {
      reserve(frame.before.length)
      start = space.write(frame.before, 'latin1')
      // Most heads have the same text after the body: a line feed.
      if (frame.after !== lastAfter) after = Buffer.from(frame.after, 'latin1')
      lastAfter = frame.after
    },
    lengthWith,
    write(body) {
      const length = lengthWith(body)
      reserve(length)
      space.set(body, start)
      space.set(after, start + body.length)
      const view = views.get(length) ?? space.subarray(0, length)
      views.set(length, view)
      return view
    },
  }
}
