import type { Verified } from '../../contracts/index.ts'
import type { Call } from '../gateway/validate-call.ts'
import type { Store } from '../store/store.ts'
import type { PlatformKeys } from '../tenant/platform.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { listCertificates } from './certificates/list-certificates.ts'
import { changeSubMerchant, isSubMerchantCall } from './goldplan/change-sub-merchant.ts'
import type { Outcome } from './outcome.ts'

/** What the operations work with beside the call. */
export interface OperationContext {
  readonly store: Store
  readonly platformKeys: PlatformKeys
  readonly nonce: () => string
}

/**
 * Does what the operation of a valid call does.
 *
 * @param now The tenant's business time, milliseconds since 1970.
 */
export async function applyOperation(
  call: Call,
  tenant: Verified<Tenant>,
  now: number,
  { store, platformKeys, nonce }: OperationContext,
): Promise<Outcome> {
  if (isSubMerchantCall(call)) return changeSubMerchant(call, tenant, store, now)
  if (call.id === 'listCertificates') return listCertificates(tenant, platformKeys, nonce)
  throw new Error(`${call.id} has no handler`)
}
