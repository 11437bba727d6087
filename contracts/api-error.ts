import type { ErrorExample } from './operations.d.ts'

/** What a request fills an error example with. */
export interface Filling {
  /** Values for the `{name}` placeholders of the message. */
  readonly placeholders?: Readonly<Record<string, string | number>>
  /** The `detail` of this request, which replaces the example's. */
  readonly detail?: unknown
}

/**
 * An error answer of the gateway, named by its example in the OpenAPI documents, where its status, code and message live.
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
