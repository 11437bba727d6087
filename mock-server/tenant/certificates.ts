import type { CryptoKey } from 'jose'
import {
  ApiError,
  type ErrorExample,
  importPublicKey,
  type Registry,
  type SignedParts,
  type Verified,
  verifyCredentials,
} from '../../contracts/index.ts'
import { createRecentlyUsed } from '../store/recently-used.ts'
import type { CertificateRecord, Tenant } from '../store/records.ts'
import type { Claim } from './claimed-tenant.ts'
import { isInLowerCase, LOWER_CASE_WARNING } from './lower-case-serial.ts'

/** Returns the public key of a certificate. */
export type CertificateKeys = (record: CertificateRecord) => Promise<CryptoKey>

/** At most this many keys are cached. Each takes a few kilobytes. */
const KEY_LIMIT = 1_000

/**
 * Creates a function that returns the public key of a certificate, and caches the public keys that were used last. The cache finds them by
 * the text of the certificate and not by its record, because a store may build a new record for each call.
 */
export function createCertificateKeys(): CertificateKeys {
  const keys = createRecentlyUsed<Promise<CryptoKey>>(KEY_LIMIT)
  return ({ certificate }) => keys.use(certificate, keys.get(certificate) ?? importPublicKey(certificate, 'certificate'))
}

const REFUSALS: Readonly<Record<CertificateRecord['status'], ErrorExample | undefined>> = {
  valid: undefined,
  expired: 'SIGN_ERROR_CERTIFICATE_EXPIRED',
  revoked: 'SIGN_ERROR_CERTIFICATE_REVOKED',
  replaced: 'SIGN_ERROR_CERTIFICATE_REPLACED',
}

/**
 * Verifies that a request was signed by the tenant that it claims to come from.
 *
 * @throws {ApiError} With the 401 example of the first check that fails.
 * @throws {unknown} When the tenant could not be read: the error that prevented it.
 */
export async function verifyClaim(request: SignedParts, claim: Claim, means: VerificationMeans): Promise<Verified<Tenant>> {
  if (!claim.credentials) throw claim.unreadable
  if (claim.away) throw claim.away
  return verifyCredentials(request, claim.credentials, registryOf(claim, means))
}

/** How the certificate of a request is found and read. */
export interface VerificationMeans {
  readonly certificateKeys: CertificateKeys
  /** Whether every merchant's serial numbers have to be in upper case. */
  readonly strict: boolean
}

function registryOf({ tenant, time }: Claim, { certificateKeys, strict }: VerificationMeans): Registry<Tenant> {
  return {
    now: () => time.gateway,
    async find(mchid, serial) {
      const record = tenant?.mchid === mchid ? certificateNamed(serial, tenant, strict) : undefined
      if (!tenant || !record) return undefined
      const refusal = REFUSALS[record.status]
      if (refusal) throw new ApiError(refusal)
      return { merchant: tenant, publicKey: await certificateKeys(record) }
    },
  }
}

/** Returns the certificate whose key signed a request. The signature must already be verified. */
export function certificateOf({ tenant, credentials }: Claim): CertificateRecord {
  const record = tenant && certificateNamed(credentials?.serial ?? '', tenant, false)
  if (!record) throw new Error(`The merchant ${tenant?.mchid} has no certificate ${credentials?.serial}`)
  return record
}

/**
 * Finds a tenant's certificate by its serial number. Also accepts the number in lower case, unless the tenant or the server is strict. An
 * SDK sends the number in lower case by default.
 */
function certificateNamed(serial: string, { certificates, strict }: Tenant, strictServer: boolean): CertificateRecord | undefined {
  const isLenient = !strict && !strictServer
  return certificates.find(({ serial_no }) => serial_no === serial || (isLenient && isInLowerCase(serial, serial_no)))
}

/** Returns a warning if the request has its serial number in lower case. The claim must already be verified. */
export function warningsAbout({ tenant, credentials }: Claim): string[] {
  const isExact = tenant?.certificates.some(({ serial_no }) => serial_no === credentials?.serial)
  return isExact ? [] : [LOWER_CASE_WARNING]
}

/** The current certificate of a tenant. */
export function currentCertificate({ mchid, certificates }: Tenant): CertificateRecord {
  const current = certificates.at(-1)
  if (!current) throw new Error(`The merchant ${mchid} has no certificate`)
  return current
}
