import { Buffer } from 'node:buffer'
import { type Body, bytesOf, withJson } from './body.ts'
import { type Budget, type Budgets, repeat } from './budget.ts'
import { bodyKeyOrder } from './catalogue/body-order.ts'
import type { Circumstances } from './circumstances.ts'
import { type Combination, type Drafts, withOneMore } from './combine.ts'
import type { Comparison, Made } from './compare-message.ts'
import type { Frame, Head } from './head.ts'
import { isContainer, isJsonObject, type Json, LAYOUTS } from './json-text.ts'
import type { SigningMistake } from './mistake.ts'

type BodyCombination = Combination<Body, Buffer>

/** An object with up to this many keys is tried in every order, and together with another mistake. */
const ALONE_LIMIT = 8
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

/** Tries every order of the keys of a body: alone, then together with another mistake, then in the objects within the body. */
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

/** Writes the orders of the outermost object into one message, from one field to the next, without serialising it again. */
function* considerAlone(right: Made, { isSigned, accept }: Comparison, budget: Budget): Generator<void, void> {
  const { draft } = right.body
  const fields = Object.keys(draft.json as object)
  const write = fieldWriter(right, fields)
  if (!write) return
  const compare = (number: number) => {
    const order = orderOf(number, fields.length)
    const message = write(order)
    if (isSigned(message, budget))
      accept(message, {
        ...right,
        body: reordered(
          right.body,
          order.map((at) => fields[at] ?? ''),
        ),
      })
  }
  // The first order is the one that was sent.
  yield* repeat(factorial(fields.length) - 1, (number) => compare(number + 1), budget)
}

/** Returns a function that writes the message with its fields in an order; `undefined` when the layout of the body is unknown. */
function fieldWriter({ head, body }: Made, names: readonly string[]): ((order: readonly number[]) => Uint8Array) | undefined {
  const { draft } = body
  const { layout, json } = draft
  if (layout === undefined) return undefined
  const isOnOneLine = layout === 'compact' || layout === 'python'
  const [open, close, comma] = isOnOneLine ? ['{', '}', layout === 'python' ? ', ' : ','] : ['{\n', '\n}', ',\n']
  const bytes = (text: string) => bytesOf({ ...draft, text, byteOrderMark: false, leading: '', trailing: '' })
  const fields = names.map((name) =>
    bytes(LAYOUTS[layout]({ [name]: (json as Record<string, Json>)[name] }).slice(open.length, -close.length)),
  )
  const around = body.rendered.indexOf(bytes(open))
  const start = Buffer.concat([Buffer.from(head.rendered.before, 'latin1'), body.rendered.subarray(0, around), bytes(open)])
  const end = Buffer.concat([body.rendered.subarray(body.rendered.lastIndexOf(bytes(close))), Buffer.from(head.rendered.after, 'latin1')])
  const separator = bytes(comma)
  const message = Buffer.concat([start, ...fields.flatMap((field, at) => (at === 0 ? [field] : [separator, field])), end])
  return (order) => {
    let at = start.length
    for (let place = 0; place < order.length; place += 1) {
      if (place > 0) at += separator.copy(message, at)
      at += (fields[order[place] as number] as Buffer).copy(message, at)
    }
    return message
  }
}

/** The order with this number, from 0 (unchanged), in the factorial number system. */
function orderOf(number: number, length: number): number[] {
  const left = Array.from({ length }, (_, at) => at)
  const order: number[] = []
  for (let rest = number, size = length; size > 0; size -= 1) {
    const times = factorial(size - 1)
    order.push(...left.splice(Math.floor(rest / times), 1))
    rest %= times
  }
  return order
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
  const orders = Array.from({ length: factorial(names.length) - 1 }, (_, number) => orderOf(number + 1, names.length))
  const all = orders.map((order) =>
    reordered(
      right.body,
      order.map((at) => names[at] ?? ''),
    ),
  )
  yield* comparison.consider({ heads, bodies: all, digestMethods: [right.digesting] }, budgets.messages)
  if (comparison.result()) return
  // Layouts come before orders in the catalogue, but are found the same way after them.
  const others = { ...bodies, mistakes: bodies.mistakes.filter(({ mistake }) => !bodyKeyOrder.mistakes.includes(mistake)) }
  const pairs = yield* withOneMore(
    all.map((body) => ({ ...body, next: 0 })),
    others,
    circumstances,
    budgets.bodies,
    true,
  )
  yield* comparison.consider({ heads: [right.head], bodies: pairs, digestMethods: [right.digesting] }, budgets.messages)
}

/** Every order of the keys of each object within the body, one object at a time. */
function* innerOrders(right: BodyCombination): Generator<BodyCombination, void> {
  for (const path of innerObjects(right.draft.json)) {
    const names = Object.keys(Object(at(right.draft.json, path)))
    if (names.length < 2 || names.length > PAIR_LIMIT) continue
    for (let number = 1; number < factorial(names.length); number += 1) {
      const order = orderOf(number, names.length).map((index) => names[index] ?? '')
      for (const draft of withJson(
        right.draft,
        replacedAt(right.draft.json, path, (value) => ordered(value, order)),
      ))
        yield made(right, draft)
    }
  }
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
