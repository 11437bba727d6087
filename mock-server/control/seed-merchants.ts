import { type Control, ControlRefusal, developmentKeys } from '../../contracts/index.ts'
import { makeTenant } from '../tenant/make-tenant.ts'
import { checkOwnMerchant, type OwnMerchant, ownCertificate, tenantChoice } from '../tenant/own-merchant.ts'
import type { ControlContext } from './control-handler.ts'

/**
 * Makes the service providers that a server is started with; the first is that of the credentials.
 *
 * @param own How they are asked for; without a number the first is the shipped one, any other gets one.
 * @returns The number of the first.
 * @throws {TypeError} When something is not what is wanted; says where it stands and what was given.
 */
export async function seedMerchants(own: readonly OwnMerchant[], context: ControlContext, control: Control): Promise<string> {
  const mchids: string[] = []
  for (const [index, merchant] of own.entries()) mchids.push(await seedMerchant(merchant, index, context, control))
  return mchids[0] ?? ''
}

async function seedMerchant(own: OwnMerchant, index: number, context: ControlContext, control: Control): Promise<string> {
  const { store, makeCertificate, nextMchid } = context
  await naming(index, () => checkOwnMerchant(own))
  const mchid = own.mchid ?? (index === 0 ? developmentKeys.merchant.mchid : nextMchid())
  const certificate = await naming(index, () => ownCertificate({ ...own, mchid }, makeCertificate))
  const state = makeTenant(mchid, certificate, tenantChoice(own))
  if (!(await store.replace(undefined, state)))
    throw new TypeError(`merchants[${index}].mchid must be another than ${mchid}: there is one already`)
  await seedState(own, `merchants[${index}]`, control.merchant(mchid))
  const made = await store.readAll(mchid)
  if (made) await store.swap(mchid, 'made', undefined, made)
  return mchid
}

/** The control API checks what it would check of a test. */
async function seedState(
  { subMerchants = [], faults = [] }: OwnMerchant,
  path: string,
  control: ReturnType<Control['merchant']>,
): Promise<void> {
  for (const [index, seed] of subMerchants.entries())
    await control.putSubMerchant(String(seed.sub_mchid), seed).catch(locate(`${path}.sub_merchants[${index}]`))
  for (const [index, fault] of faults.entries()) await control.addFault(fault).catch(locate(`${path}.faults[${index}]`))
}

/** Says of a refusal of the control API where among the options its cause stands. */
function locate(path: string) {
  return (error: unknown): never => {
    if (!(error instanceof ControlRefusal)) throw error
    const { field, seen, wanted } = error.detail as { field?: string; seen?: unknown; wanted?: string }
    if (field === undefined) throw new TypeError(`${path}: ${error.message}`, { cause: error })
    const inner = field.replace(/^\/(body|path)/, '').replaceAll('/', '.')
    throw new TypeError(`${path}${inner} must ${wanted}; got ${JSON.stringify(seen)}`, { cause: error })
  }
}

/** The first merchant is the option of that name: its errors name the field alone. */
async function naming<Result>(index: number, check: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await check()
  } catch (error) {
    if (index === 0 || !(error instanceof TypeError)) throw error
    throw new TypeError(`merchants[${index}].${error.message}`, { cause: error })
  }
}
