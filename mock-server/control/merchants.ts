import type { components } from '../../contracts/control/index.ts'
import type { Tenant } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { updateRecord } from '../store/update-record.ts'
import { currentCertificate } from '../tenant/certificates.ts'
import { makeTenant } from '../tenant/make-tenant.ts'
import { nextMchid } from '../tenant/next-mchid.ts'
import { verificationOf } from '../tenant/platform.ts'
import { tenantsOf } from '../tenant/stored-tenant.ts'
import { withDefaultOpening } from '../tenant/sub-merchant.ts'
import { changeTenant, readTenant } from './change-tenant.ts'
import { conflict, notFound } from './control-error.ts'
import type { ControlContext, ControlHandlers, ControlInput } from './control-handler.ts'
import { credentialsOf, merchantResource } from './merchant-resource.ts'

/** The most merchants that a server can have. A test suite needs fewer. Each merchant takes about ten kilobytes of memory. */
const MERCHANT_LIMIT = 10_000

/** How many merchants a list contains by default. */
const FIRST = 100

export const merchants: ControlHandlers<
  'readCredentials' | 'listMerchants' | 'createMerchant' | 'readMerchant' | 'changeMerchant' | 'removeMerchant'
> = {
  async readCredentials(_, context) {
    return credentialsOf(await readTenant(context.ownMchid, context.store), context)
  },
  async listMerchants({ query: { first = FIRST, after } }, { store }) {
    const mchids = await store.mchids()
    const start = after === undefined ? 0 : mchids.indexOf(after) + 1
    if (after !== undefined && start === 0) throw notFound('merchant', after)
    const tenants = await tenantsOf(mchids.slice(start, start + Number(first)), store)
    return { merchants: tenants.map(listed), total: mchids.length }
  },
  async createMerchant({ body: choice = {} }, context) {
    refuseTooMany((await context.store.mchids()).length)
    for (;;) {
      const mchid = choice.mchid ?? (await nextMchid(context.store))
      const tenant = await addMerchant(mchid, choice, context)
      if (tenant) {
        await removeBeyondLimit(mchid, context.store)
        return merchantResource(tenant, context)
      }
      if (choice.mchid !== undefined) throw conflict(`The merchant ${mchid} already exists`, { mchid })
    }
  },
  async readMerchant({ path }, context) {
    return merchantResource(await readTenant(path.mchid, context.store), context)
  },
  async changeMerchant({ path, body }, context) {
    // A shared store may hold a sub-merchant record that can't be used. In that case, this read fails before anything is changed.
    if (body.opens_by_default) await context.store.readAll(path.mchid)
    const changed = await changeTenant(path.mchid, context.store, (tenant) => ({ ...tenant, ...body }))
    if (body.opens_by_default) await openByDefault(changed, context.store)
    return merchantResource(changed, context)
  },
  async removeMerchant({ path }, { store, notifier }) {
    const { mchid, permanent } = await readTenant(path.mchid, store)
    if (permanent)
      throw conflict(`The merchant ${mchid} can be reset but not removed, because the server was started with this merchant`, { mchid })
    await notifier.interrupt(mchid, async () => {
      await store.remove(mchid)
    })
    return undefined
  },
}

/** Opens the gold plan of each sub-merchant to which the switch 默认开通点金计划 applies. */
async function openByDefault(tenant: Tenant, store: Store): Promise<void> {
  const { sub_merchants = [] } = (await store.readAll(tenant.mchid)) ?? {}
  for (const { sub_mchid } of sub_merchants.filter((record) => withDefaultOpening(record, tenant) !== record))
    await updateRecord(
      store,
      { mchid: tenant.mchid, kind: 'sub_merchant', id: sub_mchid },
      (record) => record && withDefaultOpening(record, tenant),
    )
}

function listed(tenant: Tenant): components['schemas']['ListedMerchant'] {
  const { mchid, type, platform, permanent } = tenant
  return { mchid, serial_no: currentCertificate(tenant).serial_no, type, verification: verificationOf(platform), permanent }
}

type Choice = NonNullable<ControlInput<'createMerchant'>['body']>

/** Creates a merchant, or returns `undefined` when it already exists. Completes a creation that a failure of the store interrupted. */
async function addMerchant(mchid: string, choice: Choice, { store, certificates }: ControlContext): Promise<Tenant | undefined> {
  const { own_key = false, ...rest } = choice
  const isThere = (await store.read({ mchid, kind: 'tenant' })) !== undefined
  const key = own_key && !isThere ? await certificates.freshKey() : undefined
  const state = makeTenant(mchid, certificates.make(mchid, 0, key), rest)
  const isNew = await store.replace(undefined, state)
  const made = isNew ? state : await store.readAll(mchid)
  if (made) await store.swap({ mchid, kind: 'made' }, undefined, made)
  return isNew ? state.tenant : undefined
}

function refuseTooMany(count: number): void {
  if (count >= MERCHANT_LIMIT)
    throw conflict(
      `There are already ${count} merchants, the most that a server can have: remove some with DELETE /__mock/merchants/{mchid}`,
      {
        limit: MERCHANT_LIMIT,
      },
    )
}

/**
 * Removes a new merchant if its place in the list is beyond the limit. This can happen when several merchants are created at the same time.
 * The list is in the order of creation, so servers that share a store agree on which merchants to remove.
 *
 * @throws {ControlError} 409 when the merchant was removed.
 */
async function removeBeyondLimit(mchid: string, store: Store): Promise<void> {
  const earlier = (await store.mchids()).indexOf(mchid)
  if (earlier >= MERCHANT_LIMIT) await store.remove(mchid)
  refuseTooMany(earlier)
}
