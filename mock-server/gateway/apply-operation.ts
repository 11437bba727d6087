import { ApiError, type Verified } from '../../contracts/index.ts'
import { changeGoldPlanStatus } from '../goldplan/change-gold-plan-status.ts'
import type { Handler, OperationId } from '../goldplan/handler.ts'
import type { Store } from '../goldplan/store.ts'
import type { Merchant } from './merchant.ts'
import type { Outcome } from './outcome.ts'
import type { Call } from './validate-call.ts'

const HANDLERS: { readonly [Id in OperationId]: Handler<Id> } = { changeGoldPlanStatus }

/**
 * Applies a call to the state of its sub-merchant by compare-and-swap, so that of two concurrent calls the second sees the first.
 *
 * @param now Milliseconds since 1970.
 */
export async function applyOperation(call: Call, merchant: Verified<Merchant>, store: Store, now: number): Promise<Outcome> {
  const { id, body } = call
  for (;;) {
    const stored = await store.read(merchant.mchid, body.sub_mchid)
    if (!stored) throw new ApiError('MCH_NOT_EXISTS')
    const { record, outcome } = HANDLERS[id](stored.record, body, now)
    if (await store.swap(merchant.mchid, stored.version, record)) return outcome
  }
}
