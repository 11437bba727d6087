import { Buffer } from 'node:buffer'
import type { Body } from './body.ts'
import { type Budget, repeat } from './budget.ts'
import type { Digesting } from './catalogue/digesting.ts'
import { lineOrder } from './catalogue/line-order.ts'
import { timestamp } from './catalogue/timestamp.ts'
import type { Circumstances } from './circumstances.ts'
import type { Combination } from './combine.ts'
import type { Comparison } from './compare-message.ts'
import { type Frame, frameOf, type Head, type Line } from './head.ts'
import type { SigningMistake } from './mistake.ts'

type HeadCombination = Combination<Head, Frame>

/** The message without a mistake. */
interface Right {
  readonly head: HeadCombination
  readonly body: Combination<Body, Buffer>
  readonly digesting: Combination<Digesting, Digesting>
}

/**
 * Looks for the timestamps that are too many to be combined with every mistake: thousands of messages that differ in a few digits, so one is
 * made and these digits are changed in it.
 */
export function* considerTimestamps(
  { head, body, digesting }: Right,
  circumstances: Circumstances,
  { isSigned, consider }: Comparison,
  budget: Budget,
): Generator<void, void> {
  const { draft } = head
  for (const mistake of timestamp.mistakes) {
    const { of: timestamps = () => [], inOtherOrders = false } = mistake.timestamps ?? {}
    const all = [...timestamps(draft.timestamp)]
    for (const order of inOtherOrders ? ordersOf(draft, circumstances) : [OWN_ORDER]) {
      const write = timestampWriter(draft, order, body.rendered)
      const heads: HeadCombination[] = []
      const compare = (time: string) => {
        if (isSigned(write(time), budget)) heads.push(mistaken(head, mistake, time, order))
      }
      yield* repeat(all.length, (number) => compare(String(all[number])), budget)
      yield* consider({ heads, bodies: [body], digestings: [digesting] }, budget)
    }
  }
}

/** An order of the lines, and the mistake that it is. */
interface Order {
  readonly lines: readonly Line[] | undefined
  readonly mistake: SigningMistake<Head> | undefined
}

const OWN_ORDER: Order = { lines: undefined, mistake: undefined }

/** The right one, and the usual one of each mistake. */
function ordersOf(head: Head, circumstances: Circumstances): Order[] {
  const others = lineOrder.mistakes.flatMap((mistake) => {
    const [usual] = mistake.signs(head, circumstances)
    return usual ? [{ lines: usual.lines, mistake }] : []
  })
  return [OWN_ORDER, ...others]
}

/** Gives the message with another timestamp, always in the same place while they are equally long. */
function timestampWriter(head: Head, { lines = head.lines }: Order, body: Buffer): (timestamp: string) => Uint8Array {
  let message = Buffer.alloc(0)
  let length = -1
  const before = lines.slice(0, lines.indexOf('timestamp')).map((line) => (line === 'body' ? body.length : head[line].length))
  const start = before.reduce((sum, size) => sum + size + head.lineFeed.length, 0)
  return (signed) => {
    if (signed.length !== length) {
      const frame = frameOf({ ...head, lines, timestamp: signed })
      message = Buffer.concat([Buffer.from(frame.before, 'latin1'), body, Buffer.from(frame.after, 'latin1')])
      length = signed.length
    }
    for (let at = 0; at < length; at += 1) message[start + at] = signed.charCodeAt(at)
    return message
  }
}

function mistaken(
  right: HeadCombination,
  mistake: SigningMistake<Head>,
  signed: string,
  { lines, mistake: other }: Order,
): HeadCombination {
  const draft = { ...right.draft, timestamp: signed }
  const timed = { ...right, draft, rendered: frameOf(draft), last: { mistake, without: right }, usual: false }
  if (!lines || !other) return timed
  const reordered = { ...draft, lines }
  return { ...timed, draft: reordered, rendered: frameOf(reordered), last: { mistake: other, without: timed } }
}
