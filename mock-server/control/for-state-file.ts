import { developmentKeys } from '../../contracts/index.ts'
import type { SavedTenant, Tenant } from '../store/records.ts'

/** The part of a tenant that goes into a state file: everything except a private key that the user provided. */
export function forStateFile({ state, made }: SavedTenant): SavedTenant {
  const given = made.tenant.permanent ? made.tenant.certificates[0]?.private_key : undefined
  const own = given === developmentKeys.merchant.privateKey ? undefined : given
  const withoutKey = (tenant: Tenant): Tenant => ({
    ...tenant,
    certificates: tenant.certificates.map((record) => (record.private_key === own ? { ...record, private_key: '' } : record)),
  })
  return { state: { ...state, tenant: withoutKey(state.tenant) }, made: { ...made, tenant: withoutKey(made.tenant) } }
}
