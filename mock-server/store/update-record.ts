import type { RecordKey, Records, Tenant, TenantState } from './records.ts'
import type { Store } from './store.ts'

/** A record before and after a change. */
export interface Updated<Value> {
  readonly before: Value | undefined
  readonly after: Value | undefined
}

/**
 * Changes a record by compare-and-swap. If somebody else has changed the record meanwhile, `change` is called again with the new value.
 *
 * @param change Takes the record, or `undefined` when there is no record, and returns the new record. If it returns the same value, nothing
 * is written. If it returns `undefined`, the record is removed. If it throws, nothing changes.
 * @returns The record before and after; `undefined` for both when the tenant does not exist.
 */
export async function updateRecord<Kind extends keyof Records>(
  store: Store,
  key: RecordKey<Kind>,
  change: (before: Records[Kind] | undefined) => Records[Kind] | undefined | Promise<Records[Kind] | undefined>,
): Promise<Updated<Records[Kind]>> {
  for (;;) {
    const stored = await store.read(key)
    const before = stored?.value
    const after = await change(before)
    if (after === before || (await store.swap(key, stored?.version, after))) return { before, after }
    // A write for a tenant that does not exist always fails, so the loop ends here.
    if (before === undefined && !(await store.read({ mchid: key.mchid, kind: 'tenant' }))) return { before, after: undefined }
  }
}

/**
 * Replaces the data of a tenant by compare-and-swap, as {@link updateRecord} does for a record.
 *
 * @param change Takes the tenant, or `undefined` when it does not exist, and returns the new data.
 */
export async function replaceTenant(
  store: Store,
  mchid: string,
  change: (tenant: Tenant | undefined) => Promise<Partial<TenantState> & Pick<TenantState, 'tenant'>>,
): Promise<void> {
  for (;;) {
    const stored = await store.read({ mchid, kind: 'tenant' })
    if (await store.replace(stored?.version, await change(stored?.value))) return
  }
}
