import type { CryptoKey } from 'jose'
import { ApiError, type ErrorExample, importPublicKey, type Registry } from '../../contracts/index.ts'
import type { Claim } from './claimed-tenant.ts'
import type { CertificateRecord, Tenant } from './tenant.ts'

/** Gives the public key of a certificate. */
export type CertificateKeys = (record: CertificateRecord) => Promise<CryptoKey>

/** Reads the key of each certificate once, and keeps it as long as the certificate is kept. */
export function createCertificateKeys(): CertificateKeys {
  const keys = new WeakMap<CertificateRecord, Promise<CryptoKey>>()
  return (record) => {
    const key = keys.get(record) ?? importPublicKey(record.certificate, 'certificate')
    keys.set(record, key)
    return key
  }
}

const REFUSALS: Readonly<Record<CertificateRecord['status'], ErrorExample | undefined>> = {
  valid: undefined,
  expired: 'SIGN_ERROR_CERTIFICATE_EXPIRED',
  revoked: 'SIGN_ERROR_CERTIFICATE_REVOKED',
  replaced: 'SIGN_ERROR_CERTIFICATE_REPLACED',
}

/** What the gate knows of the tenant that a request claims to be of: its time, and its certificates. */
export function registryOf({ tenant, time }: Claim, keys: CertificateKeys): Registry<Tenant> {
  return {
    now: () => time.gateway,
    async find(mchid, serial) {
      const record = tenant?.mchid === mchid ? tenant.certificates.find(({ serial_no }) => serial_no === serial) : undefined
      if (!tenant || !record) return undefined
      const refusal = REFUSALS[record.status]
      if (refusal) throw new ApiError(refusal)
      return { merchant: tenant, publicKey: await keys(record) }
    },
  }
}
