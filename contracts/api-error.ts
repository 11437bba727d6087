import type { ErrorExample } from './operations.d.ts'

/** The values that one request puts into an error example. */
export interface Filling {
  /**
   * Values for the `{name}` placeholders of the message. The value for `pointer` is the path of the wrong field. The log and the journal show this
   * path even if the message has no `{pointer}`.
   */
  readonly placeholders?: Readonly<Record<string, string | number>>
  /** Replaces the `detail` of the example. */
  readonly detail?: unknown
  /** The values that the wrong field may have. The answer and the log do not show them; the journal does. */
  readonly allowed?: readonly string[]
}

/**
 * An error answer of the gateway. `example` is the name of an example in the OpenAPI documents. That example defines the status, code and
 * message of the answer. The server turns this error into the answer to a request.
 *
 * @example
 * ```ts
 * import { ApiError } from 'wechatpay-goldplan-mock/contracts'
 *
 * console.log(new ApiError('SIGN_ERROR_TIMESTAMP').example)
 * ```
 */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly example: ErrorExample
  readonly filling: Filling

  constructor(example: ErrorExample, filling: Filling = {}) {
    super(example)
    this.example = example
    this.filling = filling
  }
}
