import { createContext } from 'preact'
import { useContext } from 'preact/hooks'

/** Thrown when the control API refuses a request, or does not answer. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  /** The HTTP status; 0 when the connection failed. */
  readonly status: number
  /** The code of the error; empty when the answer has none. */
  readonly code: string
  /** The facts of the message as separate fields; empty when the answer has none. */
  readonly detail: Readonly<Record<string, unknown>>
  /** The place of the value that was refused, as a JSON pointer; `undefined` when the answer names no place. */
  readonly field: string | undefined

  constructor(status: number, message: string, code = '', detail: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.status = status
    this.code = code
    this.detail = detail
    this.field = typeof detail['field'] === 'string' ? detail['field'] : undefined
  }
}

/** Sends requests to the control API. */
export interface ControlApi {
  /**
   * Sends a request and returns the JSON of the answer; `undefined` when the answer is empty.
   *
   * @throws {Refusal} When the server refuses the request, or does not answer.
   */
  readonly ask: <Answer>(method: string, path: string, body?: unknown) => Promise<Answer>
  /**
   * Opens the stream of events. Aborting the signal closes the connection.
   *
   * @throws {Refusal} When the server refuses the request, or does not answer.
   */
  readonly open: (path: string, lastEventId: string, signal: AbortSignal) => Promise<ReadableStream<Uint8Array>>
  /** Calls the listener after a successful request that is not a GET. Returns a function that removes the listener. */
  readonly onChange: (listener: () => void) => () => void
  /**
   * Whether the page asks for a token after this refusal. It asks after a 401, and after a 403 if it sent no token. If it sent a token, a
   * 403 has another cause, because the server refuses a wrong token with 401.
   */
  readonly asksForToken: (refusal: Refusal) => boolean
}

/**
 * Connects the page to the control API of its server.
 *
 * @param token The control token that the user typed; empty when there is none.
 * @param onLocked Called with a refusal after which the page asks for a token.
 */
export function createControl(token: string, onLocked: (refusal: Refusal) => void): ControlApi {
  const listeners = new Set<() => void>()
  const authorization: Record<string, string> = token === '' ? {} : { Authorization: `Bearer ${token}` }
  const asksForToken = ({ status }: Refusal) => status === 401 || (status === 403 && token === '')

  async function send(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Response> {
    const answer = await fetch(`/__mock${path}`, { ...init, headers: { ...authorization, ...init.headers }, credentials: 'omit' }).catch(
      noAnswer,
    )
    if (answer.ok) return answer
    const refusal = refusalIn(answer.status, await answer.text().catch(noAnswer))
    if (asksForToken(refusal)) onLocked(refusal)
    throw refusal
  }

  return {
    async ask<Answer>(method: string, path: string, body?: unknown) {
      const headers: Record<string, string> = body === undefined ? {} : { 'Content-Type': 'application/json' }
      const answer = await send(path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
      const text = await answer.text().catch(noAnswer)
      if (method !== 'GET') for (const tell of listeners) tell()
      return (text === '' ? undefined : JSON.parse(text)) as Answer
    },
    async open(path, lastEventId, signal) {
      const headers: Record<string, string> = lastEventId === '' ? {} : { 'Last-Event-ID': lastEventId }
      const { body } = await send(path, { headers, signal })
      return body ?? noAnswer()
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    asksForToken,
  }
}

function noAnswer(): never {
  throw new Refusal(0, 'no answer')
}

function refusalIn(status: number, text: string): Refusal {
  try {
    const { message = text, code = '', detail } = JSON.parse(text)
    return new Refusal(status, String(message), String(code), Object(detail))
  } catch {
    return new Refusal(status, text.slice(0, 200))
  }
}

export const ControlContext = createContext<ControlApi>(createControl('', () => undefined))

/** Returns the {@link ControlApi} that the page uses. */
export function useControl(): ControlApi {
  return useContext(ControlContext)
}
