import type { ErrorExample } from './goldplan.openapi.d.ts'

/** What fills an error example in: the braces of its message, and the detail that this request gets. */
export interface Filling {
  /** Values for the `{name}` places of the message. */
  readonly places?: Readonly<Record<string, string | number>>
  /** The `detail` that replaces the example's. */
  readonly detail?: unknown
}

/**
 * An error answer of the gateway, named by its example in `goldplan.openapi.yaml`, where its status, code and message live.
 * Thrown anywhere; rendered by whoever answers.
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
