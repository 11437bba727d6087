import { developmentKeys } from '../../contracts/index.ts'
import type { SavedTenant, Tenant } from '../store/records.ts'

/**
 * Fills in the configured private key where a certificate of a saved tenant has none. If the saved tenant was created with another
 * certificate, the configured certificate replaces all saved ones.
 *
 * @param made The saved tenant at its creation.
 */
export function withConfiguredKey(saved: Tenant, made: Tenant, configured: Tenant): Tenant {
  const [key] = configured.certificates
  const isSame = made.certificates[0]?.serial_no === key?.serial_no
  const certificates = saved.certificates.map((record) => ({ ...record, private_key: record.private_key || (key?.private_key ?? '') }))
  return { ...saved, permanent: true, certificates: isSame ? certificates : configured.certificates }
}

/** A tenant as it goes into a state file, without a private key that the user provided. */
export function withoutConfiguredKey({ state, made }: SavedTenant): SavedTenant {
  const given = made.tenant.permanent ? made.tenant.certificates[0]?.private_key : undefined
  const own = given === developmentKeys.merchant.privateKey ? undefined : given
  const withoutKey = (tenant: Tenant): Tenant => ({
    ...tenant,
    certificates: tenant.certificates.map((record) => (record.private_key === own ? { ...record, private_key: '' } : record)),
  })
  return { state: { ...state, tenant: withoutKey(state.tenant) }, made: { ...made, tenant: withoutKey(made.tenant) } }
}
