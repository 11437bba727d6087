import { createHash } from 'node:crypto'
import * as z from 'zod'
import { isTooDeep, NESTING_LIMIT } from '../../contracts/nesting.ts'
import { notificationList } from '../store/notifications-in-file.ts'
import { createRecentlyUsed } from '../store/recently-used.ts'
import {
  type FaultScript,
  NO_FAULTS,
  NO_NOTIFICATIONS,
  type NotificationList,
  type RecordKey,
  type Records,
  type SubMerchant,
  type Tenant,
  type TenantState,
} from '../store/records.ts'
import type { CheckRecord } from '../store/redis/redis-store.ts'
import { faultsSchema, stateSchema, tenantSchema } from '../store/state-schema.ts'
import { WrongState } from '../store/wrong-state.ts'
import { checkLastId, checkNotifications, createStateCheck, type StateCheckParts } from './check-state.ts'

type Check = (value: never, key: RecordKey) => Promise<void> | void

/** Returns a function that checks a record in a shared store. Allows unknown fields, because a newer server may have written them. */
export function createRecordCheck(parts: StateCheckParts): CheckRecord {
  const { checkState, checkLists } = createStateCheck(parts, (keyword) => keyword === 'additionalProperties')
  const once = oncePerTenant()
  async function checkTenant(tenant: Tenant, { mchid }: RecordKey): Promise<void> {
    checkSame('mchid', tenant.mchid, mchid)
    await once(tenant, () => checkState({ ...EMPTY, tenant }, ''))
  }
  const checks: Readonly<Record<keyof Records, Check>> = {
    tenant: checkTenant,
    async made(state: TenantState, { mchid }) {
      checkSame('tenant.mchid', state.tenant.mchid, mchid)
      await checkState({ ...EMPTY, ...state }, '')
    },
    async sub_merchant(record: SubMerchant, { id = '' }) {
      await checkLists({ sub_merchants: [record] })
      checkSame('sub_mchid', record.sub_mchid, id)
    },
    async faults(script: FaultScript) {
      await checkLists({ faults: [...script.faults] })
      checkLastId(script, 'last_id')
    },
    notifications: (list: NotificationList) => checkNotifications(list, 'notifications', parts.platformKeys),
    calls: (calls: Records['calls']) => checkLists({ calls: [...calls] }),
    signed: () => undefined,
  }
  return async (key, value) => {
    if (isTooDeep(value)) throw new WrongState(`it has more than ${NESTING_LIMIT} levels`)
    checkShape(SHAPES[key.kind], value)
    await checks[key.kind](value as never, key)
  }
}

const EMPTY: Omit<TenantState, 'tenant'> = { sub_merchants: [], faults: NO_FAULTS, notifications: NO_NOTIFICATIONS, calls: [] }

const someObject = z.record(z.string(), z.unknown())

const SHAPES: Readonly<Record<keyof Records, z.ZodType>> = {
  tenant: tenantSchema,
  made: stateSchema,
  sub_merchant: someObject,
  faults: faultsSchema,
  notifications: notificationList,
  calls: z.array(someObject),
  signed: z.int().min(0).max(99),
}

/** Refuses a value that does not match `shape`. The error does not show the value, because the value may contain a private key. */
function checkShape(shape: z.ZodType, value: unknown): void {
  const issue = shape.safeParse(value).error?.issues.find(({ code }) => code !== 'unrecognized_keys')
  if (issue) throw new WrongState(`${issue.path.join('.') || 'its content'}: ${issue.message}`)
}

function checkSame(name: string, seen: string, wanted: string): void {
  if (seen !== wanted) throw new WrongState(`${name}: must be ${wanted}; got ${JSON.stringify(seen)}`)
}

const KNOWN_LIMIT = 10_000

/**
 * Returns a function that checks a tenant, but skips a tenant that has passed the check before. Checking the keys of a tenant takes a
 * millisecond, so the results are kept.
 */
function oncePerTenant(): (tenant: Tenant, check: () => Promise<unknown>) => Promise<void> {
  const right = createRecentlyUsed<true>(KNOWN_LIMIT)
  return async (tenant, check) => {
    const digest = createHash('sha256').update(JSON.stringify(tenant)).digest('base64')
    if (!right.get(digest)) await check()
    right.use(digest, true)
  }
}
