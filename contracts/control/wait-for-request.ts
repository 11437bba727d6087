import { setTimeout } from 'node:timers/promises'
import type { components, operations } from './control.openapi.d.ts'

type JournalEntry = components['schemas']['JournalEntry']

/** Which requests of a journal are asked for. */
export type RequestQuery = NonNullable<operations['listRequests']['parameters']['query']>

/** Reads a journal, the newest request first. */
export type ReadRequests = (query?: RequestQuery) => Promise<JournalEntry[]>

const POLL_MILLISECONDS = 20

/** The newest request that a query finds, as soon as there is one; polls, since any server can be polled. */
export async function waitForRequest(requests: ReadRequests, query: RequestQuery = {}, timeout = 3_000): Promise<JournalEntry> {
  const end = performance.now() + timeout
  for (;;) {
    const [newest] = await requests({ ...query, limit: 1 })
    if (newest) return newest
    if (performance.now() >= end)
      throw new Error(`No request ${JSON.stringify(query)} in ${timeout} ms; received: ${await received(requests)}`)
    await setTimeout(POLL_MILLISECONDS)
  }
}

async function received(requests: ReadRequests): Promise<string> {
  const entries = await requests({ limit: 10 })
  return entries.map(({ operation, target, status, code }) => [operation ?? target, status, code].join(' ').trim()).join(', ') || 'nothing'
}
