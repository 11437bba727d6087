import { Buffer } from 'node:buffer'
import { type Budget, repeat } from './budget.ts'
import type { Circumstances } from './circumstances.ts'
import type { Combination } from './combine.ts'
import type { CandidateMessage, Comparison } from './compare-message.ts'
import { type Frame, frameOf, type Head, type Line } from './head.ts'
import type { MistakeCatalogue, SigningMistake } from './mistake.ts'

type HeadCombination = Combination<Head, Frame>

type Mistakes = Pick<MistakeCatalogue<Head, never, never>, 'timestamp' | 'lineOrder'>

/**
 * Tries messages with other timestamps than the timestamp that was sent. Thousands of messages differ only in a few digits, so one message
 * is built and its timestamp is overwritten.
 *
 * @param right The message with the timestamp that was sent. Its body may have a mistake.
 */
export function* considerTimestamps(
  right: CandidateMessage,
  circumstances: Circumstances,
  mistakes: Mistakes,
  { isSigned, accept, result }: Comparison,
  budget: Budget,
): Generator<void, void> {
  for (const { mistake, order, timestamps } of searchesOf(right.head.draft, circumstances, mistakes)) {
    const write = timestampWriter(right.head.draft, order, right.body.rendered)
    const compare = (time: string) => {
      const message = write(time)
      if (isSigned(message, budget)) accept(message, { ...right, head: mistaken(right.head, mistake, time, order) })
    }
    yield* repeat(timestamps.length, (number) => compare(String(timestamps[number])), budget)
    if (result()) return
  }
}

/**
 * Tries other timestamps together with a mistake in the body. Only the timestamps that have `besideBodies` are tried.
 *
 * @param bodies Bodies with one mistake each, the likeliest first.
 */
export function* considerTimestampsBeside(
  right: CandidateMessage,
  bodies: readonly CandidateMessage['body'][],
  circumstances: Circumstances,
  { timestamp }: Mistakes,
  comparison: Comparison,
  budget: Budget,
): Generator<void, void> {
  const beside = { timestamp: { ...timestamp, mistakes: timestamp.mistakes.filter(({ timestamps }) => timestamps?.besideBodies) } }
  for (const body of bodies) {
    if (comparison.result() || budget.ranOut()) return
    yield* considerTimestamps({ ...right, body }, circumstances, beside, comparison, budget)
  }
}

/** The timestamps of one mistake, and the order of the lines in the messages that are tried with these timestamps. */
interface Search {
  readonly mistake: SigningMistake<Head>
  readonly order: Order
  readonly timestamps: readonly string[]
}

/** The likeliest searches come first: a different second, then milliseconds, then a different second with the lines in another order. */
function searchesOf(head: Head, circumstances: Circumstances, { timestamp, lineOrder }: Mistakes): Search[] {
  const all = timestamp.mistakes.flatMap((mistake) => {
    const { timestamps: { possible, withOtherLineOrders } = NONE } = mistake
    return [{ mistake, order: OWN_ORDER, timestamps: [...possible(head.timestamp)], withOtherLineOrders }]
  })
  const [combined, others] = [
    all.filter(({ withOtherLineOrders }) => withOtherLineOrders),
    all.filter(({ withOtherLineOrders }) => !withOtherLineOrders),
  ]
  const reordered = ordersOf(head, circumstances, lineOrder).flatMap((order) => combined.map((search) => ({ ...search, order })))
  return [...combined, ...others, ...reordered]
}

const NONE = { possible: () => [], withOtherLineOrders: false }

/** An order of the lines, and the mistake that produces it. */
interface Order {
  readonly lines: readonly Line[] | undefined
  readonly mistake: SigningMistake<Head> | undefined
}

const OWN_ORDER: Order = { lines: undefined, mistake: undefined }

/** The most usual order of the lines for each line-order mistake. */
function ordersOf(head: Head, circumstances: Circumstances, lineOrder: Mistakes['lineOrder']): Order[] {
  return (lineOrder?.mistakes ?? []).flatMap((mistake) => {
    const [usual] = mistake.signedInstead(head, circumstances)
    return usual ? [{ lines: usual.lines, mistake }] : []
  })
}

/**
 * Returns a function that returns the message with a given timestamp. If the timestamp is as long as the previous timestamp, the function
 * writes it over the previous timestamp and returns the same buffer.
 */
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
