import type { operations } from '../../../contracts/goldplan.openapi.d.ts'
import type { SubMerchant } from '../../tenant/sub-merchant.ts'
import type { Conditions } from '../../tenant/tenant.ts'
import type { Outcome } from '../outcome.ts'

/** The operations of the gold plan document. */
export type OperationId = keyof operations

/** The JSON body of an operation's request. */
export type RequestBody<Id extends OperationId> = operations[Id] extends { requestBody: { content: { 'application/json': infer Body } } }
  ? Body
  : undefined

/** The operations that concern one sub-merchant. */
export type SubMerchantOperationId = { [Id in OperationId]: RequestBody<Id> extends { sub_mchid: string } ? Id : never }[OperationId]

/**
 * What an operation does: a pure function of the sub-merchant's record, the request's body, the service provider and the time.
 *
 * @param now Milliseconds since 1970.
 * @throws {ApiError} When a rule of the operation's own refuses.
 */
export type Handler<Id extends SubMerchantOperationId> = (
  record: SubMerchant,
  body: RequestBody<Id>,
  caller: Conditions,
  now: number,
) => { readonly record: SubMerchant; readonly outcome: Outcome }
