import { isDeepStrictEqual } from 'node:util'
import { ApiError, type ErrorExample, type OperationId, type operations } from '../../../contracts/index.ts'
import type { Conditions, SubMerchant } from '../../store/records.ts'
import type { Store } from '../../store/store.ts'
import { updateRecord } from '../../store/update-record.ts'
import type { OperationHandler, Outcome } from '../operation-handler.ts'

/** The JSON body of an operation's request. */
export type RequestBody<Id extends OperationId> = operations[Id] extends { requestBody: { content: { 'application/json': infer Body } } }
  ? Body
  : undefined

/** The operations that concern one sub-merchant. */
type SubMerchantOperationId = { [Id in OperationId]: RequestBody<Id> extends { sub_mchid: string } ? Id : never }[OperationId]

/**
 * Applies an operation to a sub-merchant. A pure function of the record, the request's body, the service provider and the time.
 *
 * @param now Milliseconds since 1970.
 * @throws {ApiError} When a rule of this operation refuses the call.
 */
type SubMerchantHandler<Id extends SubMerchantOperationId> = (
  record: SubMerchant,
  body: RequestBody<Id>,
  caller: Conditions,
  now: number,
) => { readonly record: SubMerchant; readonly outcome: Outcome }

/**
 * Returns a handler that applies an operation to the record of the sub-merchant that a call names. If two calls come at the same time, the
 * second call sees the result of the first. The handler checks the rules in the gateway's order: first the rules about the service
 * provider, then the rules about the sub-merchant, and last the rules of the operation.
 *
 * @param unknown The error for a sub-merchant that the service provider does not have. The ID of a test sub-merchant stands for a certain
 *   error; a call with such an ID gets that error instead.
 */
export function onSubMerchant<Id extends SubMerchantOperationId>(
  handle: SubMerchantHandler<Id>,
  unknown: ErrorExample = 'MCH_NOT_EXISTS',
): OperationHandler {
  return async function changeSubMerchant({ operation, body: parsed }, { tenant, store, now }) {
    checkCaller(tenant)
    const body = parsed as RequestBody<Id> & { readonly sub_mchid: string }
    let outcome: Outcome | undefined
    const key = { mchid: tenant.mchid, kind: 'sub_merchant', id: body.sub_mchid } as const
    const { before, after } = await updateRecord(store, key, async (record) => {
      if (!record) await requireTenant(tenant.mchid, store)
      if (!record) throw noRecord(operation.testSubMerchants.get(body.sub_mchid), unknown)
      if (record.punished) throw new ApiError('SUB_MERCHANT_PUNISHED')
      const handled = handle(record, body, tenant, now)
      outcome = handled.outcome
      return isDeepStrictEqual(record, handled.record) ? record : handled.record
    })
    return { ...(outcome as Outcome), ...(before && after && before !== after && { change: { before, after } }) }
  }
}

/** Refuses the call if its service provider no longer exists. A test may have removed the provider after the signature was verified. */
async function requireTenant(mchid: string, store: Store): Promise<void> {
  if (!(await store.read({ mchid, kind: 'tenant' }))) throw new ApiError('SIGN_ERROR_CERTIFICATE_SERIAL')
}

/** The error for a sub-merchant without a record. The error for a test sub-merchant names no field, because its ID is not wrong. */
function noRecord(scripted: ErrorExample | undefined, unknown: ErrorExample): ApiError {
  return scripted ? new ApiError(scripted) : new ApiError(unknown, { placeholders: { pointer: '/body/sub_mchid' } })
}

function checkCaller({ type, gold_plan_open, punished }: Conditions): void {
  if (type === 'institution') throw new ApiError('CALLER_TYPE_NOT_ALLOWED')
  if (!gold_plan_open) throw new ApiError('SERVICE_PROVIDER_GOLDPLAN_CLOSED')
  if (punished) throw new ApiError('SERVICE_PROVIDER_PUNISHED')
}

/**
 * Checks that the gold plan is open in at least one payment scene, as the advertising operations require.
 *
 * @throws {ApiError} When the gold plan is open in no payment scene.
 */
export function requireGoldPlan({ gold_plan }: SubMerchant): void {
  if (Object.values(gold_plan).every(({ status }) => status === 'CLOSED')) throw new ApiError('SUB_MERCHANT_GOLDPLAN_CLOSED')
}
