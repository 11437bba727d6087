import { expect } from 'vitest'

/** An event of `GET /__mock/events`. */
export interface ServerSentEvent {
  readonly id?: string
  readonly event?: string
  readonly data?: unknown
}

/** Yields the events that a server sends, until the caller stops iterating. */
export async function* eventsOf(
  url: string,
  target = '/__mock/events',
  headers: Record<string, string> = {},
): AsyncGenerator<ServerSentEvent> {
  const stop = new AbortController()
  const answer = await fetch(url + target, { headers, signal: stop.signal })
  expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  let text = ''
  try {
    for await (const chunk of answer.body ?? []) {
      text += Buffer.from(chunk).toString()
      const parts = text.split('\n\n')
      text = parts.pop() ?? ''
      yield* parts.map(parsed)
    }
  } finally {
    stop.abort()
  }
}

function parsed(part: string): ServerSentEvent {
  const fields = Object.fromEntries(part.split('\n').map((line) => line.split(/: ?(.*)/s).slice(0, 2)))
  return { ...fields, ...(fields.data && { data: JSON.parse(fields.data) }) }
}
