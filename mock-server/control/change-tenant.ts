import type { Tenant } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { updateRecord } from '../store/update-record.ts'
import { notFound } from './control-error.ts'

/**
 * Reads a tenant.
 *
 * @throws {ControlError} 404 when it does not exist.
 */
export async function readTenant(mchid: string, store: Store): Promise<Tenant> {
  return existing(mchid, (await store.read({ mchid, kind: 'tenant' }))?.value)
}

/**
 * Changes a tenant; what the change throws leaves it as it was.
 *
 * @throws {ControlError} 404 when it does not exist.
 */
export async function changeTenant(mchid: string, store: Store, change: (tenant: Tenant) => Tenant | Promise<Tenant>): Promise<Tenant> {
  const { after } = await updateRecord(store, { mchid, kind: 'tenant' }, (tenant) => change(existing(mchid, tenant)))
  return existing(mchid, after)
}

/** A record of a tenant, or the 404 when the tenant, and so the record, does not exist. */
export function existing<Value>(mchid: string, value: Value | undefined): Value {
  if (value === undefined) throw notFound('merchant', mchid)
  return value
}
