import { Buffer } from 'node:buffer'
import { hash } from 'node:crypto'
import type { Body } from './body.ts'
import type { Budget } from './budget.ts'
import type { Digesting } from './catalogue/digesting.ts'
import { type Combination, type Found, foundIn } from './combine.ts'
import type { Frame, Head } from './head.ts'
import type { SignedBlock } from './read-block.ts'

/** What was signed, and which mistakes make that of the request. */
export interface Explanation {
  readonly found: readonly Found[]
  /** Other mistakes that make the same of it, by their IDs. */
  readonly sameAs: string[][]
  readonly message: Buffer
  /** What was handed to the signing function: the message, or a digest of it. */
  readonly signed: Buffer
}

/** A message that may have been signed, in its parts. */
export interface Candidate {
  readonly head: Combination<Head, Frame>
  readonly body: Combination<Body, Buffer>
  readonly digesting: Combination<Digesting, Digesting>
}

/** Compares messages with what was signed. */
export interface Comparison {
  /** Whether a message is what was signed, as far as the budget allows to look. */
  readonly isSigned: (message: Buffer, budget: Budget) => boolean
  /** Compares one as far as the budget allows it. */
  readonly consider: (candidate: Candidate, budget: Budget) => void
  /** `undefined` as long as none is what was signed. */
  readonly result: () => Explanation | undefined
  /** Whether the message is the one that is wanted. */
  readonly isRight: () => boolean
}

/** In nanoseconds of a processor of 2.5 GHz without instructions for SHA-256. */
const COST = { each: 1_500, known: 600, byte: 3.5 }

/** How much more it costs to compare a message with a block of PSS. */
const PSS_WEIGHT = 3

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
  const isOf = (message: Uint8Array) => blocks.some((block) => block.isOf(message))
  const weight = blocks.reduce((sum, { padding }) => sum + (padding === 'PSS' ? PSS_WEIGHT : 1), 0)
  let signed: Signed | undefined
  const explanations: (readonly Found[])[] = []
  return {
    isSigned: (message, { spend }) => spend(weight * (COST.known + message.length * COST.byte)) && isOf(message),
    consider(candidate, { spend }) {
      const { head, body, digesting } = candidate
      const length = head.rendered.before.length + body.rendered.length + head.rendered.after.length
      if ((signed && length !== signed.message.length) || !spend(weight * (COST.each + length * COST.byte))) return
      const message = messageOf(head.rendered, body.rendered, length)
      if (signed ? digesting.draft !== signed.digesting || !message.equals(signed.message) : !isOf(digested(message, digesting.draft)))
        return
      signed ??= { message, digesting: digesting.draft }
      explanations.push([...foundIn(head), ...foundIn(body), ...foundIn(digesting)])
    },
    result: () => signed && explained(signed, explanations),
    isRight: () => explanations[0]?.length === 0,
  }
}

function messageOf({ before, after }: Frame, body: Buffer, length: number): Buffer {
  const message = Buffer.allocUnsafe(length)
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
