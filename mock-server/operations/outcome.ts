import type { JournalEntry } from '../store/store.ts'

/** What a call came to, before it is bytes. */
export interface Outcome {
  readonly status: number
  /** Rendered as JSON; `undefined` for no body. */
  readonly body?: unknown
  /** The error code (错误码); `undefined` on success. */
  readonly code?: string
  /** The error example that it is; `undefined` on success, and for a status of a test's own. */
  readonly example?: string
  /** What it changed; `undefined` when nothing. */
  readonly change?: NonNullable<JournalEntry['change']>
  /** Whether the body is text as it is, not JSON. */
  readonly verbatim?: boolean
  /** What stands behind the dash of the Request-ID; 0, for success, by default. */
  readonly requestIdCode?: number
}
