import { developmentKeys } from '../../../contracts/index.ts'
import { createMemoryJournal } from '../../../mock-server/journal/memory-journal.ts'
import { createMemoryStore } from '../../../mock-server/store/memory-store.ts'
import type { SubMerchant, TenantState } from '../../../mock-server/store/records.ts'
import type { RecordReader, Store } from '../../../mock-server/store/store.ts'
import { makeTenant } from '../../../mock-server/tenant/make-tenant.ts'

const { serial, certificate, privateKey } = developmentKeys.merchant

/** Reads journal records whose text is just the entry in JSON. */
export const JSON_READER: RecordReader = { entry: JSON.parse, summary: JSON.parse }

/** A tenant with these sub-merchants. */
export function tenantOf(mchid: string, ...sub_merchants: SubMerchant[]): TenantState {
  return { ...makeTenant(mchid, { serial_no: serial, certificate, private_key: privateKey, status: 'valid' }), sub_merchants }
}

/** A store with one tenant, `1`, which has these sub-merchants. */
export async function storeWith(...sub_merchants: SubMerchant[]): Promise<Store> {
  const store = createMemoryStore(createMemoryJournal({ entries: 10, bytes: 1e6, ownBytes: 1e6 }, JSON_READER))
  await store.replace(undefined, tenantOf('1', ...sub_merchants))
  return store
}
