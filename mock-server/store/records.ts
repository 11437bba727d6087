import type { components } from '../../contracts/control/index.ts'

type Schemas = components['schemas']

// The stored data, as plain JSON. The control API shows most of it unchanged.

/** A service provider's (服务商) settings. A test can change them at any time. */
export type Conditions = Required<Schemas['MerchantConditions']>

/** An API certificate (商户API证书) of a service provider. */
export interface CertificateRecord {
  /** 40 upper-case hexadecimal digits. */
  readonly serial_no: string
  /** X.509 in PEM. */
  readonly certificate: string
  /** PKCS#8 in PEM; empty in a state file when the user provided the key. */
  readonly private_key: string
  readonly status: Schemas['CertificateStatus']
}

/**
 * A tenant's platform keys. The share of a key is the number of answers in a hundred that this key signs. A request can choose the key
 * itself, for example by naming the public key. The answer to such a request is not counted in the hundred.
 */
export interface PlatformState {
  readonly certificates: readonly { readonly serial_no: string; readonly share: number; readonly expired?: true }[]
  readonly public_key: { readonly share: number } | null
}

/** A tenant's move from the platform certificate to the public key, while it runs. */
export interface MigrationState {
  /** The tenant's business time at which the migration began, in milliseconds since 1970. */
  readonly began: number
}

/** The number of calls to one operation in one hour of a migration, counted separately for each key that the calls named. */
export type CallCount = Schemas['CallCount']

/**
 * A tenant's clock. All values are in milliseconds. The business time and the gateway's time are both derived from one base time: either a
 * fixed time or the server's clock.
 */
export interface ClockState {
  /** The business time minus the base time. */
  readonly advance: number
  /** The gateway's time minus the base time. */
  readonly gateway_skew: number
  /** The fixed base time, in milliseconds since 1970; `null` when the base time is the server's clock. */
  readonly pin: number | null
}

/** A service provider that may call the mock server. */
export interface Tenant extends Conditions {
  readonly mchid: string
  /** Oldest first; the last one is current. */
  readonly certificates: readonly CertificateRecord[]
  /** How many certificates were issued for the tenant. */
  readonly issued: number
  readonly platform: PlatformState
  /** `null` when no migration runs. */
  readonly migration: MigrationState | null
  readonly clock: ClockState
  /** The merchant IDs of the sub-merchants that the tenant was created with. */
  readonly sub_mchids: readonly string[]
  /** Whether the tenant comes from the server's options; such a tenant can't be removed. */
  readonly permanent: boolean
}

/** The record of a sub-merchant (特约商户). */
export type SubMerchant = Schemas['SubMerchant']

/** A fault (a result that a test scripted) with its counters. */
export type Fault = Schemas['Fault']

/** The faults of a tenant, in the order in which they act. */
export interface FaultScript {
  readonly last_id: number
  readonly faults: readonly Fault[]
}

export const NO_FAULTS: FaultScript = { last_id: 0, faults: [] }

/** One attempt to deliver a notification. */
export type NotificationAttempt = Schemas['NotificationAttempt']

/** A notification (回调通知) with the data that is needed for further attempts to deliver it. */
export interface NotificationRecord extends Omit<Schemas['Notification'], 'next_attempt' | 'attempts'> {
  /** The serial number or ID of the key that signs every attempt; `null` when the server chooses the key for each attempt. */
  readonly serial_no: string | null
  /**
   * The business time at which the next attempt of the schedule is due, in milliseconds since 1970. `null` when the schedule has no further
   * attempt, or while the notification waits for another notification.
   */
  readonly due: number | null
  /** How many attempts of the schedule were made. */
  readonly step: number
  readonly attempts: readonly NotificationAttempt[]
  /** A test can ask for an attempt outside the schedule. This is the attempt that was asked for and not made yet, if there is one. */
  readonly resend: { readonly at: number; readonly fault: Schemas['ForgeryName'] | null } | null
}

/** The notifications of a tenant, the oldest first. */
export interface NotificationList {
  /** How many notifications were made. The ID of the next one is made from this number. */
  readonly made: number
  readonly notifications: readonly NotificationRecord[]
}

export const NO_NOTIFICATIONS: NotificationList = { made: 0, notifications: [] }

/** The data of a tenant, without the journal, the count of signed answers and the state at creation. */
export interface TenantState {
  readonly tenant: Tenant
  readonly sub_merchants: readonly SubMerchant[]
  readonly faults: FaultScript
  readonly notifications: NotificationList
  /** The calls of the last seven days of a migration, counted by operation and hour; empty when no migration runs. */
  readonly calls: readonly CallCount[]
}

/** A tenant as stored in a state file. */
export interface SavedTenant {
  readonly state: TenantState
  /** The state at creation. */
  readonly made: TenantState
}

/** The format version of a state file; other versions are refused. */
export const STATE_FILE_VERSION = 1

/** The stored records, by kind. */
export interface Records {
  readonly tenant: Tenant
  /** One record for each sub-merchant. The `id` in its {@link RecordKey} is the merchant ID. */
  readonly sub_merchant: SubMerchant
  readonly faults: FaultScript
  readonly notifications: NotificationList
  readonly calls: readonly CallCount[]
  /** The number of answers that the platform keys have signed by their shares, modulo 100. */
  readonly signed: number
  /** The state at creation, which a reset restores. */
  readonly made: TenantState
}

/** Identifies a record. */
export interface RecordKey<Kind extends keyof Records = keyof Records> {
  /** The tenant that owns the record. */
  readonly mchid: string
  readonly kind: Kind
  /** Distinguishes records of one kind; omitted when a tenant has only one record of this kind. */
  readonly id?: string
}

/** The journal's entry for one request. */
export type JournalEntry = Schemas['JournalEntry']
