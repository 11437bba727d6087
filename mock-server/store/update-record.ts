import type { RecordKey, Records, Tenant, TenantState } from './records.ts'
import type { Store } from './store.ts'

/** A record before and after a change. */
export interface Updated<Value> {
  readonly before: Value | undefined
  readonly after: Value | undefined
}

/**
 * Changes a record by compare-and-swap. When another change came first, the change is made again with what is there now.
 *
 * @param change Takes the record, `undefined` when it does not exist, and gives the new one. The same value back writes nothing, `undefined`
 * removes the record. What it throws leaves everything as it was.
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
  }
}

/**
 * Replaces what a tenant has by compare-and-swap, as {@link updateRecord} does.
 *
 * @param change Takes the tenant, `undefined` when it does not exist, and gives what replaces it.
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
