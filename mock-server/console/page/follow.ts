import type { ControlApi } from './control.ts'
import { Refusal } from './control.ts'
import type { RequestEvent } from './schemas.ts'

/** The functions to call when something happens on the stream of requests. */
export interface Listener {
  /** The stream is open; `lastId` is the ID of the last request so far. */
  readonly onOpen: (lastId: number) => void
  readonly onRequest: (request: RequestEvent) => void
  /** The stream broke, or could not be opened. */
  readonly onLost: (refusal: Refusal) => void
}

/** The first wait before the stream is opened again, in milliseconds. Each failure doubles the wait, up to {@link LONGEST_WAIT}. */
const FIRST_WAIT = 500
const LONGEST_WAIT = 5_000

/**
 * Follows the requests of all merchants until the signal is aborted or the page has to ask for a token. If the stream breaks, opens it
 * again.
 */
export async function follow(control: ControlApi, listener: Listener, signal: AbortSignal): Promise<void> {
  let last = ''
  let wait = FIRST_WAIT
  while (!signal.aborted) {
    try {
      for await (const { event, id, data } of eventsIn(await control.open('/events?after=0', last, signal))) {
        wait = FIRST_WAIT
        if (event === 'open') {
          const { last_id } = JSON.parse(data)
          if (last_id < Number(last)) last = ''
          listener.onOpen(last_id)
        }
        if (event === 'request') listener.onRequest(JSON.parse(data))
        if (id !== '') last = id
      }
      listener.onLost(new Refusal(0, 'the server closed the stream'))
    } catch (error) {
      if (signal.aborted) return
      const refusal = error instanceof Refusal ? error : new Refusal(0, String(error))
      listener.onLost(refusal)
      // The page calls `follow` again when the user has given a token.
      if (control.asksForToken(refusal)) return
    }
    await new Promise((resolve) => setTimeout(resolve, wait))
    wait = Math.min(wait * 2, LONGEST_WAIT)
  }
}

interface ServerSentEvent {
  readonly event: string
  readonly id: string
  readonly data: string
}

/** Reads server-sent events in the form in which the server writes them: each event has one line of data, and lines end in LF. */
async function* eventsIn(stream: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const reader = stream.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader()
  try {
    let rest = ''
    for (let { value, done } = await reader.read(); !done; { value, done } = await reader.read()) {
      const parts = (rest + value).split('\n\n')
      rest = parts.pop() ?? ''
      for (const part of parts) yield eventOf(part)
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

function eventOf(part: string): ServerSentEvent {
  const fields = { event: '', id: '', data: '' }
  for (const line of part.split('\n')) {
    const [, name, value = ''] = /^(event|id|data): ?(.*)$/s.exec(line) ?? []
    if (name !== undefined) fields[name as keyof typeof fields] = value
  }
  return fields
}
