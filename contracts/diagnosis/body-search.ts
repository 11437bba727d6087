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
 * The bodies that may have been signed instead of the body that was sent. They don't depend on the lines around the body, so a diagnosis
 * that tries several versions of those lines builds the bodies once.
 */
export interface BodySearch {
  readonly body: Body
  /** The body without mistakes. */
  readonly right: Combination<Body, Buffer>
  readonly drafts: Drafts<Body, Buffer>
  readonly candidates: Candidates<Body, Buffer>
  /** Returns the bodies with one mistake made in a rare way. They are built at the first call. Yields regularly. */
  readonly rare: () => Generator<void, readonly Combination<Body, Buffer>[]>
  /** The budget for building the `candidates`. */
  readonly budget: Budget
}

/** @param share How much of the budgets for building bodies may be spent, from 0 to 1. */
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
