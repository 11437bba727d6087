import type { Buffer } from 'node:buffer'
import { type Body, bytesOf } from './body.ts'
import { bodyCost, headCost } from './budget.ts'
import { type Digesting, digesting } from './catalogue/digesting.ts'
import { BODY_AXES, HEAD_AXES } from './catalogue/signing-axes.ts'
import { type Drafts, inOrder } from './combine.ts'
import { type Frame, frameOf, type Head } from './head.ts'

/** What a message is made of, and the mistakes in each part of it. */
export interface MessageDrafts {
  readonly heads: Drafts<Head, Frame>
  readonly bodies: Drafts<Body, Buffer>
  readonly digestings: Drafts<Digesting, Digesting>
}

/** Those of the message that should have been signed. */
export function messageDrafts(head: Head, body: Body): MessageDrafts {
  return { heads: headDrafts(head), bodies: bodyDrafts(body), digestings: DIGESTING_DRAFTS }
}

const HEAD_MISTAKES = inOrder(HEAD_AXES)
const BODY_MISTAKES = inOrder(BODY_AXES)

function headDrafts(start: Head): Drafts<Head, Frame> {
  const isSame = (one: Frame, other: Frame) => one.before === other.before && one.after === other.after
  const cost = ({ before, after }: Frame) => headCost(before.length + after.length)
  return { mistakes: HEAD_MISTAKES, start, render: frameOf, isSame, cost }
}

function bodyDrafts(start: Body): Drafts<Body, Buffer> {
  const cost = ({ length }: Buffer, { json }: Body) => bodyCost(length, json !== undefined)
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
