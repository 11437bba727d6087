import type { CertificateRecord, Tenant } from '../store/records.ts'
import { currentCertificate } from '../tenant/certificates.ts'
import { type CertificateKey, type CertificateMaker, keyOf } from '../tenant/make-tenant.ts'
import { changeTenant, readTenant } from './change-tenant.ts'
import { refused } from './control-error.ts'
import type { ControlHandlers } from './control-handler.ts'

/** How many replaced certificates a merchant keeps. Older certificates are forgotten, so their serial numbers become unknown. */
export const REPLACED_LIMIT = 31

export const certificate: ControlHandlers<'readCertificate' | 'changeCertificate'> = {
  async readCertificate({ path }, { store }) {
    return certificateResource(await readTenant(path.mchid, store))
  },
  async changeCertificate({ path, body }, { store, certificates }) {
    const { renew, own_key, status } = body
    if ((renew === undefined) === (status === undefined)) throw refused('/body', body, 'have either renew or status')
    if (own_key !== undefined && !renew) throw refused('/body/own_key', own_key, 'be used with renew')
    await readTenant(path.mchid, store)
    // The key is made before the change, because the change may run more than once.
    const fresh = own_key ? await certificates.freshKey() : undefined
    const change = renew
      ? (tenant: Tenant) => renewed(tenant, fresh ?? keyOf(currentCertificate(tenant)), certificates)
      : (tenant: Tenant) => withStatus(tenant, status ?? 'valid')
    return certificateResource(await changeTenant(path.mchid, store, change))
  },
}

function renewed(tenant: Tenant, key: CertificateKey, { make }: CertificateMaker): Tenant {
  const { mchid, issued } = tenant
  const kept = withStatus(tenant, 'replaced').certificates.slice(-REPLACED_LIMIT)
  return { ...tenant, issued: issued + 1, certificates: [...kept, make(mchid, issued, key)] }
}

/** Returns the tenant with another status for its current certificate. */
export function withStatus(tenant: Tenant, status: CertificateRecord['status']): Tenant {
  return { ...tenant, certificates: [...tenant.certificates.slice(0, -1), { ...currentCertificate(tenant), status }] }
}

function certificateResource(tenant: Tenant) {
  const replaced = tenant.certificates.slice(0, -1).map(({ serial_no }) => serial_no)
  return { ...currentCertificate(tenant), replaced }
}
