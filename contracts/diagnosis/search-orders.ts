import type { Buffer } from 'node:buffer'
import { type Body, bytesOf, withJson } from './body.ts'
import { type Budget, type Budgets, repeat } from './budget.ts'
import type { Circumstances } from './circumstances.ts'
import { type Combination, type Drafts, withOneMore } from './combine.ts'
import type { CandidateMessage, Comparison } from './compare-message.ts'
import { fieldOrders } from './field-orders.ts'
import { type Frame, type Head, permutations } from './head.ts'
import { isContainer, isJsonObject, type Json } from './json-text.ts'
import type { Axis, SigningMistake } from './mistake.ts'

type BodyCombination = Combination<Body, Buffer>

/** If the outermost object has up to this many keys, they are tried in every order. */
const ALONE_LIMIT = 8
/** If the outermost object has up to this many keys, each order is also tried together with a habit (see `headsWithHabit`). */
const HABIT_LIMIT = 6
/**
 * If the outermost object has up to this many keys, each order is also tried together with another mistake. Also the limit for the keys of
 * an inner object.
 */
const PAIR_LIMIT = 5

/** The input of the search for another order of the keys. */
export interface OrderSearch {
  /** The message without mistakes. */
  readonly right: CandidateMessage
  readonly bodies: Drafts<Body, Buffer>
  /** The heads (the lines around the body) with one mistake. */
  readonly heads: readonly Combination<Head, Frame>[]
  /** The heads with one habit: a mistake in the code that joins the lines. */
  readonly headsWithHabit: readonly Combination<Head, Frame>[]
  readonly keyOrder: Axis<Body>
  readonly circumstances: Circumstances
}

/** Tries other orders of the keys: of one inner object, then of the outermost object, then of the outermost object together with another mistake. */
export function* considerOrders(search: OrderSearch, comparison: Comparison, budgets: Budgets): Generator<void, void> {
  const { right, keyOrder } = search
  const reordered = reordering(keyOrder)
  const { json } = right.body.draft
  // Inner objects come first, because the orders of eight outermost keys may take the whole budget.
  const inner = [...innerOrders(right.body, reordered)]
  yield* comparison.consider({ heads: [right.head], bodies: inner, digestMethods: [right.digesting] }, budgets.messages)
  if (comparison.result() || !isJsonObject(json)) return
  const count = Object.keys(json).length
  if (count >= 2 && count <= ALONE_LIMIT) yield* considerAlone(right, reordered, comparison, budgets.messages)
  if (comparison.result() || count < 2 || count > HABIT_LIMIT) return
  yield* count > PAIR_LIMIT ? considerWithHabits(search, comparison, budgets.messages) : considerPairs(search, comparison, budgets)
}

/** Tries every order of the keys of the outermost object. */
function* considerAlone(
  right: CandidateMessage,
  reordered: Reordering,
  { isSigned, accept }: Comparison,
  budget: Budget,
): Generator<void, void> {
  const orders = fieldOrders(right)
  if (!orders) return
  const compare = () => {
    const message = orders.next()
    if (isSigned(message, budget)) accept(message, { ...right, body: reordered.withOrder(right.body, orders.names()) })
  }
  yield* repeat(orders.others, compare, budget)
}

/** Tries every order of the keys of the outermost object together with each habit. */
function* considerWithHabits(
  { right, headsWithHabit, keyOrder }: OrderSearch,
  comparison: Comparison,
  budget: Budget,
): Generator<void, void> {
  for (const head of headsWithHabit) {
    yield* considerAlone({ ...right, head }, reordering(keyOrder), comparison, budget)
    if (comparison.result()) return
  }
}

