import { setTimeout } from 'node:timers/promises'
import type { components, operations } from './control.openapi.d.ts'

type JournalEntry = components['schemas']['JournalEntry']

/** Selects requests from a journal. */
export type RequestQuery = NonNullable<operations['listRequests']['parameters']['query']>

/** Reads a journal, newest request first. */
export type ReadRequests = (query?: RequestQuery) => Promise<JournalEntry[]>

const POLL_MILLISECONDS = 20

/** Waits for a request that matches the query and returns the newest one. It polls, which works with any server. */
export async function waitForRequest(requests: ReadRequests, query: RequestQuery = {}, timeout = 3_000): Promise<JournalEntry> {
  const end = performance.now() + timeout
  for (;;) {
    const [newest] = await requests({ ...query, limit: 1 })
    if (newest) return newest
    if (performance.now() >= end)
      throw new Error(`No request matched ${JSON.stringify(query)} within ${timeout} ms; received: ${await received(requests)}`)
    await setTimeout(POLL_MILLISECONDS)
  }
}

async function received(requests: ReadRequests): Promise<string> {
  const entries = await requests({ limit: 10 })
  return entries.map(({ operation, target, status, code }) => [operation ?? target, status, code].join(' ').trim()).join(', ') || 'nothing'
}
