import { describe, expect, it } from 'vitest'
import { operationFiles } from '../../../contracts/documents.ts'
import { createRecordCheck } from '../../../mock-server/control/check-record.ts'
import { createMockServer } from '../../../mock-server/index.ts'
import { recordReader } from '../../../mock-server/journal/journal-entry.ts'
import { createMemoryJournal } from '../../../mock-server/journal/memory-journal.ts'
import { openApi } from '../../../mock-server/openapi/index.ts'
import { createMemoryStore } from '../../../mock-server/store/memory-store.ts'
import { loadPlatformKeys } from '../../../mock-server/tenant/platform.ts'

/** Adds an unknown field to every object in a value. A newer version of the server may write such fields. */
function withNewFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNewFields)
  if (typeof value !== 'object' || value === null) return value
  return { ...Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withNewFields(part)])), new_field: 1 }
}

describe('a record in a shared store', () => {
  it.each(['tenant', 'made', 'sub_merchant', 'faults'] as const)('may have fields that only a newer server knows: %s', async (kind) => {
    const store = createMemoryStore(createMemoryJournal({ entries: 1, bytes: 1_000, ownBytes: 1_000 }, recordReader))
    await using mock = await createMockServer({ store, merchant: { faults: [{ status: 500 }] } })
    const { mchid } = mock.credentials
    const [controlApi, api, platformKeys] = await Promise.all([
      openApi(operationFiles.control),
      openApi(operationFiles.products),
      loadPlatformKeys(),
    ])
    const check = createRecordCheck({ controlApi: async () => controlApi, api, platformKeys, now: Date.now })
    const key = { mchid, kind, ...(kind === 'sub_merchant' && { id: '1900000109' }) }
    const stored = await store.read(key)
    expect(stored).toBeDefined()
    await expect(check(key, withNewFields(stored?.value))).resolves.toBeUndefined()
  })
})
