import type { components } from '../../contracts/control/control.openapi.d.ts'
import type { FaultScript } from '../faults/fault-script.ts'
import type { SubMerchant } from '../tenant/sub-merchant.ts'
import type { Tenant } from '../tenant/tenant.ts'

/** What the journal holds of one request. */
export type JournalEntry = components['schemas']['JournalEntry']

/** All that a tenant has, but its journal. */
export interface TenantState {
  readonly tenant: Tenant
  readonly sub_merchants: readonly SubMerchant[]
  readonly faults: FaultScript
}

/** All that a state file holds of one tenant. */
export interface SavedTenant {
  readonly state: TenantState
  /** How it was made. */
  readonly made: TenantState
}

/** Which form a state file has. */
export const STATE_FILE_VERSION = 1

/** The records of a tenant that there is one of each. */
export interface Records {
  readonly tenant: Tenant
  readonly faults: FaultScript
  /** How many answers were signed by shares. */
  readonly signed: number
  /** How it was made: what a reset goes back to. */
  readonly made: TenantState
}

/** A record and the version that a swap must name. */
export interface Stored<Value> {
  readonly value: Value
  readonly version: number
}

/** Where all state lives, by tenant, as plain JSON; the only thing that keeps state. */
export interface Store {
  /** A record of a tenant; `undefined` when there is none, or no such tenant. */
  read<Kind extends keyof Records>(mchid: string, kind: Kind): Promise<Stored<Records[Kind]> | undefined>
  /**
   * Writes a record if nobody wrote it since it was read.
   *
   * @param version As read; `undefined` for a record that must not exist yet.
   * @returns Whether it was written; never for a tenant that there is not.
   */
  swap<Kind extends keyof Records>(mchid: string, kind: Kind, version: number | undefined, value: Records[Kind]): Promise<boolean>
  /** The record of a sub-merchant of a tenant; `undefined` when it has none of this number. */
  readSubMerchant(mchid: string, subMchid: string): Promise<Stored<SubMerchant> | undefined>
  /** Writes the record of a sub-merchant as {@link swap} does; `undefined` in the place of a record removes it. */
  swapSubMerchant(mchid: string, subMchid: string, version: number | undefined, record: SubMerchant | undefined): Promise<boolean>
  /** All that a tenant has; `undefined` when there is no such tenant. */
  readAll(mchid: string): Promise<TenantState | undefined>
  /**
   * Puts this in the place of what a tenant has, all at once; what is left out stays, and so does the journal.
   *
   * @param version That of the tenant's record as read; `undefined` for a tenant that must not exist yet.
   * @returns Whether it was written.
   */
  replace(version: number | undefined, state: Partial<TenantState> & Pick<TenantState, 'tenant'>): Promise<boolean>
  /** Removes a tenant, with its journal; says whether there was one. */
  remove(mchid: string): Promise<boolean>
  /** The tenants that there are, in the order in which they came. */
  mchids(): Promise<string[]>
  /** What was received; by tenant. */
  readonly journal: Journal
}

/** In the place of a tenant's number: that of the requests for which no tenant could be found. */
export const UNCLAIMED = ''

/** A request as it goes into the journal: its entry is written when it is read, since most are never read. */
export interface JournalRecord {
  /** About how much memory it takes. */
  readonly bytes: number
  /** Its entry, always the same. */
  readonly write: () => Omit<JournalEntry, 'id'>
}

/** Some entries of a journal. */
export interface WantedEntries {
  /** Those that came before this one. */
  readonly before: number
  /** So many of them at most, the newest. */
  readonly count: number
}

/** What was received, by tenant, within bounds: the oldest entries go first. */
export interface Journal {
  /**
   * Of a tenant that there is no more, among the unclaimed.
   *
   * @returns The ID of the entry.
   */
  append(mchid: string, record: JournalRecord): Promise<number>
  /** Adds the diagnosis to an entry; one that is gone stays gone. */
  addDiagnosis(id: number, diagnosis: JournalEntry['diagnosis']): Promise<void>
  /** The newest first; all of them, or those that are wanted. */
  entries(mchid: string, wanted?: WantedEntries): Promise<JournalEntry[]>
  clear(mchid: string): Promise<void>
}
