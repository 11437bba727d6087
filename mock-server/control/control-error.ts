import { StateFileNotWritten } from '../store/keep-in-file.ts'
import type { StoreAway } from '../store/store-away.ts'

/** An error answer of the control API. */
export class ControlError extends Error {
  override readonly name = 'ControlError'
  readonly status: number
  readonly code: string
  readonly detail: Readonly<Record<string, unknown>> | undefined

  constructor(status: number, code: string, message: string, detail?: Readonly<Record<string, unknown>>) {
    super(message)
    this.status = status
    this.code = code
    this.detail = detail
  }
}

/**
 * The 400 for a value that is not accepted.
 *
 * @param field The place of the value as a JSON pointer (RFC 6901) that begins with `/body`, `/query`, `/path` or `/header`.
 * @param wanted The rest of a sentence that begins with "must": `be one of …`.
 */
export function refused(field: string, seen: unknown, wanted: string): ControlError {
  const text = shown(seen ?? null)
  const got = seen === undefined ? 'nothing' : text
  const detail = { field, seen: seenOf(seen, text), wanted }
  return new ControlError(400, 'INVALID_REQUEST', `${field} must ${wanted}; got ${got}`, detail)
}

/** Returns the value for the field `seen` of an error answer. For a long value, returns the beginning of its JSON. */
export function seenOf(value: unknown, text: string = shown(value ?? null)): unknown {
  return text.endsWith('…') ? text : (value ?? null)
}

/**
 * A value as JSON, cut if it is long. Only the first items of a long array are converted to JSON. Each item takes at least one character,
 * so the cut would remove the later items in any case.
 */
function shown(value: unknown): string {
  const text = JSON.stringify(Array.isArray(value) ? value.slice(0, SHOWN_CHARACTERS) : value)
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text
}

const SHOWN_CHARACTERS = 1_000

/** The 404 for a thing that does not exist, such as a merchant or a request. */
export function notFound(kind: keyof typeof NUMBERS, number: string): ControlError {
  return new ControlError(404, 'NOT_FOUND', `There is no ${kind} ${number}`, { [NUMBERS[kind]]: number })
}

const NUMBERS = { merchant: 'mchid', 'sub-merchant': 'sub_mchid', request: 'id', notification: 'id', fault: 'id' } as const

/** The 503 while the state file can't be written. */
export function notWritten(error: unknown): ControlError {
  // A health probe on another machine may get this answer, so the answer does not contain the path of the state file.
  const code = error instanceof StateFileNotWritten && error.code !== undefined ? ` (${error.code})` : ''
  const message = `The state file can't be written${code}, so changes may be lost; the log has the details, and the server tries again`
  return new ControlError(503, 'STATE_NOT_WRITTEN', message)
}

/** The 503 while the store can't be used. */
export function storeAway({ message }: StoreAway): ControlError {
  return new ControlError(503, 'STORE_AWAY', message)
}

/** The 409 for a request that the current state does not allow. */
export function conflict(message: string, detail: Readonly<Record<string, unknown>>): ControlError {
  return new ControlError(409, 'CONFLICT', message, detail)
}
