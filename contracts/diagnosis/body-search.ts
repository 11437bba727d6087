import type { Buffer } from 'node:buffer'
import { type Body, bytesOf, readBody } from './body.ts'
import { type Budget, bodyBudgets, bodyCost } from './budget.ts'
import type { SentCircumstances } from './circumstances.ts'
import {
  type Candidates,
  type Combination,
  candidatesOf,
  type Drafts,
  inOrder,
  inRareWays,
  withOneMore,
  withoutMistakes,
} from './combine.ts'
import type { Axis } from './mistake.ts'

/**
 * The bodies that may have been signed instead of the body that was sent. They don't depend on the other lines of the signature message.
 * So a diagnosis that tries several versions of those lines builds the bodies only once.
 */
export interface BodySearch {
  readonly body: Body
  /** The body that was sent, without any mistake in it. */
  readonly right: Combination<Body, Buffer>
  readonly drafts: Drafts<Body, Buffer>
  readonly candidates: Candidates<Body, Buffer>
  /** Returns the bodies that have one mistake, made in a rare way. The first call builds the bodies, and yields regularly. */
  readonly rare: () => Generator<void, readonly Combination<Body, Buffer>[]>
  /** The budget for building the `candidates`. */
  readonly budget: Budget
}

/** @param share The share of the budgets for building bodies that may be spent, from 0 to 1. */
export function createBodySearch(
  sent: Uint8Array,
  axes: readonly Axis<Body>[],
  share: number,
  circumstances: SentCircumstances,
): BodySearch {
  const body = readBody(sent)
  const drafts = bodyDrafts(body, axes)
  const right = withoutMistakes(drafts)
  const budgets = bodyBudgets(share, circumstances.form?.whole.length ?? 0)
  let rare: readonly Combination<Body, Buffer>[] | undefined
  return {
    body,
    right,
    drafts,
    candidates: candidatesOf(drafts, circumstances),
    budget: budgets.usual,
    *rare() {
      rare ??= yield* withOneMore([right], inRareWays(drafts), circumstances, budgets.rare)
      return rare
    },
  }
}

function bodyDrafts(start: Body, axes: readonly Axis<Body>[]): Drafts<Body, Buffer> {
  const cost = ({ length }: Buffer, { json }: Body) => bodyCost(length, json !== undefined)
  return { mistakes: inOrder(axes), start, render: bytesOf, isSame: isSameBytes, cost }
}

function isSameBytes(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && one.equals(other)
}
