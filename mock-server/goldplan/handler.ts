import type { operations } from '../../contracts/goldplan.openapi.d.ts'
import type { Outcome } from '../gateway/outcome.ts'
import type { SubMerchant } from './sub-merchant.ts'

/** The operations of the gold plan document. */
export type OperationId = keyof operations

/** The JSON body of an operation's request. */
export type RequestBody<Id extends OperationId> = operations[Id]['requestBody']['content']['application/json']

/**
 * What an operation does: a pure function of the sub-merchant's record, the request's body and the time.
 *
 * @param now Milliseconds since 1970.
 * @throws {ApiError} When a business rule refuses.
 */
export type Handler<Id extends OperationId> = (
  record: SubMerchant,
  body: RequestBody<Id>,
  now: number,
) => { readonly record: SubMerchant; readonly outcome: Outcome }
