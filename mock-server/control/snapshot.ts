import type { components } from '../../contracts/control/control.openapi.d.ts'
import type { FaultScript } from '../faults/fault-script.ts'
import type { OpenApiDocument } from '../openapi/open-document.ts'
import type { TenantState } from '../store/store.ts'
import { currentCertificate, type Tenant } from '../tenant/tenant.ts'
import { withStatus } from './certificate.ts'
import { clockAsChange, clockFromChange } from './clock.ts'
import { notFound, refused } from './control-error.ts'
import type { ControlContext, ControlHandlers } from './control-handler.ts'
import { checkFault } from './faults.ts'
import { indexOfDouble } from './index-of-double.ts'
import { conditionsOf } from './merchant-resource.ts'
import { checkedPlatform } from './platform.ts'

type Snapshot = components['schemas']['Snapshot']
type SnapshotChoice = components['schemas']['SnapshotChoice']

export const snapshot: ControlHandlers<'readSnapshot' | 'restoreSnapshot'> = {
  readSnapshot: ({ path }, { store }) => readSnapshot(path.mchid, store),
  async restoreSnapshot({ path: { mchid }, body }, context) {
    const { store } = context
    for (;;) {
      const stored = await store.read(mchid, 'tenant')
      if (!stored) throw notFound('merchant', mchid)
      const faults = await store.read(mchid, 'faults')
      const state = restored(stored.value, body, context, faults?.value.last_id)
      if (await store.replace(stored.version, state)) return readSnapshot(mchid, store)
    }
  },
}

async function readSnapshot(mchid: string, store: ControlContext['store']): Promise<Snapshot> {
  const state = await store.readAll(mchid)
  if (!state) throw notFound('merchant', mchid)
  return snapshotOf(state)
}

/** All of a tenant's state but its keys, in the form in which it can be restored. */
export function snapshotOf({ tenant, sub_merchants, faults }: TenantState): Snapshot {
  const { serial_no, status } = currentCertificate(tenant)
  const { certificates, public_key } = tenant.platform
  return {
    merchant: conditionsOf(tenant),
    sub_merchants: [...sub_merchants],
    faults: [...faults.faults],
    clock: clockAsChange(tenant.clock),
    platform: { certificates: [...certificates], public_key },
    certificate: { serial_no, status: status === 'replaced' ? 'valid' : status },
  }
}

/**
 * A tenant with the parts that a snapshot gives.
 *
 * @throws {ControlError} 400 when a part can't be; then nothing is changed.
 */
export function restored(
  tenant: Tenant,
  choice: SnapshotChoice,
  { goldplan, platformKeys, now }: ControlContext,
  lastFaultId = 0,
): Partial<TenantState> & Pick<TenantState, 'tenant'> {
  const { merchant, sub_merchants, faults, clock, platform, certificate } = choice
  const changed: Tenant = {
    ...(certificate ? withCurrent(tenant, certificate) : tenant),
    ...merchant,
    ...(clock && { clock: clockFromChange(clock, now()) }),
    ...(platform && { platform: checkedPlatform(platform, platformKeys, '/body/platform') }),
  }
  return {
    tenant: changed,
    ...(sub_merchants && { sub_merchants: withoutDoubles(sub_merchants) }),
    ...(faults && { faults: scriptOf(faults, goldplan, lastFaultId) }),
  }
}

function withCurrent(tenant: Tenant, { serial_no, status }: NonNullable<SnapshotChoice['certificate']>): Tenant {
  const serials = tenant.certificates.map((record) => record.serial_no)
  const index = serials.indexOf(serial_no)
  if (index < 0) throw refused('/body/certificate/serial_no', serial_no, `be one of this merchant's: ${serials.join(', ')}`)
  return withStatus({ ...tenant, certificates: tenant.certificates.slice(0, index + 1) }, status)
}

function withoutDoubles(records: NonNullable<SnapshotChoice['sub_merchants']>) {
  const numbers = records.map(({ sub_mchid }) => sub_mchid)
  const double = indexOfDouble(numbers)
  if (double >= 0) throw refused(`/body/sub_merchants/${double}/sub_mchid`, numbers[double], 'be there once')
  return records
}

/** An ID that the journal may name is not given again. */
function scriptOf(faults: NonNullable<SnapshotChoice['faults']>, goldplan: OpenApiDocument, lastId: number): FaultScript {
  const ids = faults.map(({ id }) => id)
  for (const [index, { id, seen, hits, period, ...choice }] of faults.entries()) checkFault(choice, goldplan, `/body/faults/${index}`)
  const double = indexOfDouble(ids.map(String))
  if (double >= 0) throw refused(`/body/faults/${double}/id`, ids[double], 'be there once')
  return { last_id: Math.max(lastId, ...ids), faults }
}
