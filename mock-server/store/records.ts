import type { components } from '../../contracts/control/index.ts'

type Schemas = components['schemas']

// The shapes that are stored, as plain JSON. Most of them are shown by the control API as they are.

/** What is true of a service provider (服务商) beside its keys. */
export type Conditions = Required<Schemas['MerchantConditions']>

/** An API certificate (商户API证书) of a service provider. */
export interface CertificateRecord {
  /** 40 upper-case hexadecimal digits. */
  readonly serial_no: string
  /** X.509 in PEM. */
  readonly certificate: string
  /** PKCS#8 in PEM. */
  readonly private_key: string
  readonly status: Schemas['CertificateStatus']
}

/** The platform keys that exist for a tenant, and how many of a hundred answers each of them signs. */
export interface PlatformState {
  readonly certificates: readonly { readonly serial_no: string; readonly share: number }[]
  readonly public_key: { readonly share: number } | null
}

/** How the clock of a tenant differs from the server's own; all in milliseconds. */
export interface ClockState {
  /** How far the business time is ahead. */
  readonly advance: number
  /** How far the gateway's time is ahead. */
  readonly gateway_skew: number
  /** Where both times stand still, since 1970; `null` when they run. */
  readonly pin: number | null
}

/** A service provider that may call. Everything else that is stored belongs to one. */
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

/** The record of a sub-merchant (特约商户). */
export type SubMerchant = Schemas['SubMerchant']

/** A scripted result, with what it has done so far. */
export type Fault = Schemas['Fault']

/** The scripted results of a tenant, in the order in which they act. */
export interface FaultScript {
  readonly last_id: number
  readonly faults: readonly Fault[]
}

export const NO_FAULTS: FaultScript = { last_id: 0, faults: [] }

/** Everything that a tenant has except its journal. */
export interface TenantState {
  readonly tenant: Tenant
  readonly sub_merchants: readonly SubMerchant[]
  readonly faults: FaultScript
}

/** A tenant as a state file holds it. */
export interface SavedTenant {
  readonly state: TenantState
  /** How it was made. */
  readonly made: TenantState
}

/** The form of a state file; a file of another form is refused. */
export const STATE_FILE_VERSION = 1

/** What is stored, by kind. */
export interface Records {
  readonly tenant: Tenant
  /** One for each sub-merchant; its number is the record's ID. */
  readonly sub_merchant: SubMerchant
  readonly faults: FaultScript
  /** How many answers were signed by shares. */
  readonly signed: number
  /** How the tenant was made: what a reset goes back to. */
  readonly made: TenantState
}

/** Which record is meant. */
export interface RecordKey<Kind extends keyof Records = keyof Records> {
  /** The tenant that it belongs to. */
  readonly mchid: string
  readonly kind: Kind
  /** Tells records of one kind apart; left out where a tenant has one of the kind. */
  readonly id?: string
}

/** What the journal holds of one request. */
export type JournalEntry = Schemas['JournalEntry']
