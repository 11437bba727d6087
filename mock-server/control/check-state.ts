import type { components } from '../../contracts/control/index.ts'
import { once } from '../../contracts/once.ts'
import { compileSchema, flawsOf } from '../openapi/index.ts'
import type { FaultScript, NotificationList, TenantState } from '../store/records.ts'
import { WrongState } from '../store/wrong-state.ts'
import type { PlatformKeys } from '../tenant/platform.ts'
import { checkCertificates } from './check-certificates.ts'
import { ControlError } from './control-error.ts'
import type { ControlContext } from './control-handler.ts'
import { indexOfDuplicate } from './index-of-duplicate.ts'
import { restored, restoredLists, snapshotOf } from './snapshot.ts'
import { explain } from './validate-control.ts'

export type StateCheckParts = Pick<ControlContext, 'controlApi' | 'api' | 'platformKeys' | 'now'>

type SnapshotParts = components['schemas']['SnapshotChoice']

/** Checks stored state by the rules of the control API for snapshots. */
export interface StateCheck {
  /**
   * Checks the whole state of a tenant. This includes the parts that a snapshot lacks: the certificates with their keys, the notifications,
   * and `last_id`, the highest ID that a fault has had.
   *
   * @param path Where the state is in a file, such as `merchants.0.state`; it may be empty. Errors begin with this path.
   * @returns The state. Its faults and counted calls name their operations by operationId.
   * @throws {WrongState} For the first mistake.
   */
  readonly checkState: (state: TenantState, path: string) => Promise<TenantState>
  /**
   * Checks sub-merchants, faults and counted calls as the control API checks these parts of a snapshot.
   *
   * @throws {WrongState} For the first mistake.
   */
  readonly checkLists: (lists: Pick<SnapshotParts, 'sub_merchants' | 'faults' | 'calls'>) => Promise<void>
}

/**
 * Creates the checks of stored state.
 *
 * @param isIgnored Whether violations of this JSON Schema keyword are ignored.
 */
export function createStateCheck(parts: StateCheckParts, isIgnored: (keyword: string) => boolean = () => false): StateCheck {
  const { controlApi, api, platformKeys } = parts
  const open = once(async () => {
    const document = await controlApi()
    const operation = document.operations.find(({ id }) => id === 'restoreSnapshot')
    if (!operation) throw new Error('The control document has no restoreSnapshot')
    // `isRight` is called before `document.validate`, because `document.validate` uses Prism, which takes a hundred times as long.
    return { document, operation, isRight: compileSchema(operation.bodySchema ?? {}) }
  })
  async function checkShape(snapshot: SnapshotParts): Promise<void> {
    const { document, operation, isRight } = await open()
    if (isRight(snapshot)) return
    const target = operation.path.replace('{mchid}', '1')
    const flaws = flawsOf(await document.validate(operation, 'PUT', target, snapshot), operation, target, snapshot)
    const flaw = flaws.find(({ keyword }) => !isIgnored(keyword))
    if (flaw) throw explain(flaw)
  }
  async function checkedParts(state: TenantState, path: string): Promise<Pick<FaultScript, 'faults'> & Pick<TenantState, 'calls'>> {
    const snapshot = snapshotOf(state)
    return placing(path, async () => {
      await checkShape(snapshot)
      const { faults, calls = [] } = restored(state.tenant, snapshot, parts)
      return { faults: faults?.faults ?? [], calls }
    })
  }
  return {
    async checkState(state, path) {
      await checkCertificates(state.tenant, within(path, 'tenant'))
      checkNotifications(state.notifications, within(path, 'notifications.notifications'), platformKeys)
      const { last_id } = state.faults
      const { faults, calls } = await checkedParts(state, path)
      checkLastId({ last_id, faults }, within(path, 'faults.last_id'))
      return { ...state, faults: { last_id, faults }, calls }
    },
    checkLists: (lists) =>
      placing('', async () => {
        await checkShape(lists)
        restoredLists(lists, api)
      }),
  }
}

/** Refuses a `last_id` that is lower than the ID of a fault. */
export function checkLastId({ last_id, faults }: FaultScript, path: string): void {
  const highest = Math.max(0, ...faults.map(({ id }) => id))
  if (last_id < highest) throw new WrongState(`${path}: must be ${highest} or more; got ${last_id}`)
}

/** Refuses notifications that name an unknown key, that are due although they have ended, or that share an ID. */
export function checkNotifications({ notifications }: NotificationList, path: string, keys: PlatformKeys): void {
  for (const [index, { serial_no, state, due }] of notifications.entries()) {
    if (serial_no !== null && serial_no !== keys.publicKey.serial && !keys.certificates.has(serial_no))
      throw new WrongState(
        `${path}.${index}.serial_no: must be the serial number or ID of a platform key; got ${JSON.stringify(serial_no)}`,
      )
    if (due !== null && state !== 'pending')
      throw new WrongState(`${path}.${index}.due: must be null when the state is ${state}; got ${due}`)
  }
  const duplicate = indexOfDuplicate(notifications.map(({ id }) => id))
  if (duplicate >= 0) throw new WrongState(`${path}.${duplicate}.id: must occur only once`)
}

/** Runs a check. If it throws a {@link ControlError}, throws a {@link WrongState} that names the place in the state. */
async function placing<Result>(path: string, check: () => Promise<Result>): Promise<Result> {
  try {
    return await check()
  } catch (cause) {
    if (!(cause instanceof ControlError)) throw cause
    throw new WrongState(
      cause.message.replace(/^\/body\S*/, (field) => placeInState(field, path)),
      { cause },
    )
  }
}

/** Maps parts of a snapshot to their paths in the state. A part that is not listed has the same path in both. */
const PLACES: Readonly<Record<string, string>> = {
  merchant: 'tenant',
  clock: 'tenant.clock',
  platform: 'tenant.platform',
  migration: 'tenant.migration',
  faults: 'faults.faults',
}

function placeInState(field: string, path: string): string {
  const [part = '', ...inner] = field.split('/').slice(2)
  return within(path, [PLACES[part] ?? part, ...inner].join('.'))
}

function within(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
