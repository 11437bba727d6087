import type { Tenant } from '../store/records.ts'
import type { Store } from '../store/store.ts'

/** Reads a tenant; `undefined` when it does not exist. */
export async function tenantOf(mchid: string, store: Store): Promise<Tenant | undefined> {
  return (await store.read({ mchid, kind: 'tenant' }))?.value
}

/** Reads several tenants in parallel. Returns them in the order of `mchids`, without those that do not exist. */
export async function tenantsOf(mchids: readonly string[], store: Store): Promise<Tenant[]> {
  const tenants = await Promise.all(mchids.map((mchid) => tenantOf(mchid, store)))
  return tenants.filter((tenant) => tenant !== undefined)
}
