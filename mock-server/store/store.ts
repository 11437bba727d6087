import type { JournalEntry, RecordKey, Records, TenantState } from './records.ts'

/** A record with the version that {@link Store.swap} checks. */
export interface Stored<Value> {
  readonly value: Value
  readonly version: number
}

/** Holds the state of the merchants as plain JSON. */
export interface Store {
  /** Reads a record; `undefined` when the record or its tenant does not exist. */
  read<Kind extends keyof Records>(key: RecordKey<Kind>): Promise<Stored<Records[Kind]> | undefined>
  /** Reads several records of one tenant at one moment, in the order of the keys. A store that needs no network may lack this method. */
  readSeveral?(keys: readonly RecordKey[]): Promise<readonly (Stored<Records[keyof Records]> | undefined)[]>
  /**
   * Writes a record if it was not changed since it was read. Use {@link updateRecord}, which reads the record and retries after a conflict.
   *
   * @param version The version that was read; `undefined` for a record that must not exist yet.
   * @param value The new value; `undefined` removes the record.
   * @returns Whether the record was written; always `false` for a tenant that does not exist.
   */
  swap<Kind extends keyof Records>(key: RecordKey<Kind>, version: number | undefined, value: Records[Kind] | undefined): Promise<boolean>
  /** Returns the state of a tenant, with all of its records read at one moment; `undefined` when the tenant does not exist. */
  readAll(mchid: string): Promise<TenantState | undefined>
  /**
   * Creates a tenant, or replaces the given parts of its data, atomically. Other data of the tenant stays, such as its journal.
   *
   * @param version The version of the tenant's record that was read; `undefined` for a tenant that must not exist yet.
   * @returns Whether the data was written.
   */
  replace(version: number | undefined, state: Partial<TenantState> & Pick<TenantState, 'tenant'>): Promise<boolean>
  /** Removes a tenant with its journal; returns whether it existed. */
  remove(mchid: string): Promise<boolean>
  /** The merchant IDs of all tenants in the order of creation. */
  mchids(): Promise<string[]>
  /** Returns 0, then 1, and so on. Processes that share a store share the count. A store in memory begins at 0 again with each server. */
  nextNumber(): Promise<number>
  /**
   * Takes the lease on the notifications of a tenant. Only the holder of the lease may send them. Taking the lease again extends it.
   *
   * @param milliseconds After this time another process may take the lease, because the holder may have been killed.
   * @returns Whether this process has the lease now; always `true` for a store of one process.
   */
  hold(mchid: string, milliseconds: number): Promise<boolean>
  /** Gives up the lease. */
  release(mchid: string): Promise<void>
  /**
   * The merchant IDs of the tenants that may still have notifications to send. Empty for a store of one process, because that process sends
   * the notifications with its own timers.
   */
  notifying(): Promise<string[]>
  /** Removes a tenant from the list that {@link notifying} returns, because the tenant has no notifications left to send. */
  rest(mchid: string): Promise<void>
  /**
   * Checks that the store can be used.
   *
   * @throws {StoreAway} When the store can't be reached, refuses a command, or has data that this server can't use. The other methods of
   * the store and the methods of its journal throw this error, too.
   */
  check(): Promise<void>
  readonly journal: Journal
  /** Ends the connections of the store. */
  close(): Promise<void>
}

/** The journal stores a request without a known tenant under this merchant ID. */
export const UNCLAIMED = ''

/** A request in the form in which the journal stores it. A {@link JournalEntry} is built from the record when somebody reads the entry. */
export interface JournalRecord {
  /** An estimate of the memory that the record takes, in bytes. */
  readonly bytes: number
  /** The data of the entry. A {@link RecordReader} parses this text. */
  readonly text: string
  /** Whether a diagnosis will be added later. */
  readonly isDiagnosed: boolean
}

/** An entry of the journal without the headers, the bodies and the signature message. */
export type EntrySummary = Omit<JournalEntry, 'headers' | 'body' | 'message' | 'answer'>

/** Parses the text of a {@link JournalRecord}. Each journal is given a reader, because the journal does not know the format of the text. */
export interface RecordReader {
  readonly entry: (text: string) => Omit<JournalEntry, 'id'>
  /** Parses only the beginning of the text, which has no bodies. Followers of the journal don't need the bodies. */
  readonly summary: (text: string) => Omit<EntrySummary, 'id'>
}

/** Selects entries of a journal. */
export interface WantedEntries {
  /** Only entries older than the one with this ID. */
  readonly before: number
  /** Only the newest of these entries, at most this many. */
  readonly count: number
}

/** All entries of a journal. */
export const ALL_ENTRIES: WantedEntries = { before: Number.POSITIVE_INFINITY, count: Number.POSITIVE_INFINITY }

/** Keeps the received requests of each tenant, one entry for each request. The size is limited; the oldest entries are dropped first. */
export interface Journal {
  /**
   * Adds a request. If its tenant was removed meanwhile, the request is stored under {@link UNCLAIMED}.
   *
   * @returns The ID of the entry.
   */
  append(mchid: string, record: JournalRecord): Promise<number>
  /**
   * Waits until the entries that were appended so far are on their way to other processes. Before the server answers a request, it waits
   * for `sent`. It waits for `append` instead when the journal lacks `sent`, or when a diagnosis needs the ID of the entry.
   */
  sent?(): Promise<void>
  /** Adds the diagnosis to an entry, if the entry is still there. `null` means that the entry will get no diagnosis. */
  addDiagnosis(id: number, diagnosis: JournalEntry['diagnosis']): Promise<void>
  /** Returns the entries, the newest first. */
  entries(mchid: string, wanted?: WantedEntries): Promise<JournalEntry[]>
  /** Returns one entry; `undefined` when the tenant has no entry with this ID. */
  entry(mchid: string, id: number): Promise<JournalEntry | undefined>
  /**
   * Returns the IDs of the entries that still wait for a diagnosis. A journal of one process returns an empty list, because that process
   * knows which diagnoses it is making.
   *
   * @param ids The IDs of the entries to check.
   */
  undiagnosed(ids: readonly number[]): Promise<number[]>
  clear(mchid: string): Promise<void>
  /**
   * Follows the journals of all tenants: yields entries when they are added, and again when they get their diagnoses. Entries that wait for
   * a slow reader are yielded together.
   *
   * @param after Begins with the entries after this ID; `undefined` begins with the next new entry.
   * @returns `undefined` when the limit of followers is reached.
   */
  follow(after: number | undefined): Promise<FollowedJournal | undefined>
}

/** The summary of an entry, with the merchant ID of its tenant; {@link UNCLAIMED} when no tenant is known. */
export interface FollowedEntry {
  readonly mchid: string
  readonly entry: EntrySummary
}

/** A journal that is being followed. */
export interface FollowedJournal extends AsyncIterableIterator<readonly FollowedEntry[], undefined> {
  /** The ID of the last entry when following began. */
  readonly last: number
  return(): Promise<IteratorReturnResult<undefined>>
}
