import type { components } from '../../contracts/control/index.ts'
import type { Api } from '../openapi/index.ts'
import type { FaultScript, Tenant, TenantState } from '../store/records.ts'
import { replaceTenant } from '../store/update-record.ts'
import { currentCertificate } from '../tenant/certificates.ts'
import { tenantTime } from '../tenant/clock.ts'
import { obstacle } from '../tenant/migration.ts'
import { withStatus } from './certificate.ts'
import { existing } from './change-tenant.ts'
import { clockAsChange, clockFromChange } from './clock.ts'
import { refused } from './control-error.ts'
import type { ControlContext, ControlHandlers } from './control-handler.ts'
import { checkedFault } from './faults.ts'
import { indexOfDuplicate } from './index-of-duplicate.ts'
import { conditionsOf } from './merchant-resource.ts'
import { operationId } from './operation-id.ts'
import { checkedPlatform } from './platform.ts'
import { checkScenes } from './sub-merchants.ts'

type Snapshot = components['schemas']['Snapshot']
type SnapshotChoice = components['schemas']['SnapshotChoice']

export const snapshot: ControlHandlers<'readSnapshot' | 'restoreSnapshot'> = {
  readSnapshot: ({ path }, { store }) => readSnapshot(path.mchid, store),
  async restoreSnapshot({ path: { mchid }, body }, context) {
    const { store, now, notifier } = context
    let before = 0
    await replaceTenant(store, mchid, async (tenant) => {
      if (tenant) before = tenantTime(tenant.clock, now()).business
      const faults = await store.read({ mchid, kind: 'faults' })
      return restored(existing(mchid, tenant), body, context, faults?.value.last_id)
    })
    if (body.clock) await notifier.catchUp(mchid, before)
    return readSnapshot(mchid, store)
  },
}

async function readSnapshot(mchid: string, store: ControlContext['store']): Promise<Snapshot> {
  return snapshotOf(existing(mchid, await store.readAll(mchid)))
}

/** Returns the state of a tenant as a snapshot, which can be restored. A snapshot has no private keys, no journal and no notifications. */
export function snapshotOf({ tenant, sub_merchants, faults, calls }: TenantState): Snapshot {
  const { serial_no, status } = currentCertificate(tenant)
  const {
    platform: { certificates, public_key },
    migration,
  } = tenant
  return {
    merchant: conditionsOf(tenant),
    sub_merchants: [...sub_merchants],
    faults: [...faults.faults],
    clock: clockAsChange(tenant.clock),
    platform: { certificates: [...certificates], public_key },
    migration: migration && { began: migration.began / 1000 },
    calls: [...calls],
    certificate: { serial_no, status: status === 'replaced' ? 'valid' : status },
  }
}

/**
 * Applies the given parts of a snapshot to a tenant, and returns the changed data. Stores nothing.
 *
 * @throws {ControlError} 400 when a part is invalid.
 */
export function restored(
  tenant: Tenant,
  choice: SnapshotChoice,
  { api, platformKeys, now }: Pick<ControlContext, 'api' | 'platformKeys' | 'now'>,
  lastFaultId = 0,
): Partial<TenantState> & Pick<TenantState, 'tenant'> {
  const { merchant, clock, platform, migration, certificate } = choice
  const changed: Tenant = {
    ...(certificate ? withCurrent(tenant, certificate) : tenant),
    ...merchant,
    ...(clock && { clock: clockFromChange(clock, now(), '/body/clock') }),
    ...(platform && { platform: checkedPlatform(platform, platformKeys, '/body/platform') }),
    ...(migration !== undefined && { migration: migration && { began: Math.round(migration.began * 1000) } }),
  }
  const reason = changed.migration && obstacle(changed.platform)
  if (reason && migration) throw refused('/body/migration', migration, `be null with these platform keys: ${reason}`)
  if (reason) throw refused('/body/platform', platform, `allow the migration that runs: ${reason}`)
  return { tenant: changed, ...restoredLists(choice, api, lastFaultId) }
}

/**
 * Checks the lists of a snapshot, and returns them in the form in which they are stored.
 *
 * @throws {ControlError} 400 when a part is invalid.
 */
export function restoredLists(
  { sub_merchants, faults, calls }: Pick<SnapshotChoice, 'sub_merchants' | 'faults' | 'calls'>,
  api: Api,
  lastFaultId = 0,
): Partial<Pick<TenantState, 'sub_merchants' | 'faults' | 'calls'>> {
  return {
    ...(sub_merchants && { sub_merchants: checkedRecords(sub_merchants) }),
    ...(faults && { faults: scriptOf(faults, api, lastFaultId) }),
    ...(calls && { calls: checkedCalls(calls, api) }),
  }
}

function withCurrent(tenant: Tenant, { serial_no, status }: NonNullable<SnapshotChoice['certificate']>): Tenant {
  const serials = tenant.certificates.map((record) => record.serial_no)
  const index = serials.indexOf(serial_no)
  if (index < 0) throw refused('/body/certificate/serial_no', serial_no, `be one of this merchant's: ${serials.join(', ')}`)
  return withStatus({ ...tenant, certificates: tenant.certificates.slice(0, index + 1) }, status)
}

function checkedRecords(records: NonNullable<SnapshotChoice['sub_merchants']>) {
  const numbers = records.map(({ sub_mchid }) => sub_mchid)
  const duplicate = indexOfDuplicate(numbers)
  if (duplicate >= 0) throw refused(`/body/sub_merchants/${duplicate}/sub_mchid`, numbers[duplicate], 'occur only once')
  for (const [index, { gold_plan }] of records.entries()) checkScenes(gold_plan, `/body/sub_merchants/${index}`)
  return records
}

function checkedCalls(calls: NonNullable<SnapshotChoice['calls']>, api: Api) {
  const named = calls.map((call, index) => ({ ...call, operation: operationId(call.operation, api, `/body/calls/${index}/operation`) }))
  const double = indexOfDuplicate(named.map(({ operation, hour }) => `${operation} ${hour}`))
  if (double >= 0) throw refused(`/body/calls/${double}`, calls[double], 'be the only count of this operation and hour')
  return named
}

/**
 * Checks the faults of a snapshot, and returns them in the form in which they are stored.
 *
 * @param lastId The highest ID that a fault of the merchant has had. The journal may name that fault, so its ID is not given again.
 * @throws {ControlError} 400 when a fault is invalid, or two faults have the same ID.
 */
function scriptOf(faults: NonNullable<SnapshotChoice['faults']>, api: Api, lastId: number): FaultScript {
  const ids = faults.map(({ id }) => id)
  const checked = faults.map((fault, index) => {
    const { id, seen, hits, period, ...choice } = fault
    const { operation } = checkedFault(choice, api, `/body/faults/${index}`)
    return operation === undefined ? fault : { ...fault, operation }
  })
  const duplicate = indexOfDuplicate(ids.map(String))
  if (duplicate >= 0) throw refused(`/body/faults/${duplicate}/id`, ids[duplicate], 'occur only once')
  return { last_id: Math.max(lastId, ...ids), faults: checked }
}
