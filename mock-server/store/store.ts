import type { JournalEntry, RecordKey, Records, TenantState } from './records.ts'

/** A record and the version that a swap must name. */
export interface Stored<Value> {
  readonly value: Value
  readonly version: number
}

/** Where all state lives, as plain JSON. Nothing else keeps state. */
export interface Store {
  /** A record; `undefined` when it does not exist, or its tenant does not. */
  read<Kind extends keyof Records>(key: RecordKey<Kind>): Promise<Stored<Records[Kind]> | undefined>
  /**
   * Writes a record if nobody wrote it since it was read. Use {@link updateRecord}, which reads and tries again.
   *
   * @param version As read; `undefined` for a record that must not exist yet.
   * @param value `undefined` removes the record.
   * @returns Whether it was written; never for a tenant that does not exist.
   */
  swap<Kind extends keyof Records>(key: RecordKey<Kind>, version: number | undefined, value: Records[Kind] | undefined): Promise<boolean>
  /** Everything that a tenant has, as of one moment; `undefined` when it does not exist. */
  readAll(mchid: string): Promise<TenantState | undefined>
  /**
   * Replaces what a tenant has, all at once. Parts that are left out stay, and so does the journal.
   *
   * @param version That of the tenant's record as read; `undefined` for a tenant that must not exist yet.
   * @returns Whether it was written.
   */
  replace(version: number | undefined, state: Partial<TenantState> & Pick<TenantState, 'tenant'>): Promise<boolean>
  /** Removes a tenant with its journal; returns whether it existed. */
  remove(mchid: string): Promise<boolean>
  /** The tenants, in the order in which they were made. */
  mchids(): Promise<string[]>
  readonly journal: Journal
}

/** Stands for a merchant ID in the journal: requests for which no tenant could be found. */
export const UNCLAIMED = ''

/** A request on its way into the journal. Its entry is written when somebody reads it, since most are never read. */
export interface JournalRecord {
  /** About how much memory it takes. */
  readonly bytes: number
  /** Writes its entry, the same one each time. */
  readonly write: () => Omit<JournalEntry, 'id'>
}

/** Selects entries of a journal. */
export interface WantedEntries {
  /** Only entries that came before this one. */
  readonly before: number
  /** At most so many, the newest. */
  readonly count: number
}

/** The requests received, by tenant, within bounds: the oldest entries go first. */
export interface Journal {
  /**
   * Adds a request; one of a tenant that was removed meanwhile goes among the unclaimed.
   *
   * @returns The ID of the entry.
   */
  append(mchid: string, record: JournalRecord): Promise<number>
  /** Adds the diagnosis to an entry, if the entry is still there. */
  addDiagnosis(id: number, diagnosis: JournalEntry['diagnosis']): Promise<void>
  /** The entries, the newest first. */
  entries(mchid: string, wanted?: WantedEntries): Promise<JournalEntry[]>
  clear(mchid: string): Promise<void>
}
