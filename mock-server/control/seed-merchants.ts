import { type Control, ControlRefusal, developmentKeys } from '../../contracts/index.ts'
import { shownValue } from '../../contracts/shown-value.ts'
import type { Tenant } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { updateRecord } from '../store/update-record.ts'
import { withConfiguredKey } from '../tenant/configured-key.ts'
import { makeTenant } from '../tenant/make-tenant.ts'
import { nextMchid } from '../tenant/next-mchid.ts'
import { checkOwnMerchant, type OwnMerchant, ownCertificate, tenantChoice } from '../tenant/own-merchant.ts'
import type { ControlContext } from './control-handler.ts'

/**
 * Creates the configured service providers. The server's credentials are those of the first one.
 *
 * @param own The options of each service provider. Without `mchid`, the first one gets the shipped merchant ID, and any other gets an unused ID.
 * @returns The merchant ID of the first service provider.
 * @throws {TypeError} When an option is wrong; the message names the option and says what is wrong with it.
 */
export async function seedMerchants(own: readonly OwnMerchant[], context: ControlContext, control: Control): Promise<string> {
  const mchids: string[] = []
  for (const [index, merchant] of own.entries())
    mchids.push(await seedMerchant(merchant, index === 0 ? FIRST : `merchants[${index - 1}]`, mchids, context, control))
  return mchids[0] ?? ''
}

/** The name of the option that configures the first merchant. The option `merchants` configures the other ones. */
const FIRST = 'merchant'

async function seedMerchant(
  own: OwnMerchant,
  option: string,
  taken: readonly string[],
  context: ControlContext,
  control: Control,
): Promise<string> {
  const { store, certificates } = context
  await naming(option, () => checkOwnMerchant(own))
  const mchid = own.mchid ?? (option === FIRST ? developmentKeys.merchant.mchid : await freeMchid(context))
  const certificate = await naming(option, () => ownCertificate({ ...own, mchid }, certificates))
  const state = makeTenant(mchid, certificate, tenantChoice(own))
  if (taken.includes(mchid)) throw new TypeError(`${option}.mchid must not be ${mchid}, which another merchant already has`)
  if (await store.replace(undefined, state)) await seedState(own, option, control.merchant(mchid))
  else await keepStored(state.tenant, store)
  const made = await store.readAll(mchid)
  if (made) await store.swap({ mchid, kind: 'made' }, undefined, made)
  return mchid
}

/**
 * Keeps the state of a merchant that is already in a shared store. Only the merchant's private key or certificate comes from the
 * configuration; see {@link withConfiguredKey}.
 */
async function keepStored(configured: Tenant, store: Store): Promise<void> {
  const { mchid } = configured
  const made = (await store.read({ mchid, kind: 'made' }))?.value.tenant
  await updateRecord(store, { mchid, kind: 'tenant' }, (tenant) => tenant && withConfiguredKey(tenant, made ?? tenant, configured))
}

async function freeMchid({ store }: ControlContext): Promise<string> {
  for (;;) {
    const mchid = await nextMchid(store)
    if (!(await store.read({ mchid, kind: 'tenant' }))) return mchid
  }
}

/** Creates the sub-merchants and faults through the control API, so that this API checks them. */
async function seedState(
  { subMerchants = [], faults = [] }: OwnMerchant,
  option: string,
  control: ReturnType<Control['merchant']>,
): Promise<void> {
  for (const [index, seed] of subMerchants.entries()) {
    const path = `${option}.subMerchants[${index}]`
    if (seed.sub_mchid === undefined) throw new TypeError(`${path}.sub_mchid must be given; got nothing`)
    await control.putSubMerchant(String(seed.sub_mchid), seed).catch(locate(path))
  }
  for (const [index, fault] of faults.entries()) await control.addFault(fault).catch(locate(`${option}.faults[${index}]`))
}

/** Returns an error handler. It turns a refusal of the control API into a TypeError that names the option at this path. */
function locate(path: string) {
  return (error: unknown): never => {
    if (!(error instanceof ControlRefusal)) throw error
    const { field, seen, wanted } = error.detail as { field?: string; seen?: unknown; wanted?: string }
    if (field === undefined) throw new TypeError(`${path}: ${error.message}`, { cause: error })
    const inner = field.replace(/^\/(body|path)/, '').replaceAll('/', '.')
    const got = error.message.endsWith('; got nothing') ? 'nothing' : shownValue(seen)
    throw new TypeError(`${path}${inner} must ${wanted}; got ${got}`, { cause: error })
  }
}

/** Runs a check. If the check throws a TypeError about an item of `merchants`, the message gets a prefix such as `merchants[0]: `. */
async function naming<Result>(option: string, check: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await check()
  } catch (error) {
    if (option === FIRST || !(error instanceof TypeError)) throw error
    throw new TypeError(`${option}: ${error.message}`, { cause: error })
  }
}
