import { flawsOf } from '../openapi/index.ts'
import { broken, readStateFile } from '../store/read-state-file.ts'
import type { FaultScript, NotificationList, SavedTenant, Tenant, TenantState } from '../store/records.ts'
import { withConfiguredKey } from '../tenant/configured-key.ts'
import type { PlatformKeys } from '../tenant/platform.ts'
import { checkCertificates } from './check-certificates.ts'
import { ControlError } from './control-error.ts'
import type { ControlContext } from './control-handler.ts'
import { indexOfDuplicate } from './index-of-duplicate.ts'
import { restored, snapshotOf } from './snapshot.ts'
import { explain } from './validate-control.ts'

/**
 * Restores the tenants of a state file. Each of them replaces the configured tenant with the same merchant ID, or is added if no such tenant is
 * configured. The whole file is checked before any of it is used.
 *
 * @throws {Error} When the file can't be used; it is left as it is.
 */
export async function restoreState(file: string, context: ControlContext): Promise<void> {
  const { store } = context
  const saved = await readStateFile(file)
  const checked: SavedTenant[] = []
  const known = new Set<string>()
  for (const [index, { state, made }] of saved.entries()) {
    const path = `merchants.${index}`
    const { mchid } = state.tenant
    if (known.has(mchid))
      throw broken(file, `${path}.state.tenant.mchid: another merchant already has this ID; got ${JSON.stringify(mchid)}`)
    if (made.tenant.mchid !== mchid)
      throw broken(file, `${path}.made.tenant.mchid: must be ${mchid}; got ${JSON.stringify(made.tenant.mchid)}`)
    known.add(mchid)
    checked.push({ state: await check(state, `${path}.state`, file, context), made: await check(made, `${path}.made`, file, context) })
  }
  for (const [index, { state }] of checked.entries()) await checkKey(state.tenant, `merchants.${index}`, file, store)
  for (const { state, made } of checked) {
    const { mchid } = state.tenant
    const configured = await store.read({ mchid, kind: 'tenant' })
    const tenant = configured ? withConfiguredKey(state.tenant, made.tenant, configured.value) : { ...state.tenant, permanent: false }
    await store.replace(configured?.version, { ...state, tenant })
    if (!configured) await store.swap({ mchid, kind: 'made' }, undefined, { ...made, tenant: { ...made.tenant, permanent: false } })
  }
}

/** Checks that a tenant whose key is missing in the file is among the configured ones, whose options provide the key. */
async function checkKey({ mchid, certificates }: Tenant, path: string, file: string, store: ControlContext['store']): Promise<void> {
  if (certificates.every(({ private_key }) => private_key !== '') || (await store.read({ mchid, kind: 'tenant' }))) return
  throw broken(
    file,
    `${path}: the merchant ${mchid} has a private key of your own, which the file does not contain: give the key again, or remove this merchant from the file`,
  )
}

/** Checks a tenant's state as the control API would, and also the certificates with their keys and the last fault ID. */
async function check(state: TenantState, path: string, file: string, context: ControlContext): Promise<TenantState> {
  await checkCertificates(state.tenant, `${path}.tenant`, file)
  checkNotifications(state.notifications, `${path}.notifications.notifications`, file, context.platformKeys)
  const { last_id } = state.faults
  const { faults, calls } = await checkedParts(state, path, file, context)
  const highest = Math.max(0, ...faults.map(({ id }) => id))
  if (last_id < highest) throw broken(file, `${path}.faults.last_id: must be ${highest} or more; got ${last_id}`)
  return { ...state, faults: { last_id, faults }, calls }
}

/**
 * Refuses a notification that can't be signed, is due although it has ended, or has the ID of another one. Such a notification would block all
 * other notifications of its merchant.
 */
function checkNotifications({ notifications }: NotificationList, path: string, file: string, keys: PlatformKeys): void {
  for (const [index, { serial_no, state, due }] of notifications.entries()) {
    if (serial_no !== null && serial_no !== keys.publicKey.serial && !keys.certificates.has(serial_no))
      throw broken(file, `${path}.${index}.serial_no: must be the serial number or ID of a platform key; got ${JSON.stringify(serial_no)}`)
    if (due !== null && state !== 'pending') throw broken(file, `${path}.${index}.due: must be null when the state is ${state}; got ${due}`)
  }
  const duplicate = indexOfDuplicate(notifications.map(({ id }) => id))
  if (duplicate >= 0) throw broken(file, `${path}.${duplicate}.id: must occur only once`)
}

/**
 * Checks the part of the state that a snapshot contains. Returns the faults and the counted calls. Both name each operation by its operationId, as
 * they do after a snapshot is restored.
 */
async function checkedParts(
  state: TenantState,
  path: string,
  file: string,
  context: ControlContext,
): Promise<Pick<FaultScript, 'faults'> & Pick<TenantState, 'calls'>> {
  const document = await context.controlApi()
  const operation = document.operations.find(({ id }) => id === 'restoreSnapshot')
  if (!operation) throw new Error('The control document has no restoreSnapshot')
  const snapshot = snapshotOf(state)
  const target = operation.path.replace('{mchid}', state.tenant.mchid)
  const [flaw] = flawsOf(await document.validate(operation, 'PUT', target, snapshot), operation, target, snapshot)
  try {
    if (flaw) throw explain(flaw)
    const { faults, calls = [] } = restored(state.tenant, snapshot, context)
    return { faults: faults?.faults ?? [], calls }
  } catch (error) {
    if (!(error instanceof ControlError)) throw error
    throw broken(
      file,
      error.message.replace(/^\/body\S*/, (field) => placeInFile(field, path)),
      error,
    )
  }
}

/** For each part of a snapshot that has another path in a state file: that other path. */
const PLACES: Readonly<Record<string, string>> = {
  merchant: 'tenant',
  clock: 'tenant.clock',
  platform: 'tenant.platform',
  migration: 'tenant.migration',
  faults: 'faults.faults',
}

function placeInFile(field: string, path: string): string {
  const [part = '', ...inner] = field.split('/').slice(2)
  return [path, PLACES[part] ?? part, ...inner].join('.')
}
