import { Buffer } from 'node:buffer'
import { bytesOf } from './body.ts'
import type { CandidateMessage } from './compare-message.ts'
import { type Json, LAYOUTS } from './json-text.ts'

/** A sequence of signature messages. Each message has the fields of the body in another order. */
export interface FieldOrders {
  /** How many orders there are besides the original order. */
  readonly others: number
  /** Returns the next message. It overwrites the previous message, because all messages use the same memory. */
  readonly next: () => Uint8Array
  /** Returns the names of the fields, in the order of the message that `next` returned last. */
  readonly names: () => string[]
}

/**
 * Creates the sequence of signature messages for a body that is a JSON object. Eight fields have 40,320 orders. For speed, each step
 * rewrites only the first field that changed and the fields after it.
 *
 * @returns `undefined` when the layout of the body is unknown.
 */
export function fieldOrders(right: CandidateMessage): FieldOrders | undefined {
  const names = Object.keys(right.body.draft.json as object)
  const order = names.map((_, at) => at)
  const write = fieldWriter(right, names, order)
  if (!write) return undefined
  write(0)
  return {
    others: factorial(names.length) - 1,
    next: () => write(toNextOrder(order)),
    names: () => order.map((at) => names[at] ?? ''),
  }
}

/**
 * Returns a function that writes the fields of the message, from a given position to the last. Returns `undefined` when the layout of the
 * body is unknown.
 *
 * @param order The indices of the fields, in the order in which to write them. Before a call, the caller may reorder this array, but only
 * at and after the position that it passes.
 */
function fieldWriter(
  { head, body }: CandidateMessage,
  names: readonly string[],
  order: readonly number[],
): ((from: number) => Uint8Array) | undefined {
  const { draft } = body
  const { layout, json } = draft
  if (layout === undefined) return undefined
  const isOnOneLine = layout === 'compact' || layout === 'python'
  const [open, close, between] = isOnOneLine ? ['{', '}', layout === 'python' ? ', ' : ','] : ['{\n', '\n}', ',\n']
  const bytes = (text: string) => bytesOf({ ...draft, text, byteOrderMark: false, leading: '', trailing: '' })
  const comma = bytes(between)
  // Each of these texts contains a field and the comma before it, so that one copy operation writes both.
  const fields = names.map((name) =>
    bytes(between + LAYOUTS[layout]({ [name]: (json as Record<string, Json>)[name] }).slice(open.length, -close.length)),
  )
  const start = Buffer.concat([
    Buffer.from(head.rendered.before, 'latin1'),
    body.rendered.subarray(0, body.rendered.indexOf(bytes(open))),
    bytes(open),
  ])
  const end = Buffer.concat([body.rendered.subarray(body.rendered.lastIndexOf(bytes(close))), Buffer.from(head.rendered.after, 'latin1')])
  // The first field has a comma, too. Its comma overwrites the last bytes of `start`, and these bytes are then written again.
  const message = Buffer.concat([start.subarray(comma.length), ...fields, end])
  const places = [start.length - comma.length]
  return (from) => {
    let at = places[from] as number
    for (let place = from; place < order.length; place += 1) {
      places[place] = at
      const field = fields[order[place] as number] as Buffer
      message.set(field, at)
      at += field.length
    }
    if (from === 0) message.set(start)
    return message
  }
}

/** Changes `order` itself to the lexicographically next order. Returns the first position that changed. */
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
