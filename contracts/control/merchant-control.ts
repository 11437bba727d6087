import type { components } from './control.openapi.d.ts'
import { waitForNotification } from './wait-for-notification.ts'
import { checkQuery, type ReadRequests, type RequestQuery, waitForRequest } from './wait-for-request.ts'

type Schemas = components['schemas']

/** A fault to add: a scripted result of calls. */
export type FaultChoice = Schemas['FaultChoice']
/** A fault, with its ID and its counters. */
export type Fault = Schemas['Fault']
/** One request in the journal. */
export type JournalEntry = Schemas['JournalEntry']
/** How far the move from the platform certificate to the public key has progressed. */
export type Migration = Schemas['Migration']
/** The state of a merchant, without its keys, journal and notifications. */
export type Snapshot = Schemas['Snapshot']
/** The record of a sub-merchant (特约商户). */
export type SubMerchantRecord = Schemas['SubMerchant']

/** A notification (回调通知) with its attempts. */
export type Notification = Schemas['Notification']
/** A notification to send. */
export type NotificationChoice = Schemas['NotificationChoice']

/** Reads and changes one merchant through the control API. */
export interface MerchantControl {
  read(): Promise<Schemas['Merchant']>
  /** Changes conditions of the service provider, such as its type or whether it is punished. */
  change(conditions: Schemas['MerchantConditions']): Promise<Schemas['Merchant']>
  remove(): Promise<void>
  /** Resets the merchant to its initial state. Empties its journal, and brings back the faults that it was created with. */
  reset(): Promise<void>
  subMerchants(): Promise<Schemas['SubMerchant'][]>
  /** The record of a sub-merchant (特约商户). */
  subMerchant(subMchid: string): Promise<Schemas['SubMerchant']>
  /** Creates or replaces the record of a sub-merchant. Omitted fields get the values of a new sub-merchant. */
  putSubMerchant(subMchid: string, record?: Schemas['SubMerchantChoice']): Promise<Schemas['SubMerchant']>
  removeSubMerchant(subMchid: string): Promise<void>
  /** The requests received from this merchant, newest first, with up to 4,096 bytes of each body. */
  requests(query?: RequestQuery): Promise<Schemas['JournalEntry'][]>
  /** One of the requests received from this merchant, with up to 65,536 bytes of its body and of the answer's body. */
  request(id: number): Promise<Schemas['JournalEntry']>
  /**
   * Waits for a request that matches the query and returns the newest one.
   *
   * A request that is already in the journal counts. To wait for the next request, call `clearRequests()` first.
   *
   * @param timeout How long to wait, in milliseconds, from 0 to 2,147,483,647; 3,000 by default.
   * @throws {TypeError} When the timeout is outside this range, or the query is not an object whose fields are texts and numbers.
   * @throws {Error} When no matching request arrives in that time; the message lists up to ten requests that were received instead.
   */
  waitForRequest(query?: RequestQuery, timeout?: number): Promise<Schemas['JournalEntry']>
  clearRequests(): Promise<void>
  /** Adds a fault, which scripts the result of calls. Faults act in the order in which they were added. */
  addFault(fault: Schemas['FaultChoice']): Promise<Schemas['Fault']>
  faults(): Promise<Schemas['Fault'][]>
  clearFaults(): Promise<void>
  /**
   * Sends a notification (回调通知) to a callback handler. Does not wait for the first attempt. To wait for the result,
   * call `waitForNotification`.
   */
  notify(notification: Schemas['NotificationChoice']): Promise<Schemas['Notification']>
  /** The notifications, newest first, without their resources and without the bodies of the handlers' answers. */
  notifications(): Promise<Schemas['ListedNotification'][]>
  notification(id: string): Promise<Schemas['Notification']>
  /** Sends a notification once more, even if it has succeeded, was given up or was cancelled. Does not wait for this attempt. */
  resendNotification(id: string, choice?: Schemas['ResendChoice']): Promise<Schemas['Notification']>
  /** Cancels a notification, so that no further attempt begins. */
  cancelNotification(id: string): Promise<void>
  /**
   * Waits until a notification has succeeded, has been given up or has been cancelled.
   *
   * @param timeout How long to wait, in milliseconds, from 0 to 2,147,483,647; 3,000 by default.
   * @throws {TypeError} When the timeout is outside this range.
   * @throws {Error} When the notification is still pending after that time; the message lists its attempts.
   */
  waitForNotification(id: string, timeout?: number): Promise<Schemas['Notification']>
  clock(): Promise<Schemas['Clock']>
  setClock(change: Schemas['ClockChange']): Promise<Schemas['Clock']>
  platform(): Promise<Schemas['Platform']>
  /** Sets which platform certificates and public key exist and which of them sign. */
  setPlatform(change: Schemas['PlatformChange']): Promise<Schemas['Platform']>
  /**
   * Starts the move to the WeChat Pay public key. Over seven days of the merchant's business time, this key signs more and more callbacks.
   *
   * @throws {ControlRefusal} 409 when the move can't start, for example because the merchant has no public key. The message says why.
   */
  startMigration(): Promise<Migration>
  /** Reads how far the move has progressed, and which calls do not name the public key in `Wechatpay-Serial`. */
  migration(): Promise<Migration>
  /** Rolls the move back: the platform certificate signs everything again. */
  rollBackMigration(): Promise<Schemas['Platform']>
  /**
   * Revokes the platform certificate (作废平台证书): from then on only the public key signs.
   *
   * @throws {ControlRefusal} 409 when no move runs, or when the move can't be finished yet. The message says what is missing.
   */
  finishMigration(): Promise<Schemas['Platform']>
  certificate(): Promise<Schemas['Certificate']>
  /** Renews, revokes or expires the merchant's certificate. */
  setCertificate(change: Schemas['CertificateChange']): Promise<Schemas['Certificate']>
  snapshot(): Promise<Schemas['Snapshot']>
  restore(snapshot: Schemas['SnapshotChoice']): Promise<Schemas['Snapshot']>
}

