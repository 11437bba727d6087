import type { Tenant } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { updateRecord } from '../store/update-record.ts'
import { tenantOf } from '../tenant/stored-tenant.ts'
import { notFound } from './control-error.ts'

/**
 * Reads a tenant.
 *
 * @throws {ControlError} 404 when it does not exist.
 */
export async function readTenant(mchid: string, store: Store): Promise<Tenant> {
  return existing(mchid, await tenantOf(mchid, store))
}

/**
 * Changes a tenant. If the change throws, the tenant stays as it was.
 *
 * @throws {ControlError} 404 when it does not exist.
 */
export async function changeTenant(mchid: string, store: Store, change: (tenant: Tenant) => Tenant | Promise<Tenant>): Promise<Tenant> {
  const { after } = await updateRecord(store, { mchid, kind: 'tenant' }, (tenant) => change(existing(mchid, tenant)))
  return existing(mchid, after)
}

/** Returns the value, or throws 404 when it is `undefined`. */
export function existing<Value>(mchid: string, value: Value | undefined): Value {
  if (value === undefined) throw notFound('merchant', mchid)
  return value
}
