import { Buffer } from 'node:buffer'
import { hash } from 'node:crypto'
import type { Body } from './body.ts'
import { type Budget, comparisonCost, OTHER_LENGTH_COST, PSS_WEIGHT, repeat } from './budget.ts'
import type { Digesting } from './catalogue/key-and-algorithm.ts'
import { type Combination, type Found, foundIn } from './combine.ts'
import type { Frame, Head } from './head.ts'
import type { SignedBlock } from './open-signature.ts'

/** What was signed, and which mistakes make that of the request. */
export interface Explanation {
  readonly found: readonly Found[]
  /** Other mistakes that make the same of it, by their IDs. */
  readonly sameAs: string[][]
  readonly message: Buffer
  /** What was handed to the signing function: the message, or a digest of it. */
  readonly signed: Buffer
}

/** The parts of messages that may have been signed: each head with each body, digested in each of these ways. */
export interface MessageParts {
  readonly heads: readonly Combination<Head, Frame>[]
  readonly bodies: readonly Combination<Body, Buffer>[]
  readonly digestings: readonly Combination<Digesting, Digesting>[]
}

/** One message that may have been signed. */
export interface Made {
  readonly head: Combination<Head, Frame>
  readonly body: Combination<Body, Buffer>
  readonly digesting: Combination<Digesting, Digesting>
}

/** Compares messages with what was signed. */
export interface Comparison {
  /** Whether a message is what was signed, as far as the budget allows to look. */
  readonly isSigned: (message: Uint8Array, budget: Budget) => boolean
  /** Takes a message that is signed, and the mistakes that make it. */
  readonly accept: (message: Uint8Array, made: Made) => void
  /** Compares all of these as far as the budget allows it. Yields where everything else should have its turn. */
  readonly consider: (parts: MessageParts, budget: Budget) => Generator<void, void>
  /** `undefined` as long as none is what was signed. */
  readonly result: () => Explanation | undefined
  /** Whether the message is the one that is wanted. */
  readonly isRight: () => boolean
}

/** What was signed. */
interface Signed {
  readonly message: Buffer
  readonly digesting: Digesting
}

/**
 * Once a message is what was signed, others are compared with that.
 *
 * @param blocks What the signature may hold.
 */
export function createComparison(blocks: readonly SignedBlock[]): Comparison {
  const [first] = blocks
  const isOf = first && blocks.length === 1 ? first.isOf : (message: Uint8Array) => blocks.some((block) => block.isOf(message))
  const weight = blocks.reduce((sum, { padding }) => sum + (padding === 'PSS' ? PSS_WEIGHT : 1), 0)
  const costOf = (length: number) => weight * comparisonCost(length)
  let signed: Signed | undefined
  const explanations: (readonly Found[])[] = []
  const writer = createMessageWriter()

  function isIt(message: Uint8Array, digesting: Digesting): boolean {
    return signed ? digesting === signed.digesting && signed.message.equals(message) : isOf(digested(message, digesting))
  }

  function accept(message: Uint8Array, { head, body, digesting }: Made): void {
    signed ??= { message: Buffer.from(message), digesting: digesting.draft }
    explanations.push([...foundIn(head), ...foundIn(body), ...foundIn(digesting)])
  }

  function considerOne(head: Made['head'], body: Made['body'], digestings: MessageParts['digestings'], { spend }: Budget): void {
    const length = writer.lengthWith(body.rendered)
    const isOfOtherLength = signed !== undefined && length !== signed.message.length
    if (!spend(isOfOtherLength ? OTHER_LENGTH_COST : costOf(length) * digestings.length) || isOfOtherLength) return
    const message = writer.write(body.rendered)
    for (const digesting of digestings) if (isIt(message, digesting.draft)) accept(message, { head, body, digesting })
  }

  return {
    isSigned: (message, { spend }) => spend(costOf(message.length)) && isOf(message),
    accept,
    consider({ heads, bodies, digestings }, budget) {
      const compare = (time: number) => {
        const inBodies = time % bodies.length
        const head = heads[(time - inBodies) / bodies.length]
        const body = bodies[inBodies]
        if (!head || !body) return
        if (inBodies === 0) writer.begin(head.rendered)
        considerOne(head, body, digestings, budget)
      }
      return repeat(heads.length * bodies.length, compare, budget)
    },
    result: () => signed && explained(signed, explanations),
    isRight: () => explanations[0]?.length === 0,
  }
}

function digested<Message extends Uint8Array>(message: Message, form: Digesting): Message | Buffer {
  if (form === 'none') return message
  if (form === 'bytes') return hash('sha256', message, 'buffer')
  if (form === 'base64') return Buffer.from(hash('sha256', message, 'base64'))
  const digits = hash('sha256', message, 'hex')
  return Buffer.from(form === 'HEX' ? digits.toUpperCase() : digits)
}

/** @param explanations Of the same message, at least one. */
function explained({ message, digesting }: Signed, explanations: readonly (readonly Found[])[]): Explanation {
  const [found = [], ...others] = explanations.toSorted((one, other) => rank(one) - rank(other))
  return { found, sameAs: sameAs(found, others), message, signed: digested(message, digesting) }
}

/** The fewest mistakes first; as they were found when there are as many. */
function rank(found: readonly Found[]): number {
  return found.length + (found.some(({ mistake }) => mistake.lastResort) ? 0.5 : 0)
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

/** Writes messages one after the other, thousands in a search: all in one place, and what stands before the bodies once for many. */
export interface MessageWriter {
  /** What stands before and behind the bodies from now on. */
  readonly begin: (frame: Frame) => void
  /** How long the message with this body is, in bytes. */
  readonly lengthWith: (body: Uint8Array) => number
  /** The message with this body; the next one is written over it. */
  readonly write: (body: Uint8Array) => Uint8Array
}

export function createMessageWriter(): MessageWriter {
  let space = new Uint8Array(1_024)
  let before: Uint8Array = new Uint8Array(0)
  let after: Uint8Array = before
  let lastAfter = ''
  const lengthWith = (body: Uint8Array) => before.length + body.length + after.length
  return {
    begin(frame) {
      before = Buffer.from(frame.before, 'latin1')
      // Most often the same as before, a line feed.
      if (frame.after !== lastAfter) after = Buffer.from(frame.after, 'latin1')
      lastAfter = frame.after
      if (before.length > space.length) space = new Uint8Array(2 * before.length)
      space.set(before)
    },
    lengthWith,
    write(body) {
      const length = lengthWith(body)
      if (length > space.length) {
        space = new Uint8Array(2 * length)
        space.set(before)
      }
      space.set(body, before.length)
      space.set(after, before.length + body.length)
      return space.subarray(0, length)
    },
  }
}
