import { Buffer } from 'node:buffer'
import { type Body, bytesOf, withJson } from './body.ts'
import { type Budget, type Budgets, repeat } from './budget.ts'
import { bodyKeyOrder } from './catalogue/body-order.ts'
import type { Circumstances } from './circumstances.ts'
import { type Combination, type Drafts, withOneMore } from './combine.ts'
import type { Comparison, Made } from './compare-message.ts'
import { type Frame, type Head, permutations } from './head.ts'
import { isContainer, isJsonObject, type Json, LAYOUTS } from './json-text.ts'
import type { SigningMistake } from './mistake.ts'

type BodyCombination = Combination<Body, Buffer>

/** The outermost object is tried in every order if it has up to this many keys. */
const ALONE_LIMIT = 8
/** Up to this many keys, its orders are also tried together with another mistake, and an inner object is tried in every order. */
const PAIR_LIMIT = 5

/** What the search for another order of the keys needs. */
export interface OrderSearch {
  /** The message without mistakes. */
  readonly right: Made
  readonly bodies: Drafts<Body, Buffer>
  /** The heads with one mistake. */
  readonly heads: readonly Combination<Head, Frame>[]
  readonly circumstances: Circumstances
}

/** Tries other orders of the keys: of the body, then of each object within it, then of the body together with another mistake. */
export function* considerOrders(search: OrderSearch, comparison: Comparison, budgets: Budgets): Generator<void, void> {
  const { right, heads } = search
  const { json } = right.body.draft
  if (!isJsonObject(json)) return
  const count = Object.keys(json).length
  if (count >= 2 && count <= ALONE_LIMIT) yield* considerAlone(right, comparison, budgets.messages)
  if (comparison.result()) return
  const inner = [...innerOrders(right.body)]
  yield* comparison.consider({ heads: [right.head], bodies: inner, digestMethods: [right.digesting] }, budgets.messages)
  if (comparison.result() || count < 2 || count > PAIR_LIMIT) return
  yield* considerPairs(search, heads, comparison, budgets)
}

/** Writes every order of the outermost object into one message. For each next order, only the last fields are written again. */
function* considerAlone(right: Made, { isSigned, accept }: Comparison, budget: Budget): Generator<void, void> {
  const names = Object.keys(right.body.draft.json as object)
  const order = names.map((_, at) => at)
  const write = fieldWriter(right, names, order)
  if (!write) return
  write(0)
  const compare = () => {
    const message = write(toNextOrder(order))
    if (isSigned(message, budget))
      accept(message, {
        ...right,
        body: reordered(
          right.body,
          order.map((at) => names[at] ?? ''),
        ),
      })
  }
  // Skips the first order, which is the one that was sent.
  yield* repeat(factorial(names.length) - 1, compare, budget)
}

/**
 * Returns a function that writes the fields of the message from a given position on; `undefined` when the layout of the body is unknown.
 *
 * @param order The indices of the fields, in the order to write them. Before each call, it may change from the given position on.
 */
function fieldWriter({ head, body }: Made, names: readonly string[], order: readonly number[]): ((from: number) => Uint8Array) | undefined {
  const { draft } = body
  const { layout, json } = draft
  if (layout === undefined) return undefined
  const isOnOneLine = layout === 'compact' || layout === 'python'
  const [open, close, comma] = isOnOneLine ? ['{', '}', layout === 'python' ? ', ' : ','] : ['{\n', '\n}', ',\n']
  const bytes = (text: string) => bytesOf({ ...draft, text, byteOrderMark: false, leading: '', trailing: '' })
  const separator = bytes(comma)
  const fields = names.map((name) =>
    bytes(LAYOUTS[layout]({ [name]: (json as Record<string, Json>)[name] }).slice(open.length, -close.length)),
  )
  const start = Buffer.concat([
    Buffer.from(head.rendered.before, 'latin1'),
    body.rendered.subarray(0, body.rendered.indexOf(bytes(open))),
    bytes(open),
  ])
  const end = Buffer.concat([body.rendered.subarray(body.rendered.lastIndexOf(bytes(close))), Buffer.from(head.rendered.after, 'latin1')])
  const message = Buffer.concat([start, ...fields.flatMap((field, at) => (at === 0 ? [field] : [separator, field])), end])
  const places = [start.length]
  return (from) => {
    let at = places[from] as number
    for (let place = from; place < order.length; place += 1) {
      places[place] = at
      if (place > 0) {
        message.set(separator, at)
        at += separator.length
      }
      const field = fields[order[place] as number] as Buffer
      message.set(field, at)
      at += field.length
    }
    return message
  }
}

/** Turns an order into the next one in lexicographic order, in place; returns the first position that changed. */
function toNextOrder(order: number[]): number {
  let first = order.length - 2
  while (first > 0 && (order[first] as number) > (order[first + 1] as number)) first -= 1
  let other = order.length - 1
  while ((order[other] as number) < (order[first] as number)) other -= 1
  swap(order, first, other)
  for (let low = first + 1, high = order.length - 1; low < high; low += 1, high -= 1) swap(order, low, high)
  return first
}

function swap(order: number[], one: number, other: number): void {
  const value = order[one] as number
  order[one] = order[other] as number
  order[other] = value
}

function factorial(number: number): number {
  return number < 2 ? 1 : number * factorial(number - 1)
}

function* considerPairs(
  { right, bodies, circumstances }: OrderSearch,
  heads: OrderSearch['heads'],
  comparison: Comparison,
  budgets: Budgets,
): Generator<void, void> {
  const names = Object.keys(right.body.draft.json as object)
  const all = otherOrders(names).map((order) => reordered(right.body, order))
  // In the catalogue, layouts come before orders; adding a layout after an order gives the same body.
  const others = { ...bodies, mistakes: bodies.mistakes.filter(({ mistake }) => !bodyKeyOrder.mistakes.includes(mistake)) }
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

/** Every order of the keys of each object within the body, one object at a time. */
function* innerOrders(right: BodyCombination): Generator<BodyCombination, void> {
  for (const path of innerObjects(right.draft.json)) {
    const names = Object.keys(Object(at(right.draft.json, path)))
    if (names.length < 2 || names.length > PAIR_LIMIT) continue
    for (const order of otherOrders(names)) {
      for (const draft of withJson(
        right.draft,
        replacedAt(right.draft.json, path, (value) => ordered(value, order)),
      ))
        yield made(right, draft)
    }
  }
}

/** Every order of these names except their own. */
function otherOrders(names: readonly string[]): string[][] {
  return permutations(names).slice(1)
}

type Path = readonly string[]

/** How many objects within the body are tried at most. */
const INNER_LIMIT = 8

function innerObjects(json: Json): Path[] {
  const paths: Path[] = []
  const visit = (value: Json, path: Path): void => {
    if (isJsonObject(value) && path.length > 0) paths.push(path)
    if (isContainer(value)) for (const [name, inner] of Object.entries(value)) visit(inner, [...path, name])
  }
  visit(json, [])
  return paths.slice(0, INNER_LIMIT)
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

function reordered(right: BodyCombination, names: readonly string[]): BodyCombination {
  const [draft = right.draft] = withJson(right.draft, ordered(right.draft.json, names))
  return made(right, draft)
}

const REORDERED = bodyKeyOrder.mistakes.find(({ id }) => id === 'body-keys-reordered') as SigningMistake<Body>

function made(right: BodyCombination, draft: Body): BodyCombination {
  return { draft, rendered: bytesOf(draft), last: { mistake: REORDERED, without: right }, next: right.next, usual: true }
}
