import { Buffer } from 'node:buffer'
import type { Budget } from './budget.ts'
import { lineOrder } from './catalogue/line-order.ts'
import { timestamp } from './catalogue/timestamp.ts'
import type { Circumstances } from './circumstances.ts'
import type { Combination } from './combine.ts'
import type { Candidate, Comparison } from './compare-message.ts'
import { type Frame, frameOf, type Head, type Line } from './head.ts'
import type { SigningMistake } from './mistake.ts'

type HeadCombination = Combination<Head, Frame>

/** After how many timestamps the search yields. */
const PACE = 16

/**
 * Looks for the timestamps that are too many to be combined with every mistake: thousands of messages that differ in a few digits, so one is
 * made and these digits are changed in it.
 */
export function* considerTimestamps(
  right: Candidate,
  circumstances: Circumstances,
  comparison: Comparison,
  budget: Budget,
): Generator<void, void> {
  const { draft: head } = right.head
  for (const mistake of timestamp.mistakes) {
    const { of: timestamps = () => [], inOtherOrders = false } = mistake.timestamps ?? {}
    for (const order of inOtherOrders ? ordersOf(head, circumstances) : [OWN_ORDER]) {
      let count = 0
      const spare = messageWith(head, order, right.body.rendered)
      for (const signed of timestamps(head.timestamp)) {
        if (comparison.isSigned(spare(signed), budget))
          comparison.consider({ ...right, head: mistaken(right.head, mistake, signed, order) }, budget)
        count += 1
        if (count % PACE === 0) yield
      }
    }
  }
}

/** An order of the lines, and the mistake that it is. */
interface Order {
  readonly lines: readonly Line[] | undefined
  readonly mistake: SigningMistake<Head> | undefined
}

const OWN_ORDER: Order = { lines: undefined, mistake: undefined }

function ordersOf(head: Head, circumstances: Circumstances): Order[] {
  const others = lineOrder.mistakes.flatMap((mistake) => [...mistake.signs(head, circumstances)].map(({ lines }) => ({ lines, mistake })))
  return [OWN_ORDER, ...others]
}

/** Gives the message with another timestamp; it is always the same buffer while they are equally long. */
function messageWith(head: Head, { lines = head.lines }: Order, body: Buffer): (timestamp: string) => Buffer {
  let message = Buffer.alloc(0)
  let length = -1
  const before = lines.slice(0, lines.indexOf('timestamp')).map((line) => (line === 'body' ? body.length : head[line].length))
  const at = before.reduce((sum, size) => sum + size + head.lineFeed.length, 0)
  return (signed) => {
    if (signed.length !== length) {
      const frame = frameOf({ ...head, lines, timestamp: signed })
      message = Buffer.concat([Buffer.from(frame.before, 'latin1'), body, Buffer.from(frame.after, 'latin1')])
      length = signed.length
    }
    message.write(signed, at, 'latin1')
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
