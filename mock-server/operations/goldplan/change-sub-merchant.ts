import { isDeepStrictEqual } from 'node:util'
import { ApiError, type ErrorExample } from '../../../contracts/index.ts'
import type { Store } from '../../store/store.ts'
import type { Tenant } from '../../tenant/tenant.ts'
import type { Outcome } from '../outcome.ts'
import { changeCustomPageStatus } from './change-custom-page-status.ts'
import { changeGoldPlanStatus } from './change-gold-plan-status.ts'
import { checkCaller } from './check-caller.ts'
import { closeAdvertisingShow } from './close-advertising-show.ts'
import type { Handler, RequestBody, SubMerchantOperationId } from './handler.ts'
import { openAdvertisingShow } from './open-advertising-show.ts'
import { setAdvertisingIndustryFilter } from './set-advertising-industry-filter.ts'

const HANDLERS: { readonly [Id in SubMerchantOperationId]: Handler<Id> } = {
  changeGoldPlanStatus,
  changeCustomPageStatus,
  setAdvertisingIndustryFilter,
  openAdvertisingShow,
  closeAdvertisingShow,
}

/** What a sub-merchant that does not exist is called. */
const UNKNOWN: Readonly<Partial<Record<SubMerchantOperationId, ErrorExample>>> = { changeCustomPageStatus: 'SUB_MERCHANT_NOT_OWNED' }

/** A valid call for one sub-merchant. */
export interface SubMerchantCall<Id extends SubMerchantOperationId = SubMerchantOperationId> {
  readonly id: Id
  readonly body: RequestBody<Id>
  /** By sub-merchant number: the example in which a call for it ends, unless there is a record of that number. */
  readonly testSubMerchants: ReadonlyMap<string, string>
}

/** Says whether a call concerns a sub-merchant. */
export function isSubMerchantCall(call: { readonly id: string }): call is SubMerchantCall {
  return Object.hasOwn(HANDLERS, call.id)
}

/**
 * Applies a call to the record of its sub-merchant by compare-and-swap, so that of two concurrent calls the second sees the first.
 *
 * @param now Milliseconds since 1970.
 * @throws {ApiError} For the first condition that does not hold: the service provider's, the sub-merchant's, the operation's own.
 */
export async function changeSubMerchant(call: SubMerchantCall, caller: Tenant, store: Store, now: number): Promise<Outcome> {
  checkCaller(caller)
  const { id, body, testSubMerchants } = call
  const { mchid } = caller
  const handle = HANDLERS[id] as Handler<typeof id>
  for (;;) {
    const stored = await store.readSubMerchant(mchid, body.sub_mchid)
    if (!stored) throw new ApiError((testSubMerchants.get(body.sub_mchid) as ErrorExample | undefined) ?? UNKNOWN[id] ?? 'MCH_NOT_EXISTS')
    const { value: before, version } = stored
    if (before.punished) throw new ApiError('SUB_MERCHANT_PUNISHED')
    const { record: after, outcome } = handle(before, body as never, caller, now)
    if (isDeepStrictEqual(before, after)) return outcome
    if (await store.swapSubMerchant(mchid, body.sub_mchid, version, after)) return { ...outcome, change: { before, after } }
  }
}
