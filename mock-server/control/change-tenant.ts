import type { Store } from '../store/store.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { notFound } from './control-error.ts'

/** Reads a tenant, or throws 404. */
export async function readTenant(mchid: string, store: Store): Promise<Tenant> {
  const stored = await store.read(mchid, 'tenant')
  if (!stored) throw notFound('merchant', mchid)
  return stored.value
}

/** Changes a tenant by compare-and-swap; what the change throws leaves it as it was. */
export async function changeTenant(mchid: string, store: Store, change: (tenant: Tenant) => Tenant | Promise<Tenant>): Promise<Tenant> {
  for (;;) {
    const stored = await store.read(mchid, 'tenant')
    if (!stored) throw notFound('merchant', mchid)
    const changed = await change(stored.value)
    if (await store.swap(mchid, 'tenant', stored.version, changed)) return changed
  }
}