/**
 * Sends one request and returns the body of the answer. Throws when the control API refuses the request.
 *
 * @param list The field of the answer that must be a list.
 */
export type Ask = <Answer>(method: string, target: string, body?: unknown, list?: string) => Promise<Answer>

export function merchantControl(base: string, ask: Ask, unclaimed: ReadRequests): MerchantControl {
  const subMerchant = (subMchid: string) => `${base}/sub_merchants/${encodeURIComponent(subMchid)}`
  const requests = async (query?: RequestQuery) =>
    (await ask<Schemas['Requests']>('GET', `${base}/requests${queryString(query)}`, undefined, 'requests')).requests
  const notification = (id: string) => `${base}/notifications/${encodeURIComponent(id)}`
  return {
    read: () => ask('GET', base),
    change: (conditions) => ask('PATCH', base, conditions),
    remove: () => ask('DELETE', base),
    reset: () => ask('POST', `${base}/reset`),
    subMerchants: async () =>
      (await ask<Schemas['SubMerchants']>('GET', `${base}/sub_merchants`, undefined, 'sub_merchants')).sub_merchants,
    subMerchant: (subMchid) => ask('GET', subMerchant(subMchid)),
    putSubMerchant: (subMchid, record) => ask('PUT', subMerchant(subMchid), record),
    removeSubMerchant: (subMchid) => ask('DELETE', subMerchant(subMchid)),
    requests,
    request: (id) => ask('GET', `${base}/requests/${id}`),
    waitForRequest: (query, timeout) => waitForRequest(requests, unclaimed, query, timeout),
    clearRequests: () => ask('DELETE', `${base}/requests`),
    addFault: (fault) => ask('POST', `${base}/faults`, fault),
    faults: async () => (await ask<Schemas['Faults']>('GET', `${base}/faults`, undefined, 'faults')).faults,
    clearFaults: () => ask('DELETE', `${base}/faults`),
    notify: (choice) => ask('POST', `${base}/notifications`, choice),
    notifications: async () =>
      (await ask<Schemas['Notifications']>('GET', `${base}/notifications`, undefined, 'notifications')).notifications,
    notification: (id) => ask('GET', notification(id)),
    resendNotification: (id, choice) => ask('POST', `${notification(id)}/resend`, choice),
    cancelNotification: (id) => ask('DELETE', notification(id)),
    waitForNotification: (id, timeout) => waitForNotification(() => ask('GET', notification(id)), timeout),
    clock: () => ask('GET', `${base}/clock`),
    setClock: (change) => ask('PUT', `${base}/clock`, change),
    platform: () => ask('GET', `${base}/platform`),
    setPlatform: (change) => ask('PUT', `${base}/platform`, change),
    startMigration: () => ask('POST', `${base}/platform/migration`),
    migration: () => ask('GET', `${base}/platform/migration`),
    rollBackMigration: () => ask('DELETE', `${base}/platform/migration`),
    finishMigration: () => ask('POST', `${base}/platform/migration/finish`),
    certificate: () => ask('GET', `${base}/certificate`),
    setCertificate: (change) => ask('PUT', `${base}/certificate`, change),
    snapshot: () => ask('GET', `${base}/snapshot`),
    restore: (snapshot) => ask('PUT', `${base}/snapshot`, snapshot),
  }
}

/** The query string to append to a target, with its question mark; empty when the query has no field. */
export function queryString(query: Readonly<Record<string, string | number>> = {}): string {
  checkQuery(query)
  const entries = Object.entries(query).map(([name, value]) => [name, String(value)] as const)
  return entries.length === 0 ? '' : `?${new URLSearchParams(Object.fromEntries(entries))}`
}
