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
 * A value that can't be taken.
 *
 * @param field Where it is, as RFC 6901 writes it, beginning with `/body`, `/query` or `/path`.
 * @param wanted What is wanted of it, after "must": `be one of …`.
 */
export function refused(field: string, seen: unknown, wanted: string): ControlError {
  const got = seen === undefined ? 'nothing' : shown(seen)
  const detail = { field, seen: got.endsWith('…') ? got : (seen ?? null), wanted }
  return new ControlError(400, 'INVALID_REQUEST', `${field} must ${wanted}; got ${got}`, detail)
}

/** A value as JSON, its beginning if there is much of it. */
function shown(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text
}

const SHOWN_CHARACTERS = 1_000

/** There is nothing of this number. */
export function notFound(kind: string, number: string): ControlError {
  return new ControlError(404, 'NOT_FOUND', `There is no ${kind} ${number}`, { [kind === 'merchant' ? 'mchid' : 'sub_mchid']: number })
}

/** What is asked for can't be, as things are. */
export function conflict(message: string, detail: Readonly<Record<string, unknown>>): ControlError {
  return new ControlError(409, 'CONFLICT', message, detail)
}
