import { expect, it } from 'vitest'
import { callsByOperation, countCall } from '../../../mock-server/tenant/call-counts.ts'
import { HOUR } from '../../../mock-server/tenant/migration.ts'
import { storeWith } from '../store/stored-tenant.ts'

const BEGAN = 1_700_000_000_000

it('counts the calls during a migration by operation and kind of key; the operation that was called first comes first', async () => {
  const store = await storeWith()
  const call = (operation: string, hour: number, key: 'public_key' | 'none') =>
    countCall({ mchid: '1', operation, migration: { began: BEGAN }, businessNow: BEGAN + hour * HOUR, key }, store)
  await call('first', 0, 'none')
  await call('second', 0, 'public_key')
  await call('first', 0, 'public_key')
  await call('third', 1, 'none')
  await call('first', 1, 'none')
  const calls = (await store.read({ mchid: '1', kind: 'calls' }))?.value ?? []
  expect([...callsByOperation(calls, { began: BEGAN }, BEGAN + HOUR)]).toEqual([
    ['first', { public_key: 1, certificate: 0, none: 2 }],
    ['second', { public_key: 1, certificate: 0, none: 0 }],
    ['third', { public_key: 0, certificate: 0, none: 1 }],
  ])
})
