import type { Verified } from '../../contracts/index.ts'
import { listCertificates } from '../certificates/list-certificates.ts'
import { changeSubMerchant, isSubMerchantCall } from '../goldplan/change-sub-merchant.ts'
import type { Store } from '../goldplan/store.ts'
import type { Merchant } from '../merchant/merchant.ts'
import type { Outcome } from '../outcome.ts'
import type { Call } from './validate-call.ts'

/** What the operations work with beside the call. */
export interface Surroundings {
  readonly store: Store
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly nonce: () => string
}

/** Does what the operation of a valid call does. */
export async function applyOperation(call: Call, merchant: Verified<Merchant>, { store, now, nonce }: Surroundings): Promise<Outcome> {
  if (isSubMerchantCall(call)) return changeSubMerchant(call, merchant.mchid, merchant.caller, store, now())
  if (call.id === 'listCertificates') return listCertificates(merchant, nonce)
  throw new Error(`${call.id} has no handler`)
}
