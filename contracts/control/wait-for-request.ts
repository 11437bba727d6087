import { classOf, isEmptied } from '../lossless-json.ts'
import { shownValue } from '../shown-value.ts'
import type { components, operations } from './control.openapi.d.ts'
import { poll } from './poll.ts'

type JournalEntry = components['schemas']['JournalEntry']

/** Selects requests from a journal. */
export type RequestQuery = NonNullable<operations['listRequests']['parameters']['query']>

/**
 * Checks a query. Without this check, `200` instead of `{ status: 200 }` would select every request.
 *
 * @throws {TypeError} When the query is not an object, or a field is neither text nor a finite number.
 */
export function checkQuery(query: unknown): void {
  if (typeof query !== 'object' || query === null || Array.isArray(query) || isEmptied(query))
    throw new TypeError(`query must be an object, such as { status: 200 }; got ${isEmptied(query) ? classOf(query) : shownValue(query)}`)
  for (const [name, value] of Object.entries(query))
    if (typeof value !== 'string' && !Number.isFinite(value))
      throw new TypeError(`query.${name} must be text or a number, or be left out; got ${shownValue(value)}`)
}

/** Reads the requests of a journal, the newest first. */
export type ReadRequests = (query?: RequestQuery) => Promise<JournalEntry[]>

/** An error message lists at most this many requests. */
const LISTED = 10
/** An error message shows at most this many characters of each target. */
const TARGET_LIMIT = 200

/**
 * Waits until a request matches the query. Returns the newest request that matches.
 *
 * @param requests Reads the requests of one merchant.
 * @param unclaimed Reads the requests that name no known merchant. The error also lists these requests if they arrived after the oldest request
 * that it lists for the merchant.
 * @param timeout How long to wait, in milliseconds.
 * @throws {Error} When no request has matched in this time. The error lists the requests that arrived.
 */
export async function waitForRequest(
  requests: ReadRequests,
  unclaimed: ReadRequests,
  query: RequestQuery = {},
  timeout = 3_000,
): Promise<JournalEntry> {
  checkQuery(query)
  const newest = async () => (await requests({ ...query, limit: 1 }))[0]
  const hasArrived = (entry: JournalEntry | undefined): entry is JournalEntry => entry !== undefined
  const why = async () =>
    `No request matched ${JSON.stringify(query)} within ${timeout} ms; received: ${await received(requests, unclaimed)}`
  return poll(newest, hasArrived, timeout, why)
}

async function received(requests: ReadRequests, unclaimed: ReadRequests): Promise<string> {
  const own = await requests({ limit: LISTED + 1 })
  const since = own.at(-1)?.time
  const others = listed(await unclaimed({ limit: LISTED + 1, ...(since !== undefined && { since }) }))
  return `${listed(own) || 'nothing'}${others && `; requests that name no known merchant: ${others}`}`
}

function listed(entries: readonly JournalEntry[]): string {
  return [...entries.slice(0, LISTED).map(shown), ...(entries.length > LISTED ? ['and earlier ones'] : [])].join(', ')
}

function shown({ operation, target, status, code, wire, error, diagnosis }: JournalEntry): string {
  const path = target.length > TARGET_LIMIT ? `${target.slice(0, TARGET_LIMIT)}…` : target
  const mistakes = diagnosis?.mistakes.map(({ id }) => id).join(' + ')
  const parts = [operation ?? path, status, code, error?.field, wire, mistakes && `(${mistakes})`]
  return parts.filter(Boolean).join(' ')
}
