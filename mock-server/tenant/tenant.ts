import type { components } from '../../contracts/control/control.openapi.d.ts'
import type { ClockState } from './clock.ts'

/** What is true of a service provider (服务商) beside its keys. */
export type Conditions = Required<components['schemas']['MerchantConditions']>

/** An API certificate (商户API证书) of a service provider. */
export interface CertificateRecord {
  /** 40 upper-case hexadecimal digits. */
  readonly serial_no: string
  readonly certificate: string
  readonly private_key: string
  readonly status: components['schemas']['CertificateStatus']
}

/** Which keys of the platform there are for a tenant, and of a hundred answers how many each signs. */
export interface PlatformState {
  readonly certificates: readonly { readonly serial_no: string; readonly share: number }[]
  readonly public_key: { readonly share: number } | null
}

/** A service provider that may call: the tenant of everything that is kept. Plain JSON, as the store holds it. */
export interface Tenant extends Conditions {
  readonly mchid: string
  /** The oldest first; the last one is the current one. */
  readonly certificates: readonly CertificateRecord[]
  /** How many certificates were made for it. */
  readonly issued: number
  readonly platform: PlatformState
  readonly clock: ClockState
  /** The sub-merchants that it was made with. */
  readonly sub_mchids: readonly string[]
  /** Whether the server was started with it: such a tenant can't be removed. */
  readonly permanent: boolean
}

/** The certificate that a tenant signs with. */
export function currentCertificate({ mchid, certificates }: Tenant): CertificateRecord {
  const current = certificates.at(-1)
  if (!current) throw new Error(`The merchant ${mchid} has no certificate`)
  return current
}
