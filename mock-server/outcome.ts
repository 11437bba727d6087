/** What a call came to, before it is bytes. */
export interface Outcome {
  readonly status: number
  /** Rendered as JSON; `undefined` for no body. */
  readonly body?: unknown
  /** The error code (错误码); `undefined` on success. */
  readonly code?: string
  /** What stands behind the dash of the Request-ID; 0, for success, by default. */
  readonly requestIdCode?: number
}
