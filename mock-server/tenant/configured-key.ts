import type { Tenant } from '../store/records.ts'

/**
 * Fills in the configured private key where a certificate of a saved tenant has none. If the configured certificate is not the one that the saved
 * tenant was created with, the configured certificate replaces all saved ones.
 *
 * @param made The saved tenant at its creation.
 */
export function withConfiguredKey(saved: Tenant, made: Tenant, configured: Tenant): Tenant {
  const [key] = configured.certificates
  const isSame = made.certificates[0]?.serial_no === key?.serial_no
  const certificates = saved.certificates.map((record) => ({ ...record, private_key: record.private_key || (key?.private_key ?? '') }))
  return { ...saved, permanent: true, certificates: isSame ? certificates : configured.certificates }
}
