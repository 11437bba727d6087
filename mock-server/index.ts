import { createMockServer as create, type MockServer } from './create-mock-server.ts'
import type { MockServerOptions } from './mock-server-options.ts'

export type { MockCredentials } from './control/merchant-resource.ts'
export type { MockServer } from './create-mock-server.ts'
export type { DiagnosedEntry } from './diagnosis/diagnose-refusal.ts'
export type { Exchange } from './edge/http-exchange.ts'
export { recordReader } from './journal/journal-entry.ts'
export { createMemoryJournal, type JournalLimits } from './journal/memory-journal.ts'
export type { MockServerOptions } from './mock-server-options.ts'
export type { DeliveryReport } from './notifications/make-attempts.ts'
export type { UnsentNotification } from './notifications/notify-after-call.ts'

export type { JournalEntry, RecordKey, Records, TenantState } from './store/records.ts'
export type {
  EntrySummary,
  FollowedEntry,
  FollowedJournal,
  Journal,
  JournalRecord,
  RecordReader,
  Store,
  Stored,
  WantedEntries,
} from './store/store.ts'

export { StoreAway } from './store/store-away.ts'
export type { OwnMerchant, SubMerchantSeed } from './tenant/own-merchant.ts'

/**
 * Starts a mock server of the WeChat Pay gold plan (点金计划) in this process.
 *
 * @throws {TypeError} When an option is wrong; the message says what is expected.
 * @throws {Error} When the port is taken. The error's `code` is then `EADDRINUSE`.
 * @throws {Error} When another server uses the state file. The error's `code` is then `STATE_FILE_IN_USE`.
 * @throws {Error} When the state file or the store can't be used.
 * @example
 * ```ts
 * import { createMockServer } from 'wechatpay-goldplan-mock'
 *
 * await using mock = await createMockServer()
 * console.log(mock.url, mock.credentials.mchid)
 * ```
 */
export function createMockServer(options?: MockServerOptions): Promise<MockServer> {
  // The code of `explain` is loaded at its first call, so that the server starts fast.
  return create(options, { explain: async (...paste) => (await import('./command/explain-paste/explain-paste.ts')).explainPaste(...paste) })
}
