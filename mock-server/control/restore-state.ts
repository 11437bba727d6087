import { broken, readStateFile } from '../store/read-state-file.ts'
import type { SavedTenant, Tenant, TenantState } from '../store/records.ts'
import { WrongState } from '../store/wrong-state.ts'
import { withConfiguredKey } from '../tenant/configured-key.ts'
import { createStateCheck } from './check-state.ts'
import type { ControlContext } from './control-handler.ts'

/**
 * Restores the tenants of a state file. A tenant in the file replaces the configured tenant with the same merchant ID. If there is no such
 * configured tenant, the tenant in the file is added. All tenants are checked before the first one is restored.
 *
 * @throws {Error} When the file can't be used. The file is not changed.
 */
export async function restoreState(file: string, context: ControlContext): Promise<void> {
  const { store } = context
  const saved = await readStateFile(file)
  const { checkState } = createStateCheck(context)
  const check = async (state: TenantState, path: string) =>
    checkState(state, path).catch((error) => {
      throw error instanceof WrongState ? broken(file, error.message, error.cause) : error
    })
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
    checked.push({ state: await check(state, `${path}.state`), made: await check(made, `${path}.made`) })
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

/** Throws an error when a tenant lacks a private key. A tenant in the server's options may lack it, because the options provide the key. */
async function checkKey({ mchid, certificates }: Tenant, path: string, file: string, store: ControlContext['store']): Promise<void> {
  if (certificates.every(({ private_key }) => private_key !== '') || (await store.read({ mchid, kind: 'tenant' }))) return
  throw broken(
    file,
    `${path}: the file does not contain the private key that you gave for the merchant ${mchid}: give the key again, or remove this merchant from the file`,
  )
}