function* considerPairs(
  { right, bodies, heads, keyOrder, circumstances }: OrderSearch,
  comparison: Comparison,
  budgets: Budgets,
): Generator<void, void> {
  const names = Object.keys(right.body.draft.json as object)
  const all = otherOrders(names).map((order) => reordering(keyOrder).withOrder(right.body, order))
  // Normally, mistakes are added in the order of the catalogue, in which JSON layouts come before key orders. `next: 0` allows a layout
  // after a key order as well. The body is the same in both cases.
  const others = { ...bodies, mistakes: bodies.mistakes.filter(({ mistake }) => !keyOrder.mistakes.includes(mistake)) }
  const pairs = yield* withOneMore(
    all.map((body) => ({ ...body, next: 0 })),
    others,
    circumstances,
    budgets.bodies,
    true,
  )
  yield* comparison.consider({ heads: [right.head], bodies: pairs, digestMethods: [right.digesting] }, budgets.messages)
  if (!comparison.result()) yield* comparison.consider({ heads, bodies: all, digestMethods: [right.digesting] }, budgets.messages)
}

/** The bodies in which the keys of one inner object are in another order. */
function* innerOrders(right: BodyCombination, { withDraft }: Reordering): Generator<BodyCombination, void> {
  for (const path of innerObjects(right.draft.json)) {
    const names = Object.keys(Object(at(right.draft.json, path)))
    if (names.length < 2 || names.length > PAIR_LIMIT) continue
    for (const order of otherOrders(names)) {
      for (const draft of withJson(
        right.draft,
        replacedAt(right.draft.json, path, (value) => ordered(value, order)),
      ))
        yield withDraft(right, draft)
    }
  }
}

/** Every order of these names except the one given. */
function otherOrders(names: readonly string[]): string[][] {
  return permutations(names).slice(1)
}

type Path = readonly string[]

/** The search reorders the keys of at most this many inner objects. */
const INNER_LIMIT = 8

/**
 * Whether the search tries every order of the keys in the outermost object, and every order in each inner object. JavaScript puts keys such as
 * `1` first, so the search can't try every order of an inner object that has such a key.
 */
export function areAllOrdersTried(json: Json): boolean {
  const inner = allInnerObjects(json)
  const isSmall = (object: Json, limit: number) => !isJsonObject(object) || Object.keys(object).length <= limit
  const isMovable = (object: Json) =>
    Object.keys(object as object).length < 2 || !Object.keys(object as object).some((name) => /^\d+$/.test(name))
  const isTried = (object: Json) => isSmall(object, PAIR_LIMIT) && isMovable(object)
  return isSmall(json, ALONE_LIMIT) && inner.length <= INNER_LIMIT && inner.every((path) => isTried(at(json, path)))
}

function innerObjects(json: Json): Path[] {
  return allInnerObjects(json).slice(0, INNER_LIMIT)
}

function allInnerObjects(json: Json): Path[] {
  const paths: Path[] = []
  const visit = (value: Json, path: Path): void => {
    if (isJsonObject(value) && path.length > 0) paths.push(path)
    if (isContainer(value)) for (const [name, inner] of Object.entries(value)) visit(inner, [...path, name])
  }
  visit(json, [])
  return paths
}

function at(json: Json, path: Path): Json {
  return path.reduce<Json>((value, name) => (value as Record<string, Json>)[name], json)
}

function replacedAt(json: Json, [name, ...rest]: Path, change: (value: Json) => Json): Json {
  if (name === undefined) return change(json)
  const copy = Object.entries(json as object).map(([key, value]) => [key, key === name ? replacedAt(value, rest, change) : value] as const)
  return Array.isArray(json) ? copy.map(([, value]) => value) : Object.fromEntries(copy)
}

function ordered(value: Json, names: readonly string[]): Json {
  return Object.fromEntries(names.map((name) => [name, (value as Record<string, Json>)[name]]))
}

/** Creates combinations in which the keys of the body are in another order. */
interface Reordering {
  readonly withOrder: (right: BodyCombination, names: readonly string[]) => BodyCombination
  readonly withDraft: (right: BodyCombination, draft: Body) => BodyCombination
}

function reordering({ mistakes }: Axis<Body>): Reordering {
  const mistake = mistakes.at(-1) as SigningMistake<Body>
  const withDraft: Reordering['withDraft'] = (right, draft) => {
    return { draft, rendered: bytesOf(draft), last: { mistake, without: right }, next: right.next, usual: true }
  }
  return {
    withDraft,
    withOrder(right, names) {
      const [draft = right.draft] = withJson(right.draft, ordered(right.draft.json, names))
      return withDraft(right, draft)
    },
  }
}
