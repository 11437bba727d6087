import { developmentKeys } from '../../contracts/index.ts'
import type { SavedTenant, Tenant } from '../store/records.ts'

/**
 * Returns a saved tenant as a permanent one, with the private key from the configuration. Each saved certificate without a private key gets
 * this key. If the saved tenant was created with a certificate other than the configured one, the configured certificate replaces all saved
 * certificates.
 *
 * @param made The saved tenant as it was when it was created.
 * @param configured The same tenant as the server's options describe it.
 */
export function withConfiguredKey(saved: Tenant, made: Tenant, configured: Tenant): Tenant {
  const [key] = configured.certificates
  const isSame = made.certificates[0]?.serial_no === key?.serial_no
  const certificates = saved.certificates.map((record) => ({ ...record, private_key: record.private_key || (key?.private_key ?? '') }))
  return { ...saved, permanent: true, certificates: isSame ? certificates : configured.certificates }
}

/** Returns a tenant as it goes into a state file. The private key that the user configured is left out; the development key is not. */
export function withoutConfiguredKey({ state, made }: SavedTenant): SavedTenant {
  const given = made.tenant.permanent ? made.tenant.certificates[0]?.private_key : undefined
  const own = given === developmentKeys.merchant.privateKey ? undefined : given
  const withoutKey = (tenant: Tenant): Tenant => ({
    ...tenant,
    certificates: tenant.certificates.map((record) => (record.private_key === own ? { ...record, private_key: '' } : record)),
  })
  return { state: { ...state, tenant: withoutKey(state.tenant) }, made: { ...made, tenant: withoutKey(made.tenant) } }
}
