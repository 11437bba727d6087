import { Buffer } from 'node:buffer'
import { setTimeout } from 'node:timers/promises'
import type { components } from '../../contracts/control/index.ts'
import type { HttpAnswer, HttpRequest } from '../edge/http-exchange.ts'
import { queryOf } from '../openapi/index.ts'
import { type EntrySummary, type FollowedEntry, type FollowedJournal, type Journal, UNCLAIMED } from '../store/store.ts'
import { conflict, refused } from './control-error.ts'

/** After this time without an event, the server sends a comment, because proxies close silent connections. */
const SILENCE_MILLISECONDS = 15_000
/** How long a reader should wait before it connects again after a broken connection, in milliseconds. */
const RETRY_MILLISECONDS = 1_000

/**
 * Answers with a stream of server-sent events: one event for each request that arrives. A reader that connects again names its last event
 * in `Last-Event-ID`, or in the query parameter `after`.
 *
 * @throws {ControlError} 400 when `Last-Event-ID` or `after` is not the ID of an event; 409 when there are too many readers.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function followRequests({ headers, target }: HttpRequest, journal: Journal): Promise<HttpAnswer> {
  const followed = await journal.follow(
    lastSeen('/header/Last-Event-ID', headers['last-event-id']) ?? lastSeen('/query/after', queryOf(target).get('after') ?? undefined),
  )
  if (!followed) throw conflict('Too many readers already follow the requests: close one of them first', {})
  return {
    status: 200,
    headers: { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' },
    body: Buffer.alloc(0),
    code: undefined,
    stream: eventStream(followed),
  }
}

function lastSeen(field: string, id: string | undefined): number | undefined {
  if (id === undefined || id === '') return undefined
  if (!/^\d{1,15}$/.test(id)) throw refused(field, id, 'be the ID of an event')
  return Number(id)
}

/**
 * After events were sent, the next events are collected for this time and sent together. The journal returns at most 250 entries at a time.
 * Servers with a shared store may answer more than 2,500 requests a second; a reader then misses some requests.
 */
const COLLECTING_MILLISECONDS = 100

/** The text of the stream: first the ID of the journal's last entry, then the requests. A comment is sent when no request arrives. */
function eventStream(followed: FollowedJournal): NonNullable<HttpAnswer['stream']> {
  let last = 0
  let isOpen = false
  let next: ReturnType<FollowedJournal['next']> | undefined
  let collected: Promise<void> = Promise.resolve()

  function textOf({ mchid, entry }: FollowedEntry): string {
    // An entry that comes again with its diagnosis is sent without its ID. Otherwise, a reader that reconnects would name this lower ID and get
    // later requests twice.
    const id = entry.id > last ? `id: ${entry.id}\n` : ''
    last = Math.max(last, entry.id)
    return `${id}event: request\ndata: ${JSON.stringify(eventOf(mchid, entry))}\n\n`
  }

  return {
    async next() {
      if (!isOpen) {
        isOpen = true
        return { done: false, value: `retry: ${RETRY_MILLISECONDS}\nevent: open\ndata: ${JSON.stringify({ last_id: followed.last })}\n\n` }
      }
      await collected
      next ??= followed.next()
      const result = await orSilence(next)
      if (result === 'silence') return { done: false, value: ':\n\n' }
      next = undefined
      if (result.done) return result
      const value = result.value.map(textOf).join('')
      if (last >= followed.last) collected = setTimeout(COLLECTING_MILLISECONDS, undefined, { ref: false })
      return { done: false, value }
    },
    return: () => followed.return(),
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

async function orSilence<Value>(next: Promise<Value>): Promise<Value | 'silence'> {
  const over = new AbortController()
  const silence = setTimeout(SILENCE_MILLISECONDS, 'silence' as const, { ref: false, signal: over.signal }).catch(() => 'silence' as const)
  return Promise.race([next, silence]).finally(() => over.abort())
}

function eventOf(merchant: string, entry: EntrySummary): components['schemas']['RequestEvent'] {
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
