import type { components } from '../../contracts/control/index.ts'
import type { MigrationState, Tenant, TenantState } from '../store/records.ts'
import { replaceTenant } from '../store/update-record.ts'
import { beijingTime } from '../tenant/beijing-time.ts'
import { type AnswerBar, answerBar, callsByOperation, lackingIn } from '../tenant/call-counts.ts'
import { tenantTime } from '../tenant/clock.ts'
import { callbackShare, fullShareFrom, migrationDay, obstacle, WEEK } from '../tenant/migration.ts'
import type { PlatformKeys } from '../tenant/platform.ts'
import { existing } from './change-tenant.ts'
import { conflict } from './control-error.ts'
import type { ControlContext, ControlHandlers } from './control-handler.ts'
import { platformResource } from './platform.ts'

type Resource = components['schemas']['Migration']

export const migration: ControlHandlers<'readMigration' | 'startMigration' | 'rollBackMigration' | 'finishMigration'> = {
  readMigration: ({ path }, context) => readMigration(path.mchid, context),
  async startMigration({ path }, context) {
    await changeMigration(path.mchid, context, (tenant) => started(tenant, context.now()))
    return readMigration(path.mchid, context)
  },
  async rollBackMigration({ path }, context) {
    const back = ({ platform }: Tenant) => ({ ...platform, public_key: null })
    return platformResource(await changeMigration(path.mchid, context, (tenant) => ended(tenant, back)), context.platformKeys)
  },
  async finishMigration({ path }, context) {
    const changed = await changeMigration(path.mchid, context, async (tenant) => {
      if (tenant.migration) refuseUnfinished(await readMigration(path.mchid, context))
      return ended(tenant, () => ({ certificates: [], public_key: { share: 100 } }))
    })
    return platformResource(changed, context.platformKeys)
  },
}

/** Changes the tenant and deletes its counts of calls. Returns the changed tenant. */
async function changeMigration(mchid: string, { store }: ControlContext, change: (tenant: Tenant) => Tenant | Promise<Tenant>) {
  let changed: Tenant | undefined
  await replaceTenant(store, mchid, async (tenant) => {
    changed = await change(existing(mchid, tenant))
    return { tenant: changed, calls: [] }
  })
  return existing(mchid, changed)
}

function started(tenant: Tenant, now: number): Tenant {
  const { mchid, platform, clock } = tenant
  if (tenant.migration) throw conflict(`A migration of the merchant ${mchid} is already running`, { mchid })
  const reason = obstacle(platform)
  if (reason) throw conflict(`No migration of the merchant ${mchid} can start: ${reason}`, { mchid, reason })
  return { ...tenant, migration: { began: tenantTime(clock, now).business } }
}

function ended(tenant: Tenant, platform: (tenant: Tenant) => Tenant['platform']): Tenant {
  const { mchid } = tenant
  if (!tenant.migration) throw conflict(`No migration of the merchant ${mchid} is running`, { mchid })
  return { ...tenant, platform: platform(tenant), migration: null }
}

function refuseUnfinished({ can_finish, missing }: Resource): void {
  if (!can_finish) throw conflict(`The platform certificate can't be revoked yet: ${missing.join('; ')}`, { missing })
}

async function readMigration(mchid: string, { store, now, platformKeys }: ControlContext): Promise<Resource> {
  const state = existing(mchid, await store.readAll(mchid))
  const { tenant } = state
  if (!tenant.migration) return notRunning(tenant)
  const shown = progress(state, tenant.migration, tenantTime(tenant.clock, now()).business)
  const lacking = shown.operations.filter((named) => lackingIn(named) > 0)
  const requests = lacking.length === 0 ? new Map<string, number>() : await latestLacking(mchid, store, platformKeys)
  return {
    ...shown,
    lacking: lacking.map((named) => ({
      operation: named.operation,
      calls: lackingIn(named),
      request: requests.get(named.operation) ?? null,
    })),
  }
}

function notRunning({ platform }: Tenant): Resource {
  return {
    running: false,
    began: null,
    ends: null,
    day: null,
    callbacks: platform.public_key?.share ?? 0,
    answers: null,
    refreshed: null,
    operations: [],
    lacking: [],
    can_finish: false,
    missing: [platform.certificates.length === 0 ? 'the merchant has no platform certificate' : 'no migration is running'],
  }
}

function progress({ calls }: TenantState, state: MigrationState, businessNow: number): Omit<Resource, 'lacking'> {
  const callbacks = callbackShare(state, businessNow)
  const bar = answerBar(calls, state, businessNow)
  return {
    running: true,
    began: state.began / 1000,
    ends: (state.began + WEEK) / 1000,
    day: migrationDay(state, businessNow),
    callbacks,
    answers: bar.share,
    refreshed: bar.refreshed / 1000,
    operations: [...callsByOperation(calls, state, businessNow)].map(([operation, named]) => ({ operation, ...named })),
    can_finish: callbacks === 100 && bar.share === 100,
    missing: [...missingCallbacks(callbacks, state), ...missingAnswers(bar)],
  }
}

function missingCallbacks(share: number, state: MigrationState): string[] {
  return share === 100 ? [] : [`the public key signs ${share} % of the callbacks, and 100 % from ${beijingTime(fullShareFrom(state))}`]
}

function missingAnswers({ share, refreshed, fullFrom }: AnswerBar): string[] {
  if (share === 100) return []
  const bar = `the bar of calls that name the public key in Wechatpay-Serial shows ${share} % for the seven days before ${beijingTime(refreshed)}`
  return [`${bar}; 100 % is possible from ${beijingTime(fullFrom)}, if there is a call and every call names the public key`]
}

/**
 * Returns one journal ID for each operation: the ID of the latest call with a valid signature that did not name the public key in
 * Wechatpay-Serial.
 */
async function latestLacking(
  mchid: string,
  { journal }: ControlContext['store'],
  { publicKey }: PlatformKeys,
): Promise<ReadonlyMap<string, number>> {
  const entries = await journal.entries(mchid)
  const isLacking = ({ headers, verdict }: (typeof entries)[number]) =>
    verdict === 'valid' && headers['wechatpay-serial']?.toLowerCase() !== publicKey.serial.toLowerCase()
  return new Map(
    entries
      .filter(isLacking)
      .reverse()
      .flatMap(({ operation, id }) => (operation === null ? [] : [[operation, id] as const])),
  )
}
