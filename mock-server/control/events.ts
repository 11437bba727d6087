import { Buffer } from 'node:buffer'
import { setTimeout } from 'node:timers'
import type { components } from '../../contracts/control/index.ts'
import type { HttpAnswer, HttpRequest } from '../edge/http-exchange.ts'
import { queryOf } from '../openapi/index.ts'
import type { JournalEntry } from '../store/records.ts'
import { type FollowedJournal, type Journal, UNCLAIMED } from '../store/store.ts'
import { refused } from './control-error.ts'

/** After how many milliseconds without an event a comment is sent, so that no proxy closes the connection. */
const SILENCE_MILLISECONDS = 15_000
/** After how many milliseconds a reader whose connection broke should come back. */
const RETRY_MILLISECONDS = 1_000

/**
 * Answers with the requests as they arrive, as server-sent events. A reader that comes back names the last event that it got in `Last-Event-ID`.
 *
 * @throws {ControlError} 400 when `Last-Event-ID` is not a number.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function followRequests({ headers, target }: HttpRequest, journal: Journal): HttpAnswer {
  const followed = journal.follow(lastSeen(headers['last-event-id']) ?? lastSeen(queryOf(target).get('after') ?? undefined))
  return {
    status: 200,
    headers: { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' },
    body: Buffer.alloc(0),
    code: undefined,
    stream: eventStream(followed),
  }
}

function lastSeen(id: string | undefined): number | undefined {
  if (id === undefined || id === '') return undefined
  if (!/^\d{1,15}$/.test(id)) throw refused('/header/Last-Event-ID', id, 'be the ID of an event')
  return Number(id)
}

/** The text of the stream: the last ID at the start, each request, and comments in between. */
function eventStream(followed: FollowedJournal): NonNullable<HttpAnswer['stream']> {
  let last = 0
  let isOpen = false
  let next = followed.next()
  return {
    async next() {
      if (!isOpen) {
        isOpen = true
        return { done: false, value: `retry: ${RETRY_MILLISECONDS}\nevent: open\ndata: ${JSON.stringify({ last_id: followed.last })}\n\n` }
      }
      const result = await orSilence(next)
      if (result === 'silence') return { done: false, value: ':\n\n' }
      if (result.done) return result
      next = followed.next()
      const { mchid, entry } = result.value
      // An ID that goes back, as with a diagnosis, would make the reader ask for later requests again.
      const id = entry.id > last ? `id: ${entry.id}\n` : ''
      last = Math.max(last, entry.id)
      return { done: false, value: `${id}event: request\ndata: ${JSON.stringify(eventOf(mchid, entry))}\n\n` }
    },
    return: () => followed.return(),
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

async function orSilence<Value>(next: Promise<Value>): Promise<Value | 'silence'> {
  const { promise, resolve } = Promise.withResolvers<'silence'>()
  const timer = setTimeout(resolve, SILENCE_MILLISECONDS, 'silence').unref()
  return Promise.race([next, promise]).finally(() => clearTimeout(timer))
}

function eventOf(merchant: string, entry: JournalEntry): components['schemas']['RequestEvent'] {
  const { id, time, mchid, method, target, operation, verdict, status, wire, code, example, error, faults, signer, request_id } = entry
  return {
    id,
    time,
    merchant: merchant === UNCLAIMED ? null : merchant,
    mchid,
    method,
    target,
    operation,
    verdict,
    mistakes: entry.diagnosis?.mistakes.map(({ id: mistake, message, message_zh }) => ({ id: mistake, message, message_zh })) ?? null,
    status,
    wire,
    code,
    example,
    error,
    faults,
    signer,
    request_id,
  }
}
